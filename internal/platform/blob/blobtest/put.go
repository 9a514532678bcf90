package blobtest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"testing"
	"testing/iotest"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/blob"
)

// sizes lie around the bounds of segments and of the usual buffers.
var sizes = [...]int{0, 1, 16, 4095, 4096, 32767, 65535, 65536, 65537, 131071, 131072, 131073, 300_000}

func testRoundTrip(t *testing.T, store blob.Store) {
	for _, n := range sizes {
		want := content(n)
		ref := mustPut(t, store, want)
		mustHold(t, store, ref, want)
	}
	// Again when all are there, so that nothing was overwritten by a neighbour.
	for _, n := range sizes {
		mustHold(t, store, blob.RefOf(content(n)), content(n))
	}
	// The way in which a reader cuts its content into pieces has no say.
	want := content(70_001)
	ref, err := store.Put(t.Context(), iotest.OneByteReader(bytes.NewReader(want)), maxContent)
	if err != nil {
		t.Fatal(err)
	}
	mustHold(t, store, ref, want)
}

func testSeek(t *testing.T, store blob.Store) {
	for _, n := range sizes {
		want := content(n)
		r, err := store.Open(t.Context(), mustPut(t, store, want))
		if err != nil {
			t.Fatal(err)
		}
		if err := iotest.TestReader(r, want); err != nil {
			t.Errorf("%d bytes: %v", n, err)
		}
		if err := r.Close(); err != nil {
			t.Errorf("%d bytes: close: %v", n, err)
		}
	}
}

func testPutTwice(t *testing.T, store blob.Store) {
	want := content(100_000)
	first := mustPut(t, store, want)
	r, err := store.Open(t.Context(), first)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	second := mustPut(t, store, want)
	if first != second {
		t.Errorf("refs %s and %s of the same content", first, second)
	}
	if all := list(t, store); len(all) != 1 {
		t.Errorf("the store holds %d entries, want 1", len(all))
	}
	got, err := io.ReadAll(r)
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("a reader of the first copy was disturbed: %d bytes, %v", len(got), err)
	}
}

// The sweep must not delete what was put again after it looked: see Store.Delete.
func testPutRenews(t *testing.T, store blob.Store) {
	want := content(10)
	ref := mustPut(t, store, want)
	first := mustStat(t, store, ref).Put
	// File systems round times to some milliseconds, so the time moves after a few puts.
	limit, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	for !mustStat(t, store, ref).Put.After(first) {
		if limit.Err() != nil {
			t.Fatal("Put of content that is there does not renew its time")
		}
		mustPut(t, store, want)
	}
	deleted, err := store.Delete(t.Context(), ref, first.Add(1))
	if err != nil || deleted {
		t.Errorf("Delete by the old time = %v, %v; want false, nil", deleted, err)
	}
	mustHold(t, store, ref, want)
}

func testConcurrentPuts(t *testing.T, store blob.Store) {
	want := content(150_000)
	const writers = 16
	errs := make(chan error, writers)
	var group sync.WaitGroup
	for range writers {
		group.Go(func() { errs <- putAndRead(t.Context(), store, want) })
	}
	group.Wait()
	for range writers {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
	if all := list(t, store); len(all) != 1 {
		t.Errorf("the store holds %d entries, want 1", len(all))
	}
}

func putAndRead(ctx context.Context, store blob.Store, want []byte) error {
	ref, err := store.Put(ctx, bytes.NewReader(want), maxContent)
	if err != nil {
		return err
	}
	r, err := store.Open(ctx, ref)
	if err != nil {
		return err
	}
	defer r.Close()
	got, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	if !bytes.Equal(got, want) {
		return fmt.Errorf("read %d bytes that differ", len(got))
	}
	return nil
}

func testLimit(t *testing.T, store blob.Store) {
	for _, n := range sizes {
		if n == 0 {
			continue
		}
		_, err := store.Put(t.Context(), bytes.NewReader(content(n)), int64(n-1))
		if !errors.Is(err, blob.ErrTooLarge) {
			t.Errorf("%d bytes, one too many: %v, want ErrTooLarge", n, err)
		}
	}
	if _, err := store.Put(t.Context(), bytes.NewReader(nil), -1); err == nil {
		t.Error("a negative limit was accepted")
	}
	mustBeEmpty(t, store)
	for _, n := range sizes {
		if _, err := store.Put(t.Context(), bytes.NewReader(content(n)), int64(n)); err != nil {
			t.Errorf("exactly %d bytes: %v", n, err)
		}
	}
}

func testFailingReader(t *testing.T, store blob.Store) {
	broken := errors.New("the connection broke")
	for _, n := range sizes {
		r := io.MultiReader(bytes.NewReader(content(n)), iotest.ErrReader(broken))
		if _, err := store.Put(t.Context(), r, maxContent); !errors.Is(err, broken) {
			t.Errorf("after %d bytes: %v, want the reader's error", n, err)
		}
	}
	mustBeEmpty(t, store)
}

type panicReader struct{}

func (panicReader) Read([]byte) (int, error) { panic("a decoder gave up") }

func testPanickingReader(t *testing.T, store blob.Store) {
	func() {
		defer func() {
			if recover() == nil {
				t.Error("the panic of the reader was swallowed")
			}
		}()
		_, err := store.Put(t.Context(), io.MultiReader(bytes.NewReader(content(100_000)), panicReader{}), maxContent)
		t.Errorf("Put returned: %v", err)
	}()
	mustBeEmpty(t, store)
	mustPut(t, store, content(1)) // no lock is held
}

// cancelReader cancels after its content, where a Put that does not look again would succeed.
type cancelReader struct {
	io.Reader
	cancel context.CancelFunc
}

func (c cancelReader) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	if err == io.EOF {
		c.cancel()
	}
	return n, err
}

func testDoneContext(t *testing.T, store blob.Store) {
	for _, n := range sizes {
		ctx, cancel := context.WithCancel(t.Context())
		_, err := store.Put(ctx, cancelReader{bytes.NewReader(content(n)), cancel}, maxContent)
		if !errors.Is(err, context.Canceled) {
			t.Errorf("cancelled at the end of %d bytes: %v, want context.Canceled", n, err)
		}
	}
	done, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := store.Put(done, bytes.NewReader(content(5)), maxContent); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled before: %v, want context.Canceled", err)
	}
	mustBeEmpty(t, store)
}
