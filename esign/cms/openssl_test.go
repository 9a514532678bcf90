package cms_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/cms"
	"github.com/klaster-platform/klaster/esign/cms/cmstest"
	"github.com/klaster-platform/klaster/gost/gost3410"
	"github.com/klaster-platform/klaster/internal/opensslgost"
)

// verifyByOpenSSL runs cms -verify -cades and returns what it says of the message. document is empty where content is attached.
func verifyByOpenSSL(t *testing.T, message []byte, document string, root cmstest.Holder) error {
	t.Helper()
	args := []string{
		"cms", "-verify", "-binary", "-cades", "-inform", "DER", "-in", cmstest.File(t, "message", message), "-out", os.DevNull,
		"-CAfile", cmstest.File(t, "ca.pem", cert.PEM(root.Certificate)), "-purpose", "any",
		"-attime", strconv.FormatInt(cmstest.Now.Unix(), 10),
	}
	if document != "" {
		args = append(args, "-content", document)
	}
	_, err := opensslgost.Try(t, nil, args...)
	return err
}

// TestOpenSSLVerifiesOurs: openssl cms -verify -cades takes our messages on every curve, attached and detached, after another
// signer was added and after values were, and refuses them when the document is another.
func TestOpenSSLVerifiesOurs(t *testing.T) {
	opensslgost.Require(t)
	for name, c := range cmstest.Curves() {
		t.Run(name, func(t *testing.T) {
			h, root := holder(t, c, "Иванов")
			document := cmstest.File(t, "document", []byte(text))
			attached, err := cms.Sign([]byte(text), signature(h))
			if err != nil {
				t.Fatal(err)
			}
			if err := verifyByOpenSSL(t, attached, "", root); err != nil {
				t.Error(err)
			}
			detached, err := cms.SignDetached(bytes.NewReader([]byte(text)), signature(h))
			if err != nil {
				t.Fatal(err)
			}
			if err := verifyByOpenSSL(t, detached, document, root); err != nil {
				t.Error(err)
			}
			if verifyByOpenSSL(t, detached, cmstest.File(t, "other", []byte("другой")), root) == nil {
				t.Error("openssl verifies anything")
			}
			second := root.Issue(t, cmstest.Key(t, gost3410.TC512C()), cmstest.Template{Name: "Петров", Serial: 50})
			double, err := parse(t, detached).AddSigner(bytes.NewReader([]byte(text)), signature(second))
			if err != nil {
				t.Fatal(err)
			}
			if double, err = parse(t, double).AddValues(cms.Values{Certificates: []*cert.Certificate{root.Certificate}}); err != nil {
				t.Fatal(err)
			}
			if err := verifyByOpenSSL(t, double, document, root); err != nil {
				t.Error(err)
			}
		})
	}
}

// signByOpenSSL runs cms -sign.
func signByOpenSSL(t *testing.T, h cmstest.Holder, digest string, more ...string) []byte {
	t.Helper()
	key, certificate := h.Files(t)
	out := filepath.Join(t.TempDir(), "out")
	args := append([]string{
		"cms", "-sign", "-binary", "-in", cmstest.File(t, "document", []byte(text)), "-signer", certificate, "-inkey", key,
		"-md", digest, "-outform", "DER", "-out", out,
	}, more...)
	opensslgost.Run(t, nil, args...)
	return read(t, out)
}

// TestOursVerifiesOpenSSL: we take what openssl cms -sign makes on every curve: attached, detached, BER in pieces of indefinite
// length, by key identifier; and we add a signer to it that openssl takes in turn.
func TestOursVerifiesOpenSSL(t *testing.T) {
	opensslgost.Require(t)
	for name, c := range cmstest.Curves() {
		t.Run(name, func(t *testing.T) {
			h, root := holder(t, c, "Иванов")
			digest := "md_gost12_256"
			if c.Size() == 64 {
				digest = "md_gost12_512"
			}
			for form, args := range map[string][]string{
				"detached": {"-cades"}, "attached": {"-cades", "-nodetach"}, "stream": {"-cades", "-nodetach", "-stream"},
				"key identifier": {"-cades", "-keyid"},
			} {
				raw := signByOpenSSL(t, h, digest, args...)
				m := parse(t, raw)
				if m.BER != (form == "stream") {
					t.Errorf("%s: BER %v", form, m.BER)
				}
				document := []byte(text)
				if m.Attached {
					document = nil
				}
				if err := verify(t, m, 0, document).Err(cms.Full); err != nil {
					t.Errorf("%s: %v", form, err)
				}
				second := root.Issue(t, cmstest.Key(t, gost3410.CryptoProA()), cmstest.Template{Name: "Петров", Serial: 50})
				double, err := m.AddSigner(bytes.NewReader([]byte(text)), signature(second))
				if err != nil {
					t.Fatal(err)
				}
				path := ""
				if !m.Attached {
					path = cmstest.File(t, "document", []byte(text))
				}
				if err := verifyByOpenSSL(t, double, path, root); err != nil {
					t.Errorf("%s: with a second signer: %v", form, err)
				}
			}
			bare := parse(t, signByOpenSSL(t, h, digest, "-noattr"))
			if err := verify(t, bare, 0, []byte(text)).Err(cms.Crypto); err != nil {
				t.Errorf("without attributes: %v", err)
			}
		})
	}
}
