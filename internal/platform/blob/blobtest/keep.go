package blobtest

import (
	"bytes"
	"context"
	"errors"
	"io"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/blob"
	"pgregory.net/rapid"
)

func testAbsent(t *testing.T, store blob.Store) {
	present := mustPut(t, store, content(100))
	wrongSize := present
	wrongSize.Size++
	for name, ref := range map[string]blob.Ref{
		"never put":         blob.RefOf(content(7)),
		"another length":    wrongSize,
		"zero ref":          {},
		"empty, never put":  blob.RefOf(nil),
		"an impossible ref": {Size: -1},
	} {
		if _, err := store.Open(t.Context(), ref); !errors.Is(err, blob.ErrNotFound) {
			t.Errorf("Open, %s: %v, want ErrNotFound", name, err)
		}
		if _, err := store.Stat(t.Context(), ref); !errors.Is(err, blob.ErrNotFound) {
			t.Errorf("Stat, %s: %v, want ErrNotFound", name, err)
		}
		if deleted, err := store.Delete(t.Context(), ref, farFuture()); err != nil || deleted {
			t.Errorf("Delete, %s = %v, %v; want false, nil", name, deleted, err)
		}
	}
	mustHold(t, store, present, content(100))
}

func farFuture() time.Time { return time.Date(2200, 1, 1, 0, 0, 0, 0, time.UTC) }

func testDelete(t *testing.T, store blob.Store) {
	ref := mustPut(t, store, content(70_000))
	other := mustPut(t, store, content(70_001))
	put := mustStat(t, store, ref).Put
	for _, early := range []time.Time{{}, put.Add(-time.Hour), put} {
		if deleted, err := store.Delete(t.Context(), ref, early); err != nil || deleted {
			t.Fatalf("Delete of what was put at %v by %v = %v, %v; want false, nil", put, early, deleted, err)
		}
	}
	mustHold(t, store, ref, content(70_000))
	if deleted, err := store.Delete(t.Context(), ref, put.Add(1)); err != nil || !deleted {
		t.Fatalf("Delete = %v, %v; want true, nil", deleted, err)
	}
	if _, err := store.Open(t.Context(), ref); !errors.Is(err, blob.ErrNotFound) {
		t.Errorf("Open after Delete: %v, want ErrNotFound", err)
	}
	if all := list(t, store); len(all) != 1 {
		t.Errorf("%d entries left, want 1", len(all))
	}
	mustHold(t, store, other, content(70_001))
	mustHold(t, store, mustPut(t, store, content(70_000)), content(70_000))
}

func testDeleteWhileReading(t *testing.T, store blob.Store) {
	want := content(300_000)
	ref := mustPut(t, store, want)
	r, err := store.Open(t.Context(), ref)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	head := make([]byte, 10)
	if _, err := io.ReadFull(r, head); err != nil {
		t.Fatal(err)
	}
	if deleted, err := store.Delete(t.Context(), ref, farFuture()); err != nil || !deleted {
		t.Fatalf("Delete = %v, %v; want true, nil", deleted, err)
	}
	rest, err := io.ReadAll(r)
	if err != nil || !bytes.Equal(append(head, rest...), want) {
		t.Errorf("the reader got %d bytes of %d, %v", len(head)+len(rest), len(want), err)
	}
}

func testWalk(t *testing.T, store blob.Store) {
	mustBeEmpty(t, store)
	want := map[blob.Ref]bool{}
	for n := range 50 {
		want[mustPut(t, store, content(n))] = true
	}
	got := list(t, store)
	for ref, info := range got {
		if !want[ref] {
			t.Errorf("Walk gave %s, which nobody put", ref)
		}
		if stat := mustStat(t, store, ref); !stat.Put.Equal(info.Put) {
			t.Errorf("Walk says %s was put at %v, Stat says %v", ref, info.Put, stat.Put)
		}
	}
	if len(got) != len(want) {
		t.Errorf("Walk gave %d refs, want %d", len(got), len(want))
	}
}

