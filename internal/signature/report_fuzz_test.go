package signature

import (
	"encoding/json"
	"testing"
	"unicode/utf8"
)

// FuzzParseReport reads what browsers report of a workplace. What is taken names known points and results, and its details are short
// and written in what versions and codes are written in.
func FuzzParseReport(f *testing.F) {
	for _, seed := range []string{
		`[]`, `null`, `{}`, `[{"point":"browser","result":"ok","detail":"Chrome 130.0"}]`, `[{"point":"clock","result":"fail","detail":"<script>"}]`,
		`[{"point":"nobody","result":"ok"}]`, `[{"point":"browser","result":"maybe"}]`, "[{\"detail\":\"\xff\"}]",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		answers, err := parseReport(raw)
		if err != nil {
			return
		}
		if len(answers) > len(points()) {
			t.Errorf("%d answers to %d points", len(answers), len(points()))
		}
		for _, a := range answers {
			if utf8.RuneCountInString(a.Detail) > detailMax || a.Result != "ok" && a.Result != "fail" && a.Result != "unknown" {
				t.Errorf("%q became %+v", raw, a)
			}
			for _, r := range a.Detail {
				if printable(r) < 0 {
					t.Errorf("%q is kept of %q", r, raw)
				}
			}
		}
		if _, err := json.Marshal(answers); err != nil {
			t.Errorf("%q cannot be stored: %v", raw, err)
		}
	})
}
