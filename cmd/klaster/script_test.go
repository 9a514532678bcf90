package main

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/cms"
	"github.com/klaster-platform/klaster/esign/revocation"
	"github.com/klaster-platform/klaster/esign/tsp"
)

// commands are what scripts have beside the usual ones.
func commands() map[string]func(*testscript.TestScript, bool, []string) {
	return map[string]func(*testscript.TestScript, bool, []string){
		"exits":        exits,
		"flip":         flip,
		"from-pem":     fromPEM,
		"mode":         mode,
		"ocsp-request": ocspRequest,
		"replace":      replace,
		"serial-of":    serialOf,
		"sha256-of":    sha256Of,
		"to-base64":    toBase64,
		"to-pem":       toPEM,
		"ts-request":   tsRequest,
		"ts-attach":    tsAttach,
		"zeros":        zeros,
	}
}

// exits runs a program, which must end with a code: exits CODE PROGRAM ARG…
func exits(ts *testscript.TestScript, _ bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var e *exec.ExitError
		if !errors.As(err, &e) {
			ts.Fatalf("%v", err)
		}
		got = e.ExitCode()
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// flip copies a file with one octet changed: flip FROM TO OFFSET, from the end if it is negative.
func flip(ts *testscript.TestScript, _ bool, args []string) {
	data := []byte(ts.ReadFile(args[0]))
	offset, err := strconv.Atoi(args[2])
	ts.Check(err)
	if offset < 0 {
		offset += len(data)
	}
	data[offset] ^= 1
	write(ts, args[1], data)
}

// fromPEM takes the first block out of a PEM file: from-pem FROM TO.
func fromPEM(ts *testscript.TestScript, _ bool, args []string) {
	block, _ := pem.Decode([]byte(ts.ReadFile(args[0])))
	if block == nil {
		ts.Fatalf("no PEM in %s", args[0])
	}
	write(ts, args[1], block.Bytes)
}

// sha256Of sets a variable to the hash code of a file: sha256-of FILE NAME.
func sha256Of(ts *testscript.TestScript, _ bool, args []string) {
	ts.Setenv(args[1], fmt.Sprintf("%x", sha256.Sum256([]byte(ts.ReadFile(args[0])))))
}

// toBase64 makes a file of bare base64 in one line: to-base64 FROM TO.
func toBase64(ts *testscript.TestScript, _ bool, args []string) {
	write(ts, args[1], []byte(base64.StdEncoding.EncodeToString([]byte(ts.ReadFile(args[0])))))
}

// toPEM makes a PEM file: to-pem LABEL FROM TO.
func toPEM(ts *testscript.TestScript, _ bool, args []string) {
	write(ts, args[2], pem.EncodeToMemory(&pem.Block{Type: args[0], Bytes: []byte(ts.ReadFile(args[1]))}))
}

// replace copies a file with a text changed wherever it stands: replace FROM TO OLD NEW.
func replace(ts *testscript.TestScript, _ bool, args []string) {
	text := ts.ReadFile(args[0])
	if !strings.Contains(text, args[2]) {
		ts.Fatalf("%s has no %q", args[0], args[2])
	}
	write(ts, args[1], []byte(strings.ReplaceAll(text, args[2], args[3])))
}

// mode checks the permissions of a file: mode OCTAL FILE.
func mode(ts *testscript.TestScript, _ bool, args []string) {
	info, err := os.Stat(ts.MkAbs(args[1]))
	ts.Check(err)
	if got := "0" + strconv.FormatUint(uint64(info.Mode().Perm()), 8); got != args[0] {
		ts.Fatalf("%s has mode %s, want %s", args[1], got, args[0])
	}
}

// ocspRequest asks about a certificate: ocsp-request CERT ISSUER OUT.
func ocspRequest(ts *testscript.TestScript, _ bool, args []string) {
	raw, err := revocation.NewRequest(certificate(ts, args[0]), certificate(ts, args[1]), algorithm.SHA1, []byte("0123456789abcdef"))
	ts.Check(err)
	write(ts, args[2], raw)
}

// tsRequest asks for a time-stamp over the signature value of a message: ts-request MESSAGE OUT.
func tsRequest(ts *testscript.TestScript, _ bool, args []string) {
	message, err := cms.Parse([]byte(ts.ReadFile(args[0])))
	ts.Check(err)
	r := &tsp.Request{Imprint: tsp.NewImprint(algorithm.Streebog256, message.Signers[0].Signature), Nonce: []byte{0x71}, CertReq: true}
	raw, err := r.Encode()
	ts.Check(err)
	write(ts, args[1], raw)
}

// tsAttach puts a time-stamp into a message: ts-attach MESSAGE RESPONSE OUT.
func tsAttach(ts *testscript.TestScript, _ bool, args []string) {
	message, err := cms.Parse([]byte(ts.ReadFile(args[0])))
	ts.Check(err)
	response, err := tsp.ParseResponse([]byte(ts.ReadFile(args[1])))
	ts.Check(err)
	ts.Check(response.Err())
	raised, err := message.AddSignatureTimestamp(0, response.Token.Raw())
	ts.Check(err)
	write(ts, args[2], raised)
}

// serialOf sets a variable to the serial number of a certificate: serial-of CERT NAME.
func serialOf(ts *testscript.TestScript, _ bool, args []string) {
	ts.Setenv(args[1], certificate(ts, args[0]).SerialHex())
}

// zeros makes a file of so many zero octets: zeros SIZE FILE.
func zeros(ts *testscript.TestScript, _ bool, args []string) {
	size, err := strconv.ParseInt(args[0], 10, 64)
	ts.Check(err)
	f, err := os.Create(ts.MkAbs(args[1]))
	ts.Check(err)
	ts.Check(errors.Join(f.Truncate(size), f.Close()))
}

func certificate(ts *testscript.TestScript, path string) *cert.Certificate {
	list, err := cert.ParseFile([]byte(ts.ReadFile(path)))
	ts.Check(err)
	return list[0]
}

func write(ts *testscript.TestScript, path string, data []byte) {
	ts.Check(os.WriteFile(ts.MkAbs(path), data, 0o600))
}
