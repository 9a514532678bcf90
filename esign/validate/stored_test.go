package validate_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/klaster-platform/klaster/esign/revocation"
	"github.com/klaster-platform/klaster/esign/trialca/trialcatest"
	"github.com/klaster-platform/klaster/esign/validate"
	"github.com/klaster-platform/klaster/gost/gost3410"
)

// shelf is where material lies by its hash code.
type shelf map[[sha256.Size]byte][]byte

var errNotThere = errors.New("not on the shelf")

func (s shelf) open(sum [sha256.Size]byte) ([]byte, error) {
	raw, ok := s[sum]
	if !ok {
		return nil, fmt.Errorf("%x: %w", sum, errNotThere)
	}
	return raw, nil
}

// stored writes facts and what they refer to.
func stored(tb testing.TB, f *validate.Facts) ([]byte, shelf) {
	tb.Helper()
	data, materials, err := f.Store()
	if err != nil {
		tb.Fatal(err)
	}
	s := shelf{}
	for _, m := range materials {
		if m.SHA256 != sha256.Sum256(m.Raw) || m.Kind == "" || s[m.SHA256] != nil {
			tb.Errorf("material %s %x", m.Kind, m.SHA256)
		}
		s[m.SHA256] = bytes.Clone(m.Raw)
	}
	return data, s
}

func rewound(tb testing.TB, in validate.Input) validate.Input {
	tb.Helper()
	if s, ok := in.Document.(io.Seeker); ok {
		if _, err := s.Seek(0, io.SeekStart); err != nil {
			tb.Fatal(err)
		}
	}
	return in
}

// validated is Validate, and sees besides that stored facts come to the same verdicts, under this policy and under every other: what
// was judged can be judged again.
func validated(t *testing.T, in validate.Input, p validate.Policy, o validate.Options) (validate.Report, error) {
	t.Helper()
	first, err := validate.Validate(t.Context(), in, p, o)
	if err != nil || len(first.Signers) > 8 { // of many signers some may be undecided for want of time
		return first, err
	}
	facts, err := validate.Gather(t.Context(), rewound(t, in), o)
	if err != nil {
		t.Fatal(err)
	}
	data, materials := stored(t, facts)
	read, err := validate.ReadFacts(data, materials.open)
	if err != nil {
		t.Fatalf("reading stored facts: %v", err)
	}
	trust := validate.Trust{Anchors: in.Anchors, TimestampAnchors: in.TimestampAnchors, ControlTime: in.ControlTime}
	for _, policy := range []validate.Policy{validate.Crypto, validate.Trusted, validate.Trial, validate.Qualified} {
		want, wantErr := validate.Validate(t.Context(), rewound(t, in), policy, o)
		got, gotErr := validate.Judge(t.Context(), read, policy, trust, o)
		if (wantErr == nil) != (gotErr == nil) {
			t.Errorf("%s: %v, by stored facts %v", policy, wantErr, gotErr)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s by stored facts (-validated +judged): %s", policy, diff)
		}
	}
	again, _ := stored(t, read)
	if !bytes.Equal(data, again) {
		t.Error("facts that were read are stored otherwise")
	}
	return first, nil
}

// TestStoredFactsThatWereAlteredAreRefused: neither the facts nor anything that they refer to can be changed unseen, or be missing.
func TestStoredFactsThatWereAlteredAreRefused(t *testing.T) {
	p := newTrial(t)
	facts, err := validate.Gather(t.Context(), p.input(t, p.stamped(t, p.sign(t), nil)), validate.Options{})
	if err != nil {
		t.Fatal(err)
	}
	data, materials := stored(t, facts)
	if !bytes.HasPrefix(data, []byte(`{"format":"klaster-facts/1","sha256":"`)) {
		t.Errorf("%.60s", data)
	}
	if len(materials) != 7 { // head, authority, root, stamping authority; two lists; a token
		t.Errorf("%d pieces of material", len(materials))
	}
	for sum, raw := range materials {
		altered := bytes.Clone(raw)
		altered[len(altered)/2] ^= 1
		materials[sum] = altered
		if _, err := validate.ReadFacts(data, materials.open); !errors.Is(err, validate.ErrMaterial) {
			t.Errorf("altered material: %v", err)
		}
		delete(materials, sum)
		if _, err := validate.ReadFacts(data, materials.open); !errors.Is(err, errNotThere) {
			t.Errorf("missing material: %v", err)
		}
		materials[sum] = raw
	}
	for name, altered := range map[string][]byte{
		"a check":       bytes.Replace(data, []byte(`"id":"cms.signature","result":"ok"`), []byte(`"id":"cms.signature","result":"fail"`), 1),
		"format":        bytes.Replace(data, []byte("facts/1"), []byte("facts/2"), 1),
		"unknown field": bytes.Replace(data, []byte(`{"format"`), []byte(`{"x":1,"format"`), 1),
		"two values":    append(bytes.Clone(data), data...),
		"a bracket":     append(bytes.Clone(data), '}'),
		"cut":           data[:len(data)-1],
		"empty":         nil,
		"null":          []byte("null"),
	} {
		if bytes.Equal(altered, data) {
			t.Fatalf("%s: nothing is altered", name)
		}
		if _, err := validate.ReadFacts(altered, materials.open); !errors.Is(err, validate.ErrFacts) {
			t.Errorf("%s: %v", name, err)
		}
	}
	// Facts that agree with their sum, and yet are none that Gather makes.
	for name, change := range map[string][2]string{
		"a check left out":   {`{"id":"cms.signature","result":"ok"}`, `{"id":"cms.content","result":"ok"}`},
		"a check of nobody":  {`"cms.signing_time"`, `"cms.luck"`},
		"one check more":     {`{"id":"cms.signature","result":"ok"}`, `{"id":"cms.signature","result":"ok"},{"id":"cms.luck","result":"ok"}`},
		"a check twice":      {`{"id":"cms.signature","result":"ok"}`, `{"id":"cms.signature","result":"ok"},{"id":"cms.signature","result":"ok"}`},
		"another result":     {`{"id":"cms.signature","result":"ok"}`, `{"id":"cms.signature","result":"good"}`},
		"time of a token":    {`"kind":"signature"`, `"kind":"signature","time":"2020-01-01T00:00:00Z"`},
		"container":          {`"container":"cms"`, `"container":"zip"`},
		"a token of no kind": {`"kind":"signature"`, `"kind":"other"`},
		"no checks":          {`"checks":[`, `"checks":null,"x":[`},
		"a name in capitals": {`"signature":{"sha256":"`, `"signature":{"sha256":"A`},
	} {
		altered := bytes.Replace(data, []byte(change[0]), []byte(change[1]), 1)
		if name == "time of a token" {
			at := regexp.MustCompile(`"time":"[^"]*","certificate"`)
			altered = at.ReplaceAll(data, []byte(`"time":"2020-01-01T00:00:00Z","certificate"`))
		}
		if bytes.Equal(altered, data) {
			t.Fatalf("%s: nothing is altered", name)
		}
		if _, err := validate.ReadFacts(resummed(altered), materials.open); !errors.Is(err, validate.ErrFacts) {
			t.Errorf("%s: %v", name, err)
		}
	}
	var indented bytes.Buffer
	if err := json.Indent(&indented, data, "", "  "); err != nil {
		t.Fatal(err)
	}
	if _, err := validate.ReadFacts(indented.Bytes(), materials.open); err != nil {
		t.Errorf("the same facts with white space: %v", err)
	}
}

