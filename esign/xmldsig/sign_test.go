package xmldsig_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/xmldsig"
	"github.com/klaster-platform/klaster/esign/xmldsig/c14n"
	"github.com/klaster-platform/klaster/esign/xmldsig/xmltoken"
	"github.com/klaster-platform/klaster/gost/gost3410"
)

var signingTime = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

const sample = `<?xml version="1.0" encoding="UTF-8"?>
<a:Заявление xmlns:a="urn:klaster:application:test:1" xmlns:b="urn:b" xmlns="urn:default" Id="root">
	<a:Сумма b:валюта="RUB">1000</a:Сумма>
	<Адрес>Москва, ул. Новая &amp; Старая</Адрес>
</a:Заявление>
`

func forms() map[string]xmldsig.Form {
	out := map[string]xmldsig.Form{}
	for i := range 16 {
		f := xmldsig.Form{Exclusive: i&1 != 0, XAdES: i&2 != 0, ByID: i&4 != 0, SMEV: i&8 != 0}
		if f.XAdES {
			f.SigningTime = signingTime
		}
		out[fmt.Sprintf("exclusive=%v,xades=%v,id=%v,smev=%v", f.Exclusive, f.XAdES, f.ByID, f.SMEV)] = f
	}
	return out
}

func TestSignatureOfEveryFormVerifies(t *testing.T) {
	key := gostKey(t, gost3410.CryptoProA())
	own := certify(t, key, 7)
	for name, f := range forms() {
		t.Run(name, func(t *testing.T) {
			f.Certificate = own
			for _, doc := range []string{
				sample, `<x:r xmlns:x="urn:x" Id="r"/>`, `<r xmlns="urn:x" xmlns:ds="urn:other" ID="r" LANG><?p?><!-- c -->text</r><?after?>`,
			} {
				lang := `xml:lang="ru"`
				if f.SMEV {
					lang = "" // for which that transform has no rule
				}
				signed := sign(t, strings.Replace(doc, "LANG", lang, 1), key, f)
				facts := verify(t, signed, xmldsig.Options{})
				if !facts.OK() {
					t.Fatalf("not OK: %q\n%s", failed(facts), signed)
				}
				s := facts.Signatures[0]
				if !s.Signer.Equal(own) {
					t.Error("the signer is another certificate")
				}
				if f.XAdES && (s.Level() != "XAdES-BES" || !s.XAdES.SigningTime.Equal(signingTime)) || !f.XAdES && s.Level() != "XMLDSig" {
					t.Errorf("level %s, properties %+v", s.Level(), s.XAdES)
				}
				if signed[s.Offset:s.Offset+13] != "<ds:Signature" || !strings.HasSuffix(signed[:s.End], "</ds:Signature>") {
					t.Errorf("place of the signature is %d to %d", s.Offset, s.End)
				}
			}
		})
	}
}

func TestSignatureByEveryKeyVerifies(t *testing.T) {
	for name, key := range keys(t) {
		t.Run(name, func(t *testing.T) {
			signed := sign(t, sample, key, xmldsig.Form{XAdES: true, SigningTime: signingTime})
			if facts := verify(t, signed, xmldsig.Options{}); !facts.OK() {
				t.Errorf("not OK: %q", failed(facts))
			}
			for _, f := range []func(string) string{
				func(s string) string { return strings.Replace(s, ">1000<", ">9000<", 1) },
				func(s string) string { return strings.Replace(s, "2026-11-21T12", "2026-11-21T13", 1) },
			} {
				if facts := verify(t, f(signed), xmldsig.Options{}); facts.OK() {
					t.Error("an altered document verifies")
				}
			}
		})
	}
}

