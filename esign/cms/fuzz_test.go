package cms_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cms"
	"github.com/klaster-platform/klaster/esign/trialca/trialcatest"
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
			readAll(t, n, content)
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

// readAll asks for everything that attributes may hold. Whatever is wrong is one of the errors that callers can tell.
func readAll(t *testing.T, n *cms.Signer, content *cms.Content) {
	t.Helper()
	n.Form()
	index := n.NewHashIndex(algorithm.Streebog256)
	if err := n.Covered(index); err != nil {
		t.Errorf("a fresh index: %v", err)
	}
	var errs []error
	add := func(_ any, err error) { errs = append(errs, err) }
	add(n.CAdESCData())
	add(n.CertificateRefs())
	add(n.RevocationRefs())
	add(n.CertificateValues())
	add(n.RevocationValues())
	add(n.SigningTime())
	add(n.ArchiveData(index, algorithm.Streebog256, content))
	add(n.ArchiveSumsV2(algorithm.Streebog256, nil, n.ArchiveTimestampsV2()...))
	for _, list := range [][][]byte{n.SignatureTimestamps(), n.ReferenceTimestamps(), n.ArchiveTimestamps(), n.ArchiveTimestampsV2()} {
		for _, raw := range list {
			token, err := cms.Parse(raw)
			add(token, err)
			if err == nil {
				add(cms.ReadHashIndex(token))
			}
		}
	}
	known := []error{cms.ErrAbsent, cms.ErrRepeated, cms.ErrMalformed, cms.ErrLimit, cms.ErrNotSigned, cms.ErrNoContent}
	for _, err := range errs {
		if err != nil && !slices.ContainsFunc(known, func(target error) bool { return errors.Is(err, target) }) {
			t.Errorf("an error of no kind: %v", err)
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
			if _, err := e.Open(nil); err == nil {
				t.Error("opened without a key")
			}
			if got, err := e.Open(make([]byte, 32)); err == nil && len(got) > len(raw) {
				t.Errorf("%d bytes out of %d", len(got), len(raw))
			}
		}
	})
}

// FuzzRaise: what services of time and status answer is put into a message or refused; the message stays one, and its signature
// good.
func FuzzRaise(f *testing.F) {
	x, list, basic, token := xlong(f)
	f.Add(token)
	f.Add(list)
	f.Add(basic)
	f.Add(x.encode(f))
	for _, seed := range trialcatest.Seeds(f, "openssl-oracle/ocsp.resp", "crl/91621fa22f66.crl", "openssl-oracle/two-signers.p7m") {
		f.Add(seed)
	}
	m, err := cms.Parse(good(f).encode(f))
	if err != nil {
		f.Fatal(err)
	}
	index := m.Signers[0].NewHashIndex(algorithm.Streebog256)
	f.Fuzz(func(t *testing.T, data []byte) {
		for name, add := range map[string]func() ([]byte, error){
			"time-stamp":         func() ([]byte, error) { return m.AddSignatureTimestamp(0, data) },
			"archive time-stamp": func() ([]byte, error) { return m.AddArchiveTimestamp(0, data, index) },
			"list":               func() ([]byte, error) { return m.AddValues(cms.Values{CRLs: [][]byte{data}}) },
			"answer":             func() ([]byte, error) { return m.AddValues(cms.Values{OCSP: [][]byte{data}}) },
		} {
			raw, err := add()
			if err != nil {
				continue
			}
			raised := parse(t, raw)
			if err := verify(t, raised, 0, nil).Err(cms.Full); err != nil || raised.BER {
				t.Errorf("%s %x: %v", name, data, err)
			}
		}
	})
}