// TestT4_JudgedAgainWithNewerData: a status stands until the second asking says otherwise: facts are judged again with data that came
// later, and a revocation in them withdraws the verdict; where fresh data were missing, they complete it.
func TestT4_JudgedAgainWithNewerData(t *testing.T) {
	p := newTrial(t)
	in := p.input(t, p.sign(t))
	lists := in.CRLs
	in.CRLs = nil
	facts, err := validate.Gather(t.Context(), in, validate.Options{})
	if err != nil {
		t.Fatal(err)
	}
	data, materials := stored(t, facts)
	read, err := validate.ReadFacts(data, materials.open)
	if err != nil {
		t.Fatal(err)
	}
	judge := func(crls [][]byte) validate.Report {
		t.Helper()
		r, err := validate.Judge(t.Context(), read, validate.Trusted, validate.Trust{
			Anchors: in.Anchors, ControlTime: p.Now, CRLs: crls,
		}, validate.Options{AllowTrial: true})
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	expect(t, judge(nil), validate.Indeterminate, validate.TryLater)
	expect(t, judge(lists), validate.TotalPassed)
	if err := p.Sub.Revoke(p.head, revocation.KeyCompromise); err != nil {
		t.Fatal(err)
	}
	expect(t, judge(append(lists, p.input(t, nil).CRLs...)), validate.Indeterminate, validate.RevokedNoPOE)
	if _, err := validate.Judge(t.Context(), read, validate.Trusted, validate.Trust{
		Anchors: in.Anchors, ControlTime: p.Now, CRLs: [][]byte{{1}},
	}, validate.Options{}); !errors.Is(err, validate.ErrInput) {
		t.Errorf("broken evidence: %v", err)
	}
}

// FuzzReadFacts: whatever the bytes, there is an error or facts that can be judged and stored again as the same.
func FuzzReadFacts(f *testing.F) {
	p := trialcatest.New(f, gost3410.CryptoProA())
	materials := shelf{}
	for _, seed := range trialcatest.Seeds(f, "openssl-oracle/*.p7m", "xmldsig/*.xml") {
		facts, err := validate.Gather(f.Context(), validate.Input{Signature: seed}, validate.Options{})
		if err != nil {
			continue
		}
		data, more := stored(f, facts)
		for sum, raw := range more {
			materials[sum] = raw
		}
		f.Add(data)
	}
	f.Add([]byte(`{"format":"klaster-facts/1","sha256":"","facts":{}}`))
	trust := validate.Trust{Anchors: p.Anchors().All(), ControlTime: p.Now}
	f.Fuzz(func(t *testing.T, data []byte) {
		facts, err := validate.ReadFacts(resummed(data), materials.open)
		if err != nil {
			if !errors.Is(err, validate.ErrFacts) && !errors.Is(err, validate.ErrMaterial) && !errors.Is(err, errNotThere) {
				t.Errorf("error of another kind: %v", err)
			}
			return
		}
		for _, policy := range []validate.Policy{validate.Crypto, validate.Trusted} {
			r, err := validate.Judge(t.Context(), facts, policy, trust, validate.Options{})
			if err != nil {
				t.Fatal(err)
			}
			agrees(t, r)
		}
		again, more := stored(t, facts)
		if _, err := validate.ReadFacts(again, more.open); err != nil {
			t.Errorf("stored again: %v", err)
		}
	})
}

// resummed makes the sum of the facts right, for else no change would come through.
func resummed(data []byte) []byte {
	var outer map[string]json.RawMessage
	var compact bytes.Buffer
	if json.Unmarshal(data, &outer) != nil || json.Compact(&compact, outer["facts"]) != nil {
		return data
	}
	outer["sha256"] = fmt.Appendf(nil, "%q", fmt.Sprintf("%x", sha256.Sum256(compact.Bytes())))
	out, err := json.Marshal(outer)
	if err != nil {
		return data
	}
	return out
}
