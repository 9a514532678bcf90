package evidence

import (
	"strings"
	"time"

	"github.com/klaster-platform/klaster/internal/evidence/canonical"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
)

// Format is what the JSON of a receipt calls itself.
const Format = "klaster-receipt/1"

// Statement is the JSON of a receipt. All fields are present; what is not known is null.
type Statement struct {
	Format       string           `json:"format"`
	ID           string           `json:"id"`
	Installation string           `json:"installation"` // trial or real
	Site         string           `json:"site"`         // address of the platform
	Kind         Kind             `json:"kind"`
	Number       string           `json:"number"`
	Subject      StatedSubject    `json:"subject"`
	Text         Bilingual        `json:"text"`
	Times        StatedTimes      `json:"times"`
	Documents    []StatedDocument `json:"documents"`
	Signatures   []StatedSigning  `json:"signatures"`
	Leaf         *StatedLeaf      `json:"leaf"`
	// Notice says of a trial that it has no force, null in a real installation.
	Notice *Bilingual `json:"notice"`
}

// Bilingual is a text in both languages.
type Bilingual struct {
	Ru string `json:"ru"`
	En string `json:"en"`
}

// StatedSubject is whom the receipt is about. A person has no number here.
type StatedSubject struct {
	Kind   SubjectKind `json:"kind"`
	INN    string      `json:"inn" canonical:"null"`
	OGRN   string      `json:"ogrn" canonical:"null"`
	OGRNIP string      `json:"ogrnip" canonical:"null"`
}

// StatedTimes are in UTC with microseconds, and Note says what they are worth.
type StatedTimes struct {
	Received string    `json:"received"`
	Issued   string    `json:"issued"`
	Proven   string    `json:"proven" canonical:"null"`
	Note     Bilingual `json:"note"`
}

// StatedDocument is a document; hash codes are in hexadecimal.
type StatedDocument struct {
	Role      string `json:"role"`
	Name      string `json:"name"`
	MediaType string `json:"media_type"`
	Size      int64  `json:"size"`
	SHA256    string `json:"sha256"`
	Streebog  string `json:"streebog256"`
}

// StatedSigning is a signature.
type StatedSigning struct {
	SHA256      string `json:"sha256"`
	Streebog    string `json:"streebog256"`
	Certificate string `json:"certificate_sha256"`
}

// StatedLeaf is the leaf of the log.
type StatedLeaf struct {
	ID         string `json:"id"`
	Commitment string `json:"commitment"`
}

// instant writes a time as receipts have it.
func instant(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2006-01-02T15:04:05.000000Z")
}

// bilingual writes a text with plain spaces: those that hold a line together are for screens, and here somebody may search.
func bilingual(t i18n.Text) Bilingual {
	plain := func(l i18n.Lang) string { return strings.ReplaceAll(t.In(l), "\u00a0", " ") }
	return Bilingual{Ru: plain(i18n.Russian), En: plain(i18n.English)}
}

// statement puts into words what the room said. The leaf is added when it is known.
func (s *Service) statement(id string, in ReceiptInput, now time.Time) Statement {
	note := noteClock
	if !in.Proven.IsZero() {
		note = noteProven
	}
	st := Statement{
		Format: Format, ID: id, Installation: "real", Site: s.site, Kind: in.Kind, Number: in.Number,
		Subject: StatedSubject{Kind: in.Subject.Kind, INN: string(in.Subject.INN), OGRN: string(in.Subject.OGRN), OGRNIP: string(in.Subject.OGRNIP)},
		Text:    bilingual(in.Text),
		Times:   StatedTimes{Received: instant(in.Received), Issued: instant(now), Proven: instant(in.Proven), Note: bilingual(note)},
	}
	if s.trial {
		notice := bilingual(noticeTrial)
		st.Installation, st.Notice = "trial", &notice
	}
	for _, d := range in.Documents {
		st.Documents = append(st.Documents, StatedDocument{d.Role, d.Name, d.MediaType, d.Size, hexOf(d.SHA256[:]), hexOf(d.Streebog[:])})
	}
	for _, g := range in.Signatures {
		st.Signatures = append(st.Signatures, StatedSigning{hexOf(g.SHA256[:]), hexOf(g.Streebog[:]), hexOf(g.Certificate[:])})
	}
	return st
}

// Payload returns what the leaf commits to: the JSON with null for the leaf.
func (st Statement) Payload() ([]byte, error) {
	st.Leaf = nil
	return canonical.Marshal(st)
}
