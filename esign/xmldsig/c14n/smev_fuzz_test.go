package c14n_test

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/klaster-platform/klaster/esign/xmldsig/c14n"
	"github.com/klaster-platform/klaster/esign/xmldsig/xmltoken"
)

// FuzzSMEV: the transform of СМЭВ of a document that it has made is the same document, however it is read.
func FuzzSMEV(f *testing.F) {
	for _, doc := range tricky {
		f.Add([]byte(doc))
	}
	f.Add([]byte("<a xmlns='urn:a' xmlns:b='urn:b'> <b:c b:d='1' e='2'> t <!-- --></b:c><?p?>\n</a>"))
	f.Fuzz(func(t *testing.T, doc []byte) {
		for _, canonical := range []bool{false, true} {
			transform := func(src io.Reader) (string, error) {
				var out strings.Builder
				err := c14n.Run(c14n.NewSMEV(&out, canonical), xmltoken.New(src, xmltoken.Limits{}))
				return out.String(), err
			}
			once, err := transform(bytes.NewReader(doc))
			if err != nil {
				continue
			}
			twice, err := transform(iotest.OneByteReader(strings.NewReader(once)))
			if errors.Is(err, xmltoken.ErrLimit) {
				continue
			}
			if err != nil || twice != once {
				t.Fatalf("%v: %q becomes %q, then %q, %v", canonical, doc, once, twice, err)
			}
			if bytewise, err := transform(iotest.OneByteReader(bytes.NewReader(doc))); err != nil || bytewise != once {
				t.Fatalf("%v: byte by byte %q becomes %q, %v, at once %q", canonical, doc, bytewise, err, once)
			}
		}
	})
}
