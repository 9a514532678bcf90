package cms_test

import (
	"bytes"
	"path/filepath"
	"testing"

	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/cms"
	"github.com/klaster-platform/klaster/esign/cms/cmstest"
	"github.com/klaster-platform/klaster/gost/gost3410"
	"github.com/klaster-platform/klaster/internal/opensslgost"
	"github.com/klaster-platform/klaster/internal/sharedtest"
)

// TestOursOpensOpenSSL: we open what openssl cms -encrypt makes on every curve with every cipher, for certificates named by
// number and by key identifier, in pieces of BER, for two recipients. The content is longer than the sections after which keys
// change.
func TestOursOpensOpenSSL(t *testing.T) {
	opensslgost.Require(t)
	document := bytes.Repeat([]byte("Заявка "), 22_000) // 280 kB
	forms := []string{"-binary", "-stream", "-keyid"}
	path := cmstest.File(t, "document", document)
	for name, c := range cmstest.Curves() {
		t.Run(name, func(t *testing.T) {
			h, root := holder(t, c, "Иванов")
			_, certificate := h.Files(t)
			other := root.Issue(t, cmstest.Key(t, gost3410.TC512A()), cmstest.Template{Name: "Петров", Serial: 50})
			_, second := other.Files(t)
			for i, cipher := range []string{
				"gost89", "magma-ctr-acpkm", "magma-ctr-acpkm-omac", "kuznyechik-ctr-acpkm", "kuznyechik-ctr-acpkm-omac",
			} {
				form := forms[(i+len(name))%len(forms)]
				out := filepath.Join(t.TempDir(), "out")
				opensslgost.Run(t, nil, "cms", "-encrypt", "-binary", form, "-"+cipher, "-in", path, "-outform", "DER", "-out", out,
					second, certificate)
				e, err := cms.ParseEnveloped(read(t, out))
				if err != nil {
					t.Fatalf("%s %s: %v", cipher, form, err)
				}
				for _, one := range []cmstest.Holder{h, other} {
					got, err := e.Open(one.Key.(*gost3410.PrivateKey), one.Certificate)
					if err != nil || !bytes.Equal(got, document) {
						t.Errorf("%s %s: %d bytes, %v", cipher, form, len(got), err)
					}
				}
			}
		})
	}
}

// FuzzEnveloped: any bytes are a message or an error, and a message opens or does not, with the key of any of the examples.
func FuzzEnveloped(f *testing.F) {
	root := sharedtest.Dir(f, "gost")
	type opener struct {
		key         *gost3410.PrivateKey
		originators []*cert.Certificate
	}
	var openers []opener
	for i, m := range cmstest.EnvelopedMessages() {
		key, _, originators := m.Opener(f, root)
		openers = append(openers, opener{key, originators})
		f.Add(unarmored(f, filepath.Join(root, m.Name)), uint8(i))
	}
	f.Fuzz(func(t *testing.T, data []byte, which uint8) {
		e, err := cms.ParseEnveloped(data)
		if err != nil {
			return
		}
		o := openers[int(which)%len(openers)]
		got, err := e.Open(o.key, nil, o.originators...)
		if err != nil && got != nil {
			t.Error("content comes with the error")
		}
		if len(got) > len(data) {
			t.Errorf("%d bytes out of %d", len(got), len(data))
		}
		for _, c := range o.originators {
			for i := range e.Recipients {
				e.Recipients[i].To.Identifies(c)
			}
		}
	})
}
