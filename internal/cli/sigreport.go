package cli

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/klaster-platform/klaster/esign/cms"
	"github.com/klaster-platform/klaster/esign/validate"
)

// maxNames is the length in bytes of the longest message that is read again for the names of its signers.
const maxNames = 8 << 20

// printReport writes a report for people.
func printReport(out io.Writer, r validate.Report, signature []byte) error {
	w := &reportWriter{bufio.NewWriter(out), russian(), signerNames(r, signature)}
	w.line("%s  policy %s of %s%s", verdict(r.Indication, r.SubIndications), r.Policy.ID, r.Policy.Version, w.at(r.ControlTime))
	w.line("signature  %s, sha256 %s", r.Input.Signature.Container, r.Input.Signature.SHA256)
	if sum := r.Input.Document.SHA256; sum != nil {
		w.line("document   %s, sha256 %s", attachment(r.Input.Document.Attached), *sum)
	} else {
		w.line("document   not at hand")
	}
	if l := r.TrustList; l != nil {
		signed := "not signed"
		if l.Signer != nil {
			signed = "signed by certificate " + *l.Signer
		}
		w.line("trust list %d of %s, %s", l.Number, stamp(l.Date), signed)
	}
	for i := range r.Signers {
		w.signer(&r.Signers[i], len(r.Signers))
	}
	w.line("\nThis report was made by a program that is not a certified signature tool.")
	return w.Flush()
}

type reportWriter struct {
	*bufio.Writer
	russian bool
	names   map[string]string
}

func (w *reportWriter) line(format string, args ...any) { fmt.Fprintf(w, format+"\n", args...) }

func (w *reportWriter) signer(s *validate.Signer, of int) {
	w.line("\nsigner %d of %d: %s%s", s.Index+1, of, verdict(s.Indication, s.SubIndications), optional("  %s", s.Level))
	if s.Trial {
		w.line("  TRIAL        «Учебная подпись: юридической силы не имеет»")
	}
	if s.Qualified {
		w.line("  qualified    has the marks of a qualified signature («признаки квалифицированной подписи»)")
	}
	if c := s.Certificate; c != nil {
		if name := w.names[c.SHA256]; name != "" {
			w.line("  holder       %s", name)
		}
		w.identity(s.Identity)
		w.line("  certificate  %s, valid %s to %s, sha256 %s", c.Serial, stamp(c.NotBefore), stamp(c.NotAfter), c.SHA256)
	}
	if a := s.Accreditation; a != nil {
		w.line("  authority    %s: %s when it issued the certificate%s", printable(a.Authority), a.Status, w.since(a.Ended))
	}
	if s.Times.Claimed != nil {
		w.line("  claimed      %s: the signer's word, proves nothing", stamp(*s.Times.Claimed))
	}
	if s.Times.Proven != nil {
		w.line("  proven       %s by a time-stamp", stamp(*s.Times.Proven))
	}
	for _, x := range s.Revocation {
		w.line("  status       %s… %s%s by %s%s", x.Cert[:min(16, len(x.Cert))], x.Status, w.at(x.At), x.Source, w.of(x.ThisUpdate))
	}
	for _, c := range s.Checks {
		w.check(c)
	}
}

func (w *reportWriter) identity(id *validate.Identity) {
	if id == nil {
		return
	}
	var parts []string
	for _, n := range []struct {
		label string
		value *string
	}{{"ИНН ЮЛ", id.INN}, {"ИНН", id.INNPerson}, {"ОГРН", id.OGRN}, {"ОГРНИП", id.OGRNIP}, {"СНИЛС", id.SNILS}} {
		if n.value != nil {
			parts = append(parts, n.label+" "+*n.value)
		}
	}
	if id.Ambiguous {
		parts = append(parts, "AMBIGUOUS: opens nothing (klaster cert show says why)")
	}
	w.line("  identity     %s%s", optional("%s: ", id.Kind), strings.Join(parts, ", "))
}

// check says what is wrong; what is right is in the JSON.
func (w *reportWriter) check(c validate.Check) {
	if c.Result == validate.OK || c.Sub == nil && c.Result != validate.Fail {
		return
	}
	word, text := map[validate.Result]string{validate.Fail: "not so", validate.Unknown: "not known"}[c.Result], c.En
	if w.russian {
		word, text = map[validate.Result]string{validate.Fail: "не выполнено", validate.Unknown: "не установлено"}[c.Result], c.Ru
	}
	sub := " (not asked for by this policy)"
	if c.Sub != nil {
		sub = " (" + string(*c.Sub) + ")"
	}
	w.line("  %-12s %s%s: %s — %s", c.Result, c.ID, sub, word, text)
}

func (w *reportWriter) at(t *time.Time) string {
	if t == nil {
		return ""
	}
	return " at " + stamp(*t)
}

func (w *reportWriter) since(ended *time.Time) string {
	if ended == nil {
		return ""
	}
	return "; its accreditation ended at " + stamp(*ended)
}

func (w *reportWriter) of(t *time.Time) string {
	if t == nil {
		return ""
	}
	return " of " + stamp(*t)
}

func verdict(i validate.Indication, subs []validate.SubIndication) string {
	out := string(i)
	for _, s := range subs {
		out += " " + string(s)
	}
	return out
}

func attachment(attached bool) string {
	if attached {
		return "attached"
	}
	return "detached"
}

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

func optional(format string, s *string) string {
	if s == nil {
		return ""
	}
	return fmt.Sprintf(format, *s)
}

// signerNames returns the subjects of the certificates in a message by their SHA-256: the report names holders by numbers
// alone, as names prove nothing.
func signerNames(r validate.Report, signature []byte) map[string]string {
	names := map[string]string{}
	if r.Input.Signature.Container != "cms" || len(signature) > maxNames {
		return names
	}
	raw, err := cms.Unarmor(signature)
	if err != nil {
		return names
	}
	message, err := cms.Parse(raw)
	if err != nil {
		return names
	}
	for _, c := range message.Certificates {
		names[fmt.Sprintf("%x", c.SHA256())] = printable(c.Subject.String())
	}
	return names
}
