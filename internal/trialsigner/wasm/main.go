//go:build wasip1 && wasm

// Command wasm is the trial signer as a module for the browser. A worker calls it: it asks for room, writes a request there,
// calls it, and reads the answer. Documents do not pass through requests: the module asks for them piece by piece.
//
// All that the module can reach are the functions that it imports: the clock, random bytes, the diagnostics of the runtime, and
// the document. It has no network, no files and no page.
package main

import (
	"io"
	"strconv"
	"time"
	"unsafe"

	"github.com/klaster-platform/klaster/internal/trialsigner/signer"
)

// The requests. Each answer begins with the outcome. There is none to forget the key: the worker overwrites the module's memory and
// begins with a new one, which leaves nothing to the collector.
const (
	opOpen    = 1 // files → outcome, name, organisation, end of the certificate, the certificate, its number
	opSign    = 2 // → outcome, message; reads the document
	opVerify  = 3 // message → outcome, then for each signer a packed record; reads the document
	opAttach  = 4 // → outcome, message with the document in it; reads the document
	opMake    = 5 // → outcome, public key
	opCertify = 6 // certificates → outcome, file with the key that was made and its certificates
)

// desk is what the worker and the module share. It is written by the calls below, one at a time.
type desk struct {
	session        *signer.Session
	request, reply []byte
}

var shared = &desk{session: signer.New(random{}, time.Now)}

func main() {}

// room makes place for a request of n bytes and returns where it is.
//
//go:wasmexport room
func room(n int32) unsafe.Pointer { return shared.room(n) }

func (d *desk) room(n int32) unsafe.Pointer {
	if n < 0 || n > signer.MaxFrame {
		return nil
	}
	d.request = make([]byte, max(1, n))[:n]
	return unsafe.Pointer(unsafe.SliceData(d.request))
}

// call answers the request and returns the length of the answer.
//
//go:wasmexport call
func call(op int32) int32 { return shared.call(op) }

func (d *desk) call(op int32) int32 {
	d.reply = d.answer(op)
	clear(d.request)
	d.request = nil
	return int32(len(d.reply))
}

// reply returns where the answer is.
//
//go:wasmexport reply
func reply() unsafe.Pointer { return unsafe.Pointer(unsafe.SliceData(shared.reply)) }

func (d *desk) answer(op int32) []byte {
	fields, ok := signer.Unpack(d.request)
	if !ok {
		return done(signer.Failed)
	}
	switch op {
	case opOpen:
		p, outcome := d.session.Open(fields...)
		raw, serial := d.session.Certificate()
		return done(outcome, []byte(p.Name), []byte(p.Organisation), moment(p.NotAfter), raw, []byte(serial))
	case opSign:
		message, outcome := d.session.Sign(document{})
		return done(outcome, message)
	case opAttach:
		message, outcome := d.session.Attach(document{})
		return done(outcome, message)
	case opMake:
		public, outcome := d.session.Make()
		return done(outcome, public)
	case opCertify:
		if len(fields) != 1 {
			return done(signer.Failed)
		}
		file, outcome := d.session.Certify(fields[0])
		return done(outcome, file)
	case opVerify:
		if len(fields) != 1 {
			return done(signer.Failed)
		}
		list, outcome := d.session.Verify(document{}, fields[0])
		records := make([][]byte, 0, len(list))
		for _, s := range list {
			expired := []byte(nil)
			if s.Expired {
				expired = []byte("expired")
			}
			records = append(records, signer.Pack([]byte(s.Outcome), []byte(s.Name), []byte(s.Organisation), moment(s.Claimed), expired))
		}
		return done(outcome, records...)
	}
	return done(signer.Failed)
}

func done(outcome signer.Outcome, fields ...[]byte) []byte {
	return append(signer.Pack([]byte(outcome)), signer.Pack(fields...)...)
}

// moment writes a time as milliseconds since 1970, as the browser counts, and nothing for none.
func moment(t time.Time) []byte {
	if t.IsZero() {
		return nil
	}
	return strconv.AppendInt(nil, t.UnixMilli(), 10)
}

//go:wasmimport wasi_snapshot_preview1 random_get
//go:noescape
func randomGet(p unsafe.Pointer, n int32) int32

// random are the random bytes of the browser.
type random struct{}

func (random) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	if randomGet(unsafe.Pointer(unsafe.SliceData(p)), int32(len(p))) != 0 {
		return 0, io.ErrUnexpectedEOF
	}
	return len(p), nil
}

//go:wasmimport klaster document
//go:noescape
func documentRead(p unsafe.Pointer, n int32) int32

// document is the document of this request, read piece by piece.
type document struct{}

func (document) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	switch n := documentRead(unsafe.Pointer(unsafe.SliceData(p)), int32(len(p))); {
	case n < 0 || int(n) > len(p):
		return 0, io.ErrUnexpectedEOF
	case n == 0:
		return 0, io.EOF
	default:
		return int(n), nil
	}
}
