package validate_test

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/klaster-platform/klaster/esign/validate"
)

// outside is a verifier that answers what it was told to, and remembers what it was given.
type outside struct {
	answer              validate.Answer
	err                 error
	signature, document string
}

func (o *outside) Verify(_ context.Context, signature []byte, document io.Reader) (validate.Answer, error) {
	o.signature = string(signature)
	if document != nil {
		all, err := io.ReadAll(document)
		if err != nil {
			return validate.Answer{}, err
		}
		o.document = string(all)
	}
	return o.answer, o.err
}

// TestT7_CertifiedVerifier: the report is that of a certified tool only if one answered and agrees; then alone the word «квалифицированная»
// stands without reservation. A contradiction leaves everything undecided, silence changes nothing.
func TestT7_CertifiedVerifier(t *testing.T) {
	p := newAccredited(t)
	good := p.input(t, p.sign(t))
	list := p.listed(1, p.Now, active(p.Now.AddDate(-1, 0, 0)))
	broken := good
	broken.Signature = append([]byte{}, good.Signature...)
	broken.Signature[len(broken.Signature)-1] ^= 1
	answer := func(r validate.Result) validate.Answer {
		return validate.Answer{Name: "Проверка ЭП", Certificate: "СФ/000-0000", Time: p.Now, Result: r}
	}
	nameless := answer(validate.OK)
	nameless.Certificate = ""
	for name, c := range map[string]struct {
		in        validate.Input
		verifier  outside
		want      validate.Indication
		certified bool
		check     validate.Result
	}{
		"agrees that it is good": {good, outside{answer: answer(validate.OK)}, validate.TotalPassed, true, validate.OK},
		"agrees that it is bad":  {broken, outside{answer: answer(validate.Fail)}, validate.TotalFailed, true, validate.OK},
		"denies":                 {good, outside{answer: answer(validate.Fail)}, validate.Indeterminate, false, validate.Fail},
		"vouches for a bad one":  {broken, outside{answer: answer(validate.OK)}, validate.Indeterminate, false, validate.Fail},
		"does not know":          {good, outside{answer: answer(validate.Unknown)}, validate.TotalPassed, false, validate.Unknown},
		"says something else":    {good, outside{answer: answer("maybe")}, validate.TotalPassed, false, validate.Unknown},
		"has no certificate":     {good, outside{answer: nameless}, validate.TotalPassed, false, validate.OK},
		"cannot be asked":        {good, outside{answer: answer(validate.OK), err: errors.New("offline")}, validate.TotalPassed, false, ""},
	} {
		t.Run(name, func(t *testing.T) {
			o := validate.Options{Accreditation: p.store(t, list), Verifier: &c.verifier}
			r, err := validated(t, c.in, validate.Qualified, o)
			if err != nil {
				t.Fatal(err)
			}
			if r.Indication != c.want || r.Tool.Certified != c.certified || (r.Verifier == nil) != (c.check == "") {
				t.Errorf("%s %v %+v", r.Indication, r.Tool, r.Verifier)
			}
			if r.Verifier != nil && (r.Verifier.Name == "" || checkOf(t, r, validate.CheckVerifier).Result != c.check) {
				t.Errorf("%+v", r.Verifier)
			}
			confirmed := false
			for _, k := range r.Signers[0].Checks {
				confirmed = confirmed || k.ID == validate.CheckQualified
			}
			if confirmed != (c.certified && c.want == validate.TotalPassed) || confirmed && !r.Signers[0].Qualified {
				t.Errorf("confirmed: %v", confirmed)
			}
			if c.want != validate.TotalPassed && r.Signers[0].Qualified {
				t.Error("qualified")
			}
			if c.verifier.signature != string(c.in.Signature) {
				t.Error("the verifier was given another signature")
			}
			agrees(t, r)
		})
	}
}

// The verifier reads the document from its beginning, after it was hashed; a document that can be read only once is refused.
func TestVerifierReadsTheDocument(t *testing.T) {
	in := oracle(t, "ee.detached.cades.p7s")
	want := string(file(t, "data.xml"))
	in.Document = strings.NewReader(want)
	v := &outside{answer: validate.Answer{Result: validate.OK}}
	r, err := validate.Validate(t.Context(), in, validate.Crypto, validate.Options{Verifier: v})
	if err != nil || v.document != want || r.Verifier == nil {
		t.Errorf("%v: %d bytes", err, len(v.document))
	}
	in.Document = io.LimitReader(strings.NewReader(want), 1<<20)
	if _, err := validate.Validate(t.Context(), in, validate.Crypto, validate.Options{Verifier: v}); !errors.Is(err, validate.ErrInput) {
		t.Errorf("%v", err)
	}
}
