package validate

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const golden = `{
 "format": "klaster-validation/1",
 "tool": {
  "version": "1.0",
  "certified": false
 },
 "policy": {
  "id": "trusted",
  "version": "2026-11-21"
 },
 "control_time": "2026-11-22T00:00:00Z",
 "input": {
  "signature": {
   "sha256": "aa",
   "container": "cms",
   "encoding": "der"
  },
  "document": {
   "sha256": null,
   "attached": false
  }
 },
 "indication": "INDETERMINATE",
 "sub_indications": [
  "REVOKED_NO_POE"
 ],
 "signers": [
  {
   "index": 0,
   "indication": "INDETERMINATE",
   "sub_indications": [
    "REVOKED_NO_POE"
   ],
   "level": "CAdES-BES",
   "coverage": "whole",
   "qualified": false,
   "trial": true,
   "trust_source": "ca-file",
   "certificate": {
    "sha256": "bb",
    "serial": "1001",
    "not_before": "2026-11-21T00:00:00Z",
    "not_after": "2027-11-21T00:00:00Z",
    "key": "1.2.643.2.2.35.1"
   },
   "identity": {
    "kind": "person",
    "ambiguous": false,
    "inn": null,
    "inn_person": null,
    "ogrn": null,
    "ogrnip": null,
    "snils": null
   },
   "times": {
    "claimed": "2026-11-22T00:00:00Z",
    "proven": null,
    "proof": null
   },
   "chain": [
    "bb"
   ],
   "revocation": [
    {
     "cert": "bb",
     "status": "revoked",
     "at": null,
     "source": "crl",
     "this_update": "2026-11-22T00:00:00Z",
     "sha256": "cc"
    }
   ],
   "timestamps": [
    {
     "time": "2026-11-22T00:00:00Z",
     "imprint": "ok",
     "indication": "INDETERMINATE",
     "kind": "signature"
    }
   ],
   "checks": [
    {
     "id": "time.proven",
     "result": "ok",
     "sub": null,
     "ru": "Время подписания подтверждено меткой времени",
     "en": "The time of signing is proven by a time-stamp"
    },
    {
     "id": "revocation.signer",
     "result": "fail",
     "sub": "REVOKED_NO_POE",
     "ru": "Сертификат подписавшего не отозван по свежим данным",
     "en": "Fresh data say that the signer's certificate is not revoked"
    }
   ],
   "accreditation": null
  },
  {
   "index": 1,
   "indication": "TOTAL_PASSED",
   "sub_indications": [],
   "level": null,
   "coverage": null,
   "qualified": false,
   "trial": false,
   "trust_source": null,
   "certificate": null,
   "identity": null,
   "times": {
    "claimed": null,
    "proven": null,
    "proof": null
   },
   "chain": [],
   "revocation": [],
   "timestamps": [],
   "checks": [],
   "accreditation": null
  }
 ],
 "trust_list": null,
 "verifier": null
}`

// The JSON has every field of the form, in its order, and null for what is unknown.
func TestReportJSON(t *testing.T) {
	at := time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)
	s := newSigner(0)
	s.Level, s.Coverage, s.Trial, s.TrustSource = text("CAdES-BES"), text(whole), true, text("ca-file")
	s.Certificate = &Certificate{
		SHA256: "bb", Serial: "1001", NotBefore: at.AddDate(0, 0, -1), NotAfter: at.AddDate(1, 0, -1), Key: text("1.2.643.2.2.35.1"),
	}
	s.Identity, s.Times.Claimed, s.Chain = &Identity{Kind: text("person")}, &at, []string{"bb"}
	s.Revocation = []Revocation{{Cert: "bb", Status: "revoked", Source: "crl", ThisUpdate: &at, SHA256: "cc"}}
	s.Timestamps = []Timestamp{{Time: &at, Imprint: OK, Indication: Indeterminate, Kind: OverSignature}}
	s.note(CheckTime, OK)
	s.judge(CheckSignerStatus, Fail, Indeterminate, RevokedNoPOE)
	r := Report{
		Format: Format, Tool: Tool{Version: Version}, Policy: PolicyRef{ID: Trusted, Version: PolicyVersion}, ControlTime: &at,
		Input:   InputFacts{Signature: SignatureFile{SHA256: "aa", Container: "cms", Encoding: text("der")}},
		Signers: []Signer{*s, *newSigner(1)},
	}
	r.conclude()
	out, err := json.MarshalIndent(r, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(golden, string(out)); diff != "" {
		t.Error(diff)
	}
}

// The verdict is that of the worst signer, with its reasons alone.
func TestWorstSignerDecides(t *testing.T) {
	good, doubtful, bad := newSigner(0), newSigner(1), newSigner(2)
	doubtful.judge(CheckSignerStatus, Unknown, Indeterminate, TryLater)
	bad.judge(CheckSignerStatus, Unknown, Indeterminate, TryLater)
	bad.judge(CheckDocument, Fail, TotalFailed, HashFailure)
	for _, c := range []struct {
		signers []Signer
		want    Indication
		subs    []SubIndication
	}{
		{[]Signer{*good}, TotalPassed, []SubIndication{}},
		{[]Signer{*doubtful, *good}, Indeterminate, []SubIndication{TryLater}},
		{[]Signer{*bad, *doubtful, *good}, TotalFailed, []SubIndication{HashFailure}},
		{[]Signer{*good, *doubtful, *doubtful, *bad, *bad}, TotalFailed, []SubIndication{HashFailure}},
	} {
		r := Report{Signers: c.signers}
		r.conclude()
		if r.Indication != c.want || !cmp.Equal(r.SubIndications, c.subs) {
			t.Errorf("%s %v, want %s %v", r.Indication, r.SubIndications, c.want, c.subs)
		}
	}
}

// TestT6_EveryCheckHasTexts: check ids are a closed list: each that the packages below name in their sources has a Russian and an
// English text, and there are no texts for anything else. Checks of applications and of tokens are no checks of a signer.
func TestT6_EveryCheckHasTexts(t *testing.T) {
	ids := map[CheckID]bool{}
	for _, pattern := range []string{"*.go", "../cms/*.go", "../xmldsig/*.go"} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %d files, %v", pattern, len(files), err)
		}
		for _, name := range files {
			if !strings.HasSuffix(name, "_test.go") && filepath.Base(name) != "application.go" {
				collect(t, name, ids)
			}
		}
	}
	if len(ids) < 30 {
		t.Errorf("only %d ids found in the sources", len(ids))
	}
	for id := range ids {
		if texts[id].ru == "" || texts[id].en == "" {
			t.Errorf("%s has no texts", id)
		}
	}
	for id := range texts {
		if !ids[id] {
			t.Errorf("%s is no check", id)
		}
	}
	for id := range consequences {
		if !ids[id] {
			t.Errorf("%s has a consequence and is no check", id)
		}
	}
}

// collect finds the constants whose names begin with Check and whose values are ids.
func collect(t *testing.T, name string, ids map[CheckID]bool) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		spec, is := n.(*ast.ValueSpec)
		if !is || len(spec.Values) != 1 || !strings.HasPrefix(spec.Names[0].Name, "Check") {
			return true
		}
		if value, is := spec.Values[0].(*ast.BasicLit); is && value.Kind == token.STRING {
			id, err := strconv.Unquote(value.Value)
			if err != nil {
				t.Fatal(err)
			}
			ids[CheckID(id)] = true
		}
		return true
	})
}
