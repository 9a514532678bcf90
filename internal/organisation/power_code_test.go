package organisation_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/organisation"
	"github.com/klaster-platform/klaster/workdays"
)

const someCodes = `codes:
  - {code: "01.001", right: sign, from: 2026-01-01, until: 2026-06-30, source: приказ 1}
  - {code: "01.001", right: send, from: 2026-07-01, source: приказ 2}
  - {code: "01.002", right: none, from: 2026-01-01, source: приказ 1}
`

// Codes hold for days, and a right for what is less than it.
func TestT12_CodesAreDatedData(t *testing.T) {
	codes, err := organisation.ReadCodes([]byte(someCodes))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		day   string
		right actor.Right
		want  map[string]bool
	}{
		{"2025-12-31", actor.Sign, map[string]bool{}},
		{"2026-06-30", actor.Sign, map[string]bool{"01.001": true, "01.002": false}},
		{"2026-07-01", actor.Sign, map[string]bool{"01.001": false, "01.002": false}},
		{"2026-07-01", actor.Draft, map[string]bool{"01.001": true, "01.002": false}},
	} {
		day, err := workdays.ParseDate(c.day)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(c.want, codes.Allowing(c.right, day)); d != "" {
			t.Errorf("%s on %s (-want +got):\n%s", c.right, c.day, d)
		}
	}
	for name, bad := range map[string]string{
		"no codes":          "{}",
		"an unknown right":  strings.Replace(someCodes, "sign", "appoint", 1),
		"no day":            strings.Replace(someCodes, "from: 2026-01-01, ", "", 1),
		"a wrong day":       strings.Replace(someCodes, "2026-06-30", "2026-06-31", 1),
		"no source":         strings.Replace(someCodes, ", source: приказ 2", "", 1),
		"an unknown field":  strings.Replace(someCodes, "source: приказ 2", "sauce: приказ 2", 1),
		"no YAML":           "\x00",
		"a list of nothing": "codes: []",
	} {
		if _, err := organisation.ReadCodes([]byte(bad)); err == nil {
			t.Errorf("%s was read", name)
		}
	}
}

func FuzzReadCodes(f *testing.F) {
	for _, seed := range []string{someCodes, "", "codes: []", "codes: [{}]", "codes: {a: b}", "codes:\n  - *x"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		codes, err := organisation.ReadCodes(content)
		if err == nil && len(codes) == 0 {
			t.Error("a file without codes was read")
		}
		codes.Allowing(actor.Sign, workdays.DateOf(today))
	})
}