func testWalkEnds(t *testing.T, store blob.Store) {
	for n := range 10 {
		mustPut(t, store, content(n))
	}
	seen := 0
	for _, err := range store.Walk(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		seen++
		break
	}
	if seen != 1 {
		t.Errorf("%d entries before the break", seen)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var last error
	seen = 0
	for _, err := range store.Walk(ctx) {
		cancel()
		seen++
		last = err
	}
	if !errors.Is(last, context.Canceled) || seen > 5 {
		t.Errorf("a cancelled walk gave %d entries and ended with %v", seen, last)
	}
	if _, err := blob.Sweep(ctx, store, farFuture(), nobodyNames); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled sweep: %v", err)
	}
	if all := list(t, store); len(all) != 10 {
		t.Errorf("%d entries after the cancelled sweep, want 10", len(all))
	}
}

func nobodyNames(context.Context, blob.Ref) (bool, error) { return false, nil }

func testSweep(t *testing.T, store blob.Store) {
	named := mustPut(t, store, content(1000))
	orphan := mustPut(t, store, content(1001))
	live := func(_ context.Context, ref blob.Ref) (bool, error) { return ref == named, nil }

	long := mustStat(t, store, named).Put.Add(-time.Hour)
	swept, err := blob.Sweep(t.Context(), store, long, live)
	if err != nil || swept != (blob.Swept{Kept: 2}) {
		t.Fatalf("inside the grace: %+v, %v", swept, err)
	}
	swept, err = blob.Sweep(t.Context(), store, farFuture(), live)
	if err != nil || swept != (blob.Swept{Kept: 1, Deleted: 1}) {
		t.Fatalf("after the grace: %+v, %v", swept, err)
	}
	mustHold(t, store, named, content(1000))
	if _, err := store.Open(t.Context(), orphan); !errors.Is(err, blob.ErrNotFound) {
		t.Errorf("the orphan: %v, want ErrNotFound", err)
	}
}

func testSweepInDoubt(t *testing.T, store blob.Store) {
	doubtful := mustPut(t, store, content(1))
	mustPut(t, store, content(2))
	down := errors.New("the database is down")
	live := func(_ context.Context, ref blob.Ref) (bool, error) {
		if ref == doubtful {
			return false, down
		}
		return false, nil
	}
	swept, err := blob.Sweep(t.Context(), store, farFuture(), live)
	if !errors.Is(err, down) || swept != (blob.Swept{Deleted: 1, Failed: 1}) {
		t.Fatalf("Sweep = %+v, %v", swept, err)
	}
	mustHold(t, store, doubtful, content(1))
}

// testModel plays random histories of puts and deletes and compares the store with a map after each.
func testModel(t *testing.T, store blob.Store) {
	rapid.Check(t, func(rt *rapid.T) {
		model := map[blob.Ref][]byte{}
		for ref := range list(t, store) {
			if _, err := store.Delete(t.Context(), ref, farFuture()); err != nil {
				rt.Fatal(err)
			}
		}
		steps := rapid.SliceOfN(rapid.Custom(drawStep), 1, 12).Draw(rt, "steps")
		for _, step := range steps {
			b := content(step.size)
			if step.put {
				model[mustPut(t, store, b)] = b
				continue
			}
			deleted, err := store.Delete(t.Context(), blob.RefOf(b), farFuture())
			_, was := model[blob.RefOf(b)]
			if err != nil || deleted != was {
				rt.Fatalf("Delete = %v, %v; the model says %v", deleted, err, was)
			}
			delete(model, blob.RefOf(b))
		}
		got := list(t, store)
		if len(got) != len(model) {
			rt.Fatalf("%d refs, the model has %d", len(got), len(model))
		}
		for ref, b := range model {
			mustHold(t, store, ref, b)
		}
	})
}

type step struct {
	size int
	put  bool
}

// drawStep uses few sizes, so that histories meet the same content again.
func drawStep(t *rapid.T) step {
	return step{
		size: rapid.SampledFrom([]int{0, 1, 2, 65535, 65536, 65537}).Draw(t, "size"),
		put:  rapid.Bool().Draw(t, "put"),
	}
}
