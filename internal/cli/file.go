package cli

import (
	"bytes"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/cms"
	"github.com/klaster-platform/klaster/esign/revocation"
	"github.com/klaster-platform/klaster/internal/platform/durable"
)

// standardInput is how a command line names its standard input.
const standardInput = "-"

// Limits of files that are read whole, in bytes.
const (
	maxCertificates = 64 << 20
	maxSignature    = cms.MaxSize * 4 / 3 // a message may come in base64
	maxRevocation   = revocation.MaxCRL * 4 / 3
)

// openDocument opens a file that is to be streamed.
func openDocument(path string) (*os.File, error) {
	if path == standardInput {
		return os.Stdin, nil
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	if info, err := f.Stat(); err == nil && info.IsDir() {
		_ = f.Close()
		return nil, fmt.Errorf("%s is a folder: name a file", path)
	}
	return f, nil
}

// readFile reads a file of at most limit bytes, in one piece of memory of its size.
func readFile(path string, limit int64) ([]byte, error) {
	f, err := openDocument(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return readOpen(f, path, limit)
}

func readOpen(f *os.File, path string, limit int64) ([]byte, error) {
	var size int64
	if info, err := f.Stat(); err == nil && info.Mode().IsRegular() {
		size = info.Size()
	}
	if size > limit {
		return nil, fmt.Errorf("%s has %d bytes: at most %d can be read", path, size, limit)
	}
	var b bytes.Buffer
	b.Grow(int(size) + bytes.MinRead)
	if _, err := b.ReadFrom(io.LimitReader(f, limit+1)); err != nil {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	if int64(b.Len()) > limit {
		return nil, fmt.Errorf("%s is too long: at most %d bytes can be read", path, limit)
	}
	return b.Bytes(), nil
}

// readCertificates reads all certificates of some files.
func readCertificates(paths []string) ([]*cert.Certificate, error) {
	var all []*cert.Certificate
	for _, path := range paths {
		data, err := readFile(path, maxCertificates)
		if err != nil {
			return nil, fmt.Errorf("certificates: %w", err)
		}
		list, err := cert.ParseFile(data)
		if err != nil {
			return nil, fmt.Errorf("%s: want certificates in PEM or one in DER: %w", path, err)
		}
		all = append(all, list...)
	}
	return all, nil
}

// readRevocation reads lists or answers, each in DER or in PEM under one of the labels, and sees that each is one.
func readRevocation(paths []string, check func([]byte) error, labels ...string) ([][]byte, error) {
	var all [][]byte
	for _, path := range paths {
		data, err := readFile(path, maxRevocation)
		if err != nil {
			return nil, fmt.Errorf("revocation data: %w", err)
		}
		list, err := unwrap(data, labels...)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		for _, raw := range list {
			if err := check(raw); err != nil {
				return nil, fmt.Errorf("%s: %w", path, err)
			}
		}
		all = append(all, list...)
	}
	return all, nil
}

func readLists(paths []string) ([][]byte, error) {
	return readRevocation(paths, func(raw []byte) error { _, err := revocation.ParseCRL(raw); return err }, "X509 CRL", "CRL")
}

func readAnswers(paths []string) ([][]byte, error) {
	return readRevocation(paths, func(raw []byte) error { _, err := revocation.ParseResponse(raw); return err },
		"OCSP RESPONSE", "OCSP")
}

// unwrap returns what stands under the labels in PEM, or the data as they are if they are no PEM.
func unwrap(data []byte, labels ...string) ([][]byte, error) {
	if !bytes.Contains(data, []byte("-----BEGIN ")) {
		return [][]byte{data}, nil
	}
	var all [][]byte
	for rest := bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")); ; {
		var block *pem.Block
		if block, rest = pem.Decode(rest); block == nil {
			break
		}
		if slices.Contains(labels, block.Type) {
			all = append(all, block.Bytes)
		}
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("no block %q in this PEM file", labels[0])
	}
	return all, nil
}

// output is a file in the making, which appears whole under its name or not at all.
type output struct {
	*os.File
	path   string
	direct bool
}

// createOutput begins a file. What is no regular file, such as a device, is written straight. A link stays one: what it leads
// to is replaced, or written straight where that has no name, as /dev/stdout may.
func createOutput(path string, mode fs.FileMode) (*output, error) {
	resolved, unresolved := filepath.EvalSymlinks(path)
	if unresolved == nil {
		path = resolved
	}
	info, err := os.Stat(path)
	switch {
	case err == nil && info.IsDir():
		return nil, fmt.Errorf("%s is a folder: name a file to write", path)
	case err == nil && (!info.Mode().IsRegular() || unresolved != nil):
		f, err := os.OpenFile(path, os.O_WRONLY|os.O_TRUNC, 0)
		return &output{f, path, true}, err
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return nil, err
	}
	f, err := os.CreateTemp(filepath.Dir(path), durable.Temporary(path)+"*")
	if err != nil {
		return nil, fmt.Errorf("write %s: %w", path, err)
	}
	o := &output{f, path, false}
	if err := f.Chmod(mode); err != nil {
		o.discard()
		return nil, fmt.Errorf("write %s: %w", path, err)
	}
	return o, nil
}

// commit gives the file its name once its bytes are on the disk.
func (o *output) commit() error {
	if o.direct {
		return o.Close()
	}
	err := errors.Join(o.Sync(), o.Close())
	if err == nil {
		err = os.Rename(o.Name(), o.path)
	}
	if err == nil {
		err = durable.SyncFolder(filepath.Dir(o.path))
	}
	if err != nil {
		_ = os.Remove(o.Name())
		return fmt.Errorf("write %s: %w", o.path, err)
	}
	return nil
}

// discard removes what was written.
func (o *output) discard() {
	_ = o.Close()
	if !o.direct {
		_ = os.Remove(o.Name())
	}
}

// writeFile writes a file that appears whole or not at all.
func writeFile(path string, data []byte, mode fs.FileMode) error {
	o, err := createOutput(path, mode)
	if err != nil {
		return err
	}
	if _, err := o.Write(data); err != nil {
		o.discard()
		return fmt.Errorf("write %s: %w", path, err)
	}
	return o.commit()
}

// notOver sees that writing a file would not replace one that is read.
func notOver(out string, inputs ...string) error {
	target, err := os.Stat(out)
	if err != nil || !target.Mode().IsRegular() {
		return nil //nolint:nilerr // there is nothing that could be replaced
	}
	for _, in := range inputs {
		if info, err := os.Stat(in); err == nil && os.SameFile(info, target) {
			return fmt.Errorf("--out %s would replace %s: name another file", out, in)
		}
	}
	return nil
}
