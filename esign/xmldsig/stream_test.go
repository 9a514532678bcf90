package xmldsig_test

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"strings"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/esign/xmldsig"
	"github.com/klaster-platform/klaster/esign/xmldsig/xmltoken"
	"github.com/klaster-platform/klaster/gost/gost3410"
)

// generated is a document of a given size that is not kept anywhere: head, then rows, then tail.
type generated struct {
	head, row, tail string
	rows            int64
}

func (g generated) size() int64 {
	return int64(len(g.head)) + g.rows*int64(len(g.row)) + int64(len(g.tail))
}

// ReadAt implements io.ReaderAt.
func (g generated) ReadAt(p []byte, off int64) (int, error) {
	n := 0
	for n < len(p) && off < g.size() {
		var piece string
		head, body := int64(len(g.head)), g.rows*int64(len(g.row))
		switch {
		case off < head:
			piece = g.head[off:]
		case off < head+body:
			piece = g.row[(off-head)%int64(len(g.row)):]
		default:
			piece = g.tail[off-head-body:]
		}
		m := copy(p[n:], piece)
		n, off = n+m, off+int64(m)
	}
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

// A document of 100 MB, of many small elements or of one long text, is signed and verified in memory that does not grow with it.
func TestT6_LargeDocumentInBoundedMemory(t *testing.T) {
	size := int64(8 << 20)
	if os.Getenv("KLASTER_TORTURE") != "" {
		size = 100_000_000
	}
	key := gostKey(t, gost3410.CryptoProA())
	own := certify(t, key, 1)
	for name, doc := range map[string]generated{
		"elements": {head: `<r xmlns="urn:r">`, row: "\n<строка b='1' a='2'>Москва &amp; область</строка>", tail: "</r>"},
		"Ids":      {head: `<r xmlns="urn:r">`, row: strings.Repeat("\n<e id='x'/>", 10), tail: "</r>"},
		"text":     {head: `<r xmlns="urn:r"><file>`, row: strings.Repeat("MIIFEjCCA/qg", 100) + "\r\n", tail: "</file></r>"},
		"CDATA":    {head: `<r xmlns="urn:r"><file><![CDATA[`, row: strings.Repeat("]] <данные>", 100) + "\n", tail: "]]></file></r>"},
		"spaces":   {head: `<r xmlns="urn:r">`, row: strings.Repeat(" \n", 500), tail: "</r>"},
	} {
		t.Run(name, func(t *testing.T) {
			doc.rows = (size - int64(len(doc.head)+len(doc.tail))) / int64(len(doc.row))
			p, err := xmldsig.Prepare(doc, doc.size(), xmldsig.Form{Certificate: own, Exclusive: true})
			if err != nil {
				t.Fatal(err)
			}
			value, err := key.Sign(nil, p.Digest(), nil)
			if err != nil {
				t.Fatal(err)
			}
			// Only what stands after the rows is needed of the signed document.
			tail := &lastBytes{keep: 16 << 10}
			if err := p.Complete(tail, value); err != nil {
				t.Fatal(err)
			}
			end := string(tail.buf[bytes.LastIndex(tail.buf, []byte("<ds:Signature ")):])
			doc.tail = strings.TrimSuffix(doc.tail, "</r>") + end

			start := time.Now()
			peak := watchHeap(t)
			var seen int64
			facts, err := xmldsig.Verify(doc, doc.size(), xmldsig.Options{Tokens: func(tok *xmltoken.Token) error {
				seen += int64(len(tok.Data))
				return nil
			}})
			if err != nil || !facts.OK() {
				t.Fatalf("%v, %q", err, failed(facts))
			}
			most := peak()
			t.Logf("%d bytes in %v, %d of text, at most %d kB of heap", doc.size(), time.Since(start).Round(time.Millisecond), seen, most>>10)
			if most > 64<<20 {
				t.Errorf("%d bytes of heap", most)
			}
		})
	}
}

// Different Ids are kept to find equal ones: that too is bounded, and what does not fit is refused.
func TestT6_ManyIdsInBoundedMemory(t *testing.T) {
	rows := 20_000
	if os.Getenv("KLASTER_TORTURE") != "" {
		rows = 1_500_000
	}
	var doc bytes.Buffer
	doc.WriteString("<r>")
	for i := range rows {
		fmt.Fprintf(&doc, "<e Id='identifier-%020d'/>", i)
	}
	doc.WriteString("</r>")
	peak := watchHeap(t)
	_, err := xmldsig.Verify(bytes.NewReader(doc.Bytes()), int64(doc.Len()), xmldsig.Options{})
	if err == nil {
		t.Fatal("no error for a document without a signature")
	}
	most := peak()
	t.Logf("%d Ids: %v, at most %d kB of heap", rows, err, most>>10)
	if most > 256<<20 {
		t.Errorf("%d bytes of heap", most)
	}
}

// lastBytes keeps the end of what is written.
type lastBytes struct {
	keep int
	buf  []byte
}

func (l *lastBytes) Write(p []byte) (int, error) {
	l.buf = append(l.buf, p...)
	if len(l.buf) > 64*l.keep {
		l.buf = append([]byte(nil), l.buf[len(l.buf)-l.keep:]...)
	}
	return len(p), nil
}

// watchHeap samples the heap until the function that it returns is called, which returns the most that was seen.
func watchHeap(t *testing.T) func() uint64 {
	t.Helper()
	runtime.GC()
	debug.FreeOSMemory()
	stop, done := make(chan struct{}), make(chan uint64)
	go func() {
		var most uint64
		var m runtime.MemStats
		tick := time.NewTicker(2 * time.Millisecond)
		defer tick.Stop()
		for {
			runtime.ReadMemStats(&m)
			most = max(most, m.HeapAlloc)
			select {
			case <-stop:
				done <- most
				return
			case <-tick.C:
			}
		}
	}()
	return func() uint64 { close(stop); return <-done }
}
