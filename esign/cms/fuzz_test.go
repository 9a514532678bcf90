package cms_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cms"
)

// addShared seeds a target with the messages of the shared data, where they are at hand.
func addShared(f *testing.F) {
	f.Helper()
	root := os.Getenv("KLASTER_SHARED")
	if root == "" {
		root = "../../../shared"
	}
	for _, pattern := range []string{"openssl-oracle/*.p7*", "tc26-cms/*_a*.pem", "pygost/cms-*.der", "bc/NewSignedDataTest-*", "gnutls/rfc4490.*"} {
		names, err := filepath.Glob(filepath.Join(root, "data/gost", pattern))
		if err != nil {
			f.Fatal(err)
		}
		for _, name := range names {
			f.Add(unarmored(f, name))
		}
	}
}

// FuzzSignedData: any bytes are a message or an error. A message can be verified, told its form and read in all its attributes
// without a panic; when it is written anew its signers keep their signed octets.
func FuzzSignedData(f *testing.F) {
	f.Add(good(f).encode(f))
	addShared(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := cms.Parse(data)
		if err != nil {
			return
		}
		content := digest(t, m, []byte(text))
		for _, n := range m.Signers {
			c := n.Certificate()
			checks := n.Verify(c, content, nil)
			if checks.Err(cms.Full) == nil && checks.Err(cms.Crypto) != nil {
				t.Errorf("full is less than crypto: %v", checks)
			}
			readAll(n, content)
		}
		again, err := m.AddValues(cms.Values{})
		if err != nil {
			t.Fatal(err)
		}
		written, err := cms.Parse(again)
		if err != nil || len(written.Signers) != len(m.Signers) || written.BER {
			t.Fatalf("written anew: %v", err)
		}
		for _, n := range m.Signers {
			if !bytes.Contains(again, n.Signature) {
				t.Error("a signature is lost")
			}
		}
		twice, err := written.AddValues(cms.Values{})
		if err != nil || !bytes.Equal(again, twice) {
			t.Errorf("written twice: %v", err)
		}
	})
}

// readAll asks for everything that attributes may hold.
func readAll(n *cms.Signer, content *cms.Content) {
	n.Form()
	n.CAdESCData()
	n.CertificateRefs()
	n.RevocationRefs()
	n.CertificateValues()
	n.RevocationValues()
	index := n.NewHashIndex(algorithm.Streebog256)
	n.Covered(index)
	n.ArchiveData(index, algorithm.Streebog256, content)
	for _, list := range [][][]byte{n.SignatureTimestamps(), n.ReferenceTimestamps(), n.ArchiveTimestamps()} {
		for _, raw := range list {
			if token, err := cms.Parse(raw); err == nil {
				cms.ReadHashIndex(token)
			}
		}
	}
}

// FuzzOtherData: digested and encrypted data and the outer forms of files are read or refused.
func FuzzOtherData(f *testing.F) {
	f.Add([]byte("-----BEGIN CMS-----\nMAA=\n-----END CMS-----\n"))
	f.Add([]byte("MIIB\r\nAAA="))
	addShared(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		raw, err := cms.Unarmor(data)
		if err != nil {
			return
		}
		if d, err := cms.ParseDigested(raw); err == nil && d.Verify() == nil && !d.Attached {
			t.Error("content that is not there has a hash code")
		}
		if e, err := cms.ParseEncrypted(raw); err == nil {
			e.Open(make([]byte, 32))
			e.Open(nil)
		}
	})
}
