package blobtest

import (
	"bytes"
	"context"
	"io"
	"math/rand/v2"
	"testing"

	"github.com/klaster-platform/klaster/internal/platform/blob"
)

// maxContent is the limit that the tests put with when they do not test the limit, in bytes.
const maxContent = 1 << 20

// Conformance runs the suite. The function open gives a fresh, empty store each time it is called, also by several
// goroutines; it cleans up through t. Every test is a subtest named after the promise it holds the store to.
func Conformance(t *testing.T, open func(t *testing.T) blob.Store) {
	tests := []struct {
		name string
		run  func(t *testing.T, store blob.Store)
	}{
		{"put then open gives the same bytes", testRoundTrip},
		{"content is read from any position", testSeek},
		{"put twice stores once", testPutTwice},
		{"put renews the put time", testPutRenews},
		{"concurrent puts of one content agree", testConcurrentPuts},
		{"the limit is exact and leaves nothing", testLimit},
		{"a failing reader leaves nothing", testFailingReader},
		{"a panicking reader leaves nothing", testPanickingReader},
		{"a done context leaves nothing", testDoneContext},
		{"what is absent is not found", testAbsent},
		{"delete obeys the put time", testDelete},
		{"delete does not disturb readers", testDeleteWhileReading},
		{"walk gives every ref once", testWalk},
		{"walk ends when it is told to", testWalkEnds},
		{"sweep deletes old orphans only", testSweep},
		{"sweep keeps what it is not sure of", testSweepInDoubt},
		{"any history agrees with a map", testModel},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel() // most of the time goes into waiting for the disk
			test.run(t, open(t))
		})
	}
}

// content gives n bytes that look random and are the same in each run.
func content(n int) []byte {
	b := make([]byte, n)
	source := rand.NewChaCha8([32]byte{1: byte(n), 2: byte(n >> 8), 3: byte(n >> 16)})
	_, _ = source.Read(b) // never fails
	return b
}

func mustPut(t testing.TB, store blob.Store, b []byte) blob.Ref {
	t.Helper()
	ref, err := store.Put(t.Context(), bytes.NewReader(b), maxContent)
	if err != nil {
		t.Fatalf("Put of %d bytes: %v", len(b), err)
	}
	if want := blob.RefOf(b); ref != want {
		t.Fatalf("Put of %d bytes = %s, want %s", len(b), ref, want)
	}
	return ref
}

func mustHold(t testing.TB, store blob.Store, ref blob.Ref, want []byte) {
	t.Helper()
	r, err := store.Open(t.Context(), ref)
	if err != nil {
		t.Fatalf("Open: %v", err)
	}
	defer r.Close()
	got, err := io.ReadAll(r)
	if err != nil {
		t.Fatalf("read %s: %v", ref, err)
	}
	if !bytes.Equal(got, want) {
		t.Fatalf("read %s: %d bytes that differ from the %d put", ref, len(got), len(want))
	}
}

func mustStat(t testing.TB, store blob.Store, ref blob.Ref) blob.Info {
	t.Helper()
	info, err := store.Stat(t.Context(), ref)
	if err != nil {
		t.Fatalf("Stat: %v", err)
	}
	if info.Ref != ref {
		t.Fatalf("Stat of %s tells about %s", ref, info.Ref)
	}
	return info
}

// list gives all refs and fails when one comes twice.
func list(t testing.TB, store blob.Store) map[blob.Ref]blob.Info {
	t.Helper()
	all := map[blob.Ref]blob.Info{}
	for info, err := range store.Walk(context.WithoutCancel(t.Context())) {
		if err != nil {
			t.Fatalf("Walk: %v", err)
		}
		if _, twice := all[info.Ref]; twice {
			t.Fatalf("Walk gave %s twice", info.Ref)
		}
		all[info.Ref] = info
	}
	return all
}

func mustBeEmpty(t testing.TB, store blob.Store) {
	t.Helper()
	if all := list(t, store); len(all) != 0 {
		t.Fatalf("the store should be empty and holds %v", all)
	}
}
