package evidence

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"regexp"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/gost/streebog"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/ruid/number"
)

// SubjectKind says what sort of subject a receipt is about.
type SubjectKind string

// The kinds of subjects.
const (
	Organisation SubjectKind = "organisation"
	Proprietor   SubjectKind = "proprietor" // ИП
	Person       SubjectKind = "person"
)

// Subject is whom a receipt is about. Of an organisation it has ИНН and ОГРН, of a sole proprietor ИНН and ОГРНИП, and of a
// person nothing but the id, which is not in the receipt.
type Subject struct {
	ID     string
	Kind   SubjectKind
	INN    number.INN
	OGRN   number.OGRN
	OGRNIP number.OGRNIP
}

// Document is a file that was received or made, by its hash codes. [Digest] makes it.
type Document struct {
	Role      string // "application", "decision", "attachment"
	Name      string
	MediaType string
	Size      int64
	SHA256    [sha256.Size]byte
	Streebog  [streebog.Size256]byte
}

// Digest reads a document to its end.
func Digest(role, name, mediaType string, content io.Reader) (Document, error) {
	d := Document{Role: role, Name: name, MediaType: mediaType}
	sum, gost := sha256.New(), streebog.New256()
	n, err := io.Copy(io.MultiWriter(sum, gost), content)
	if err != nil {
		return Document{}, fmt.Errorf("read the document %s: %w", name, err)
	}
	d.Size, d.SHA256, d.Streebog = n, [sha256.Size]byte(sum.Sum(nil)), [streebog.Size256]byte(gost.Sum(nil))
	return d, nil
}

// DigestOf is [Digest] of what is in memory.
func DigestOf(role, name, mediaType string, content []byte) Document {
	d, _ := Digest(role, name, mediaType, bytes.NewReader(content)) // such a reader never fails
	return d
}

// Signature is a signature that was received with the documents: hash codes of the file as it came, and whose certificate it is.
type Signature struct {
	SHA256      [sha256.Size]byte
	Streebog    [streebog.Size256]byte
	Certificate [sha256.Size]byte
}

// SignatureOf makes it of the file and of the certificate that signed.
func SignatureOf(file []byte, signer *cert.Certificate) Signature {
	d := DigestOf("", "", "", file)
	return Signature{SHA256: d.SHA256, Streebog: d.Streebog, Certificate: signer.SHA256()}
}

// ReceiptInput is what a room says of what it does in its transaction.
type ReceiptInput struct {
	Kind    Kind
	Matter  string // id of the case; not in the receipt
	Number  string // of the case, as people see it
	Subject Subject
	// Text says what happened in a sentence or two. It names no person, as receipts are kept for ever.
	Text i18n.Text
	// Received is when the platform had all of it.
	Received time.Time
	// Proven is the time of a good time-stamp over the signature, zero if there is none (T3).
	Proven     time.Time
	Documents  []Document
	Signatures []Signature
}

// Limits of a receipt.
const (
	maxKind      = 64
	maxName      = 255
	maxText      = 4000
	maxDocuments = 256
)

var (
	kindForm   = regexp.MustCompile(`^[a-z]+(_[a-z]+)*(\.[a-z]+(_[a-z]+)*)+$`)
	numberForm = regexp.MustCompile(`^[0-9A-Za-zА-ЯЁа-яё][0-9A-Za-zА-ЯЁа-яё./-]{0,63}$`)
)

// check finds mistakes of the caller: what people typed was judged before.
func (in ReceiptInput) check() error {
	var errs []error
	want := func(ok bool, what string) {
		if !ok {
			errs = append(errs, errors.New(what))
		}
	}
	want(len(in.Kind) <= maxKind && kindForm.MatchString(string(in.Kind)), "a kind is words with points between them")
	want(numberForm.MatchString(in.Number), "the number of the case")
	want(in.Matter != "" && in.Subject.ID != "", "case and subject are named by their ids")
	want(!in.Received.IsZero(), "when it was received")
	for _, l := range i18n.Langs() {
		want(isText(in.Text.In(l), maxText), "what happened, in both languages")
	}
	want(len(in.Documents) <= maxDocuments && len(in.Signatures) <= maxDocuments, "there are too many documents or signatures")
	for _, d := range in.Documents {
		want(isText(d.Role, maxName) && isText(d.Name, maxName) && isText(d.MediaType, maxName) && d.Size >= 0, "role, name and type of a document")
		want(d.SHA256 != [sha256.Size]byte{} && d.Streebog != [streebog.Size256]byte{}, "hash codes of a document")
	}
	for _, s := range in.Signatures {
		want(s.SHA256 != [sha256.Size]byte{} && s.Streebog != [streebog.Size256]byte{} && s.Certificate != [sha256.Size]byte{}, "hash codes of a signature")
	}
	if err := in.Subject.check(); err != nil {
		errs = append(errs, err)
	}
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("a receipt needs: %w", err)
	}
	return nil
}

func isText(s string, longest int) bool {
	if s == "" || len(s) > longest || !utf8.ValidString(s) {
		return false
	}
	for _, r := range s {
		if unicode.IsControl(r) && r != '\n' {
			return false
		}
	}
	return true
}

// check sees that the subject has just the numbers of its kind, each with right check digits.
func (s Subject) check() error {
	inn, errINN := number.ParseINN(string(s.INN))
	ogrn, errOGRN := number.ParseOGRN(string(s.OGRN))
	ogrnip, errOGRNIP := number.ParseOGRNIP(string(s.OGRNIP))
	ok := false
	switch s.Kind {
	case Organisation:
		ok = errINN == nil && inn == s.INN && len(inn) == 10 && errOGRN == nil && ogrn == s.OGRN && s.OGRNIP == ""
	case Proprietor:
		ok = errINN == nil && inn == s.INN && len(inn) == 12 && errOGRNIP == nil && ogrnip == s.OGRNIP && s.OGRN == ""
	case Person:
		ok = s.INN == "" && s.OGRN == "" && s.OGRNIP == ""
	}
	if !ok {
		return fmt.Errorf("the numbers of a subject of the kind %q", s.Kind)
	}
	return nil
}

// Receipt is a receipt with its seal, as it was kept.
type Receipt struct {
	ID        string
	Kind      Kind
	Matter    string
	Number    string
	Subject   string // id
	Statement Statement
	// Sealed is the file: CAdES-BES in DER with the JSON in it.
	Sealed []byte
	// Certificate is that of the seal.
	Certificate *cert.Certificate
	Leaf        Leaf
	Created     time.Time
}

func hexOf(b []byte) string { return hex.EncodeToString(b) }
