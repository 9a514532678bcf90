package mchd_test

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/klaster-platform/klaster/esign/mchd"
)

// FuzzParse: whatever the bytes are, reading ends in a value or an error; a value can be written and read again unchanged, and judged.
func FuzzParse(f *testing.F) {
	for _, d := range documents(f) {
		b, err := mchd.Marshal(d)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
		f.Add(b[:len(b)*2/3])
		f.Add(bytes.Replace(b, []byte("</ФИО>"), []byte("<!-- --></ФИО><![CDATA[ ]]>"), 1))
	}
	f.Add([]byte(`<Файл ВерсФорм="5.01"/>`))
	f.Add([]byte("<?xml version=\"1.0\" encoding=\"windows-1251\"?><\xc4\xee\xe2\xe5\xf0\xe5\xed\xed\xee\xf1\xf2\xfc/>"))
	c := newCast(f)
	f.Fuzz(func(t *testing.T, in []byte) {
		d, err := mchd.Parse(bytes.NewReader(in), mchd.Limits{Size: 64 << 10})
		if err != nil {
			if d != nil {
				t.Fatal("a value beside an error")
			}
			return
		}
		out, err := mchd.Marshal(d)
		if err != nil {
			t.Fatalf("what was read cannot be written: %v", err)
		}
		again, err := mchd.Parse(bytes.NewReader(out), mchd.Limits{})
		if err != nil {
			t.Fatal(err)
		}
		q := question(c)
		q.Parents = []mchd.Evidence{{Document: again}}
		if v := mchd.Judge(mchd.Evidence{Document: d}, q); v.Result != mchd.ResultNo {
			t.Errorf("no signature, and yet %s", v.Result)
		}
		for _, x := range []*mchd.Document{d, again} {
			x.SHA256, x.Unknown, x.Doubts = [32]byte{}, 0, nil
		}
		if diff := cmp.Diff(d, again); diff != "" {
			t.Error(diff)
		}
	})
}