// What is signed elsewhere: the octets are the same at each preparation, and only a right value completes the document.
func TestPreparedSignatureIsCompletedLater(t *testing.T) {
	key := gostKey(t, gost3410.TC512A())
	f := xmldsig.Form{Certificate: certify(t, key, 1), XAdES: true, SigningTime: signingTime}
	prepare := func() *xmldsig.Prepared {
		p, err := xmldsig.Prepare(strings.NewReader(sample), int64(len(sample)), f)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	p := prepare()
	digest := p.Scheme().Digest.Append(nil, p.SignedInfo())
	if !bytes.Equal(digest, p.Digest()) {
		t.Error("Digest is not that of SignedInfo")
	}
	value, err := key.Sign(nil, digest, nil)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := prepare().Complete(&out, value); err != nil {
		t.Fatal(err)
	}
	if facts := verify(t, out.String(), xmldsig.Options{}); !facts.OK() {
		t.Errorf("not OK: %q", failed(facts))
	}
	value[5] ^= 1
	out.Reset()
	if err := p.Complete(&out, value); !errors.Is(err, algorithm.ErrSignature) || out.Len() > 0 {
		t.Errorf("error %v after %d bytes for a wrong value", err, out.Len())
	}
}

func TestPrepareRefuses(t *testing.T) {
	key := gostKey(t, gost3410.CryptoProA())
	f := xmldsig.Form{Certificate: certify(t, key, 1)}
	byID := f
	byID.ByID = true
	smev := f
	smev.SMEV = true
	for _, c := range []struct {
		name, doc string
		form      xmldsig.Form
		want      error
	}{
		{"a signed document", sign(t, sample, key, f), f, xmldsig.ErrSigned},
		{"no certificate", sample, xmldsig.Form{}, xmldsig.ErrForm},
		{"no Id", `<a/>`, byID, xmldsig.ErrForm},
		{"an Id of two elements", `<a Id="x"><b id="x"/></a>`, byID, xmldsig.ErrForm},
		{"two equal Ids", `<a><b Id="x"/><b Id="x"/></a>`, f, xmldsig.ErrForm},
		{"malformed", `<a>`, f, xmltoken.ErrMalformed},
		{"DTD", `<!DOCTYPE a><a/>`, f, xmltoken.ErrDTD},
		{"relative namespace", `<a xmlns="b"/>`, f, c14n.ErrRelativeNamespace},
		{"no namespace for SMEV", `<a/>`, smev, c14n.ErrUnqualified},
	} {
		if _, err := xmldsig.Prepare(strings.NewReader(c.doc), int64(len(c.doc)), c.form); !errors.Is(err, c.want) {
			t.Errorf("%s: error %v, want %v", c.name, err, c.want)
		}
	}
}

// A signature is checked by the certificates of the caller only where it carries none.
func TestCertificateOfTheCaller(t *testing.T) {
	key := gostKey(t, gost3410.CryptoProA())
	own := certify(t, key, 1)
	signed := sign(t, sample, key, xmldsig.Form{Certificate: own})
	from, to := strings.Index(signed, "<ds:KeyInfo>"), strings.Index(signed, "</ds:KeyInfo>")+len("</ds:KeyInfo>")
	bare := signed[:from] + signed[to:]
	if facts := verify(t, bare, xmldsig.Options{}); facts.OK() || result(facts, xmldsig.CheckCertificate) != xmldsig.Fail {
		t.Errorf("without any certificate: %q", failed(facts))
	}
	if facts := verify(t, bare, xmldsig.Options{Certificates: []*cert.Certificate{own}}); !facts.OK() {
		t.Errorf("with the right certificate: %q", failed(facts))
	}
	other := certify(t, gostKey(t, gost3410.CryptoProA()), 2)
	if facts := verify(t, bare, xmldsig.Options{Certificates: []*cert.Certificate{other}}); result(facts, xmldsig.CheckSignature) != xmldsig.Fail {
		t.Errorf("with another certificate: %q", failed(facts))
	}
}

// Tokens and Signed give what was hashed: the octets have the digest that was signed, the tokens the values in them, and neither
// has anything of the signature, comments or instructions.
func TestT5_OneTokenizerFeedsDigestAndValues(t *testing.T) {
	key := gostKey(t, gost3410.CryptoProA())
	doc := `<r xmlns="urn:r" xmlns:q="urn:q"><!-- hidden --><?hidden?><v q:a="1">10<!-- 7 -->00&amp;<![CDATA[<x>]]></v></r>`
	for name, f := range forms() {
		if f.ByID {
			continue
		}
		signed := sign(t, doc, key, f)
		var octets bytes.Buffer
		var seen []string
		facts := verify(t, signed, xmldsig.Options{Signed: &octets, Tokens: func(tok *xmltoken.Token) error {
			item := tok.Name.Local + string(tok.Data)
			for _, a := range tok.Attrs {
				item += " " + a.Name.Space + "|" + a.Name.Local + "=" + string(a.Value)
			}
			seen = append(seen, item)
			if tok.Decls != nil || tok.CDATA {
				t.Errorf("token %+v", tok)
			}
			return nil
		}})
		if !facts.OK() {
			t.Fatalf("%s: %q", name, failed(facts))
		}
		if diff := cmp.Diff([]string{"r", "v urn:q|a=1", "10", "00&", "<x>", "v", "r"}, seen); diff != "" {
			t.Errorf("%s: tokens: %s", name, diff)
		}
		digest := facts.Signatures[0].Scheme.Digest.Append(nil, octets.Bytes())
		if !bytes.Equal(digest, facts.Signatures[0].References[0].Digest) {
			t.Errorf("%s: the octets have another digest: %s", name, octets.Bytes())
		}
		if strings.Contains(octets.String(), "ignature") {
			t.Errorf("%s: the octets hold the signature: %s", name, octets.Bytes())
		}
	}
}

func TestErrorsOfTheCallerAreReturned(t *testing.T) {
	signed := sign(t, sample, gostKey(t, gost3410.CryptoProA()), xmldsig.Form{})
	enough := errors.New("enough")
	_, err := xmldsig.Verify(strings.NewReader(signed), int64(len(signed)), xmldsig.Options{Tokens: func(*xmltoken.Token) error { return enough }})
	if !errors.Is(err, enough) {
		t.Errorf("error %v", err)
	}
	_, err = xmldsig.Verify(strings.NewReader(signed), int64(len(signed)), xmldsig.Options{Signed: failingWriter{enough}})
	if !errors.Is(err, enough) {
		t.Errorf("error %v", err)
	}
}

type failingWriter struct{ err error }

func (f failingWriter) Write([]byte) (int, error) { return 0, f.err }

// A source that gives other bytes at the second reading is found out, even where the other bytes are as good as the first.
func TestT5_ChangeBetweenReadingsIsFound(t *testing.T) {
	key := gostKey(t, gost3410.CryptoProA())
	one := sign(t, sample, key, xmldsig.Form{})
	for name, two := range map[string]string{
		"another value":    strings.Replace(one, ">1000<", ">9000<", 1),
		"white space only": strings.Replace(one, "</ds:KeyInfo>", "</ds:KeyInfo >", 1),
		"not well-formed":  one[:len(one)-10],
	} {
		src := &twoFaced{docs: []string{one, two}}
		facts, err := xmldsig.Verify(src, int64(len(one)), xmldsig.Options{})
		if !errors.Is(err, xmldsig.ErrChanged) || facts != nil {
			t.Errorf("%s: facts %v, error %v", name, facts, err)
		}
	}
}

// twoFaced is the first document when it is read from its beginning first, and the second afterwards.
type twoFaced struct {
	docs []string
	now  string
}

func (s *twoFaced) ReadAt(p []byte, off int64) (int, error) {
	if off == 0 {
		s.now, s.docs = s.docs[0], s.docs[len(s.docs)-1:]
	}
	if off >= int64(len(s.now)) {
		return 0, io.EOF
	}
	return copy(p, s.now[off:]), nil
}
