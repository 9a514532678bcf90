package document_test

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"testing"

	"github.com/klaster-platform/klaster/esign/trialca/trialcatest"
	"github.com/klaster-platform/klaster/esign/xmldsig"
	"github.com/klaster-platform/klaster/gost/gost3410"
	"github.com/klaster-platform/klaster/internal/application/document"
	"github.com/klaster-platform/klaster/internal/xmllint"
)

// T5, T17: whoever signs the document as XML signs the very bytes that were frozen, whichever canonical form their program takes,
// whether it refers to the whole or to the Id of the root.
func TestT17_ASignatureWithinCoversTheFrozenBytes(t *testing.T) {
	pki := trialcatest.New(t, gost3410.CryptoProA())
	own, key := pki.Issue(t, trialcatest.Head())
	s := join(t)
	application, decision := formed(t, s, joining(), given(t)), decided(t, refusal(t))
	path := schema(t, s)
	for i := range 8 {
		f := xmldsig.Form{Certificate: own, Exclusive: i&1 != 0, ByID: i&2 != 0, XAdES: i&4 != 0}
		t.Run(fmt.Sprintf("exclusive=%v,id=%v,xades=%v", f.Exclusive, f.ByID, f.XAdES), func(t *testing.T) {
			for _, content := range [][]byte{application, decision} {
				var signed, covered bytes.Buffer
				if err := xmldsig.Sign(&signed, bytes.NewReader(content), int64(len(content)), key, rand.Reader, f); err != nil {
					t.Fatal(err)
				}
				facts, err := xmldsig.Verify(bytes.NewReader(signed.Bytes()), int64(signed.Len()), xmldsig.Options{Signed: &covered})
				if err != nil || !facts.OK() {
					t.Fatalf("%v: %+v", err, facts.Checks)
				}
				if !bytes.Equal(covered.Bytes(), content) {
					t.Errorf("the signature covers other bytes:\n%s", covered.Bytes())
				}
				if bytes.Equal(content, application) {
					if _, err := document.Read(s, signed.Bytes()); err == nil {
						t.Error("a signed document is taken for the frozen one")
					}
					if _, err := xmllint.Try(t, signed.Bytes(), "--noout", "--schema", path, "-"); err != nil {
						t.Error(err)
					}
				}
			}
		})
	}
}
