package scan_test

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/klaster-platform/klaster/internal/platform/blob"
	"github.com/klaster-platform/klaster/internal/platform/blob/blobtest"
	"github.com/klaster-platform/klaster/internal/platform/blob/scan"
	"github.com/klaster-platform/klaster/internal/platform/clock"
)

// scanner is a function that judges.
type scanner func(io.Reader) (scan.Verdict, error)

func (s scanner) Scan(_ context.Context, r io.Reader) (scan.Verdict, error) { return s(r) }

func stored(t *testing.T) (blob.Store, blob.Ref) {
	t.Helper()
	store := blobtest.NewMemory(clock.System{})
	ref, err := store.Put(t.Context(), strings.NewReader("Протокол собрания"), 100)
	if err != nil {
		t.Fatal(err)
	}
	return store, ref
}

func reading(v scan.Verdict, err error) scanner {
	return func(r io.Reader) (scan.Verdict, error) {
		_, _ = io.Copy(io.Discard, r)
		return v, err
	}
}

// Only a judgement on the whole content takes a file out of pending.
func TestCheck(t *testing.T) {
	store, ref := stored(t)
	clean := scan.Verdict{State: scan.Clean}
	pending := scan.Verdict{State: scan.Pending}
	infected := scan.Verdict{State: scan.Infected, Threat: "Eicar"}
	down := errors.New("connection refused")
	for name, test := range map[string]struct {
		scanner scan.Scanner
		want    scan.Verdict
		err     error
	}{
		"clean":                      {reading(clean, nil), clean, nil},
		"infected":                   {reading(infected, nil), infected, nil},
		"infected at the first byte": {scanner(func(io.Reader) (scan.Verdict, error) { return infected, nil }), infected, nil},
		"clean and an error":         {reading(clean, down), pending, down},
		"clean without reading":      {scanner(func(io.Reader) (scan.Verdict, error) { return clean, nil }), pending, scan.ErrIncomplete},
		"no state":                   {reading(scan.Verdict{}, nil), pending, scan.ErrNoVerdict},
		"pending":                    {reading(pending, nil), pending, scan.ErrNoVerdict},
		"a word of its own":          {reading(scan.Verdict{State: "fine"}, nil), pending, scan.ErrNoVerdict},
		"no scanner":                 {scan.None{}, scan.Verdict{State: scan.Unscanned, Reason: scan.NoScanner}, nil},
	} {
		got, err := scan.Check(t.Context(), store, test.scanner, ref)
		if got != test.want || !errors.Is(err, test.err) {
			t.Errorf("%s: %+v, %v; want %+v, %v", name, got, err, test.want, test.err)
		}
	}
	got, err := scan.Check(t.Context(), store, reading(clean, nil), blob.RefOf([]byte("absent")))
	if got != pending || !errors.Is(err, blob.ErrNotFound) {
		t.Errorf("absent: %+v, %v", got, err)
	}
}

// A file goes to others after a clean verdict only; unscanned is never silently clean.
func TestRelease(t *testing.T) {
	store, ref := stored(t)
	states := []scan.State{"", scan.Pending, scan.Clean, scan.Infected, scan.Unscanned, "CLEAN", "clean "}
	for _, policy := range []scan.Policy{"", scan.Hold, scan.Warn, "other"} {
		for _, state := range states {
			released, err := scan.Release(ref, scan.Verdict{State: state}, policy)
			warned := state == scan.Unscanned && policy == scan.Warn
			if state == scan.Clean || warned {
				if err != nil || released.Unscanned() != warned || released.Ref() != ref {
					t.Errorf("%q under %q: %+v, %v", state, policy, released, err)
				}
				continue
			}
			var held *scan.HeldError
			if !errors.Is(err, scan.ErrHeld) || !errors.As(err, &held) || held.Verdict.State != state {
				t.Errorf("%q under %q: %v, want a HeldError", state, policy, err)
			}
			if _, err := released.Open(t.Context(), store); !errors.Is(err, blob.ErrNotFound) {
				t.Errorf("%q under %q: what was not released opens: %v", state, policy, err)
			}
		}
	}
	released, err := scan.Release(ref, scan.Verdict{State: scan.Clean}, scan.Hold)
	if err != nil {
		t.Fatal(err)
	}
	r, err := released.Open(t.Context(), store)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if b, err := io.ReadAll(r); err != nil || string(b) != "Протокол собрания" {
		t.Errorf("read %q, %v", b, err)
	}
}

func TestParsePolicy(t *testing.T) {
	for text, ok := range map[string]bool{"hold": true, "warn": true, "": false, "Warn": false, "allow": false} {
		policy, err := scan.ParsePolicy(text)
		if (err == nil) != ok {
			t.Errorf("ParsePolicy(%q): %v", text, err)
		}
		if !ok && policy != scan.Hold {
			t.Errorf("ParsePolicy(%q) = %q beside its error", text, policy)
		}
	}
}

// Without a scanner the operator sees it.
func TestNoneIsNotReady(t *testing.T) {
	if err := (scan.None{}).Ready(t.Context()); !errors.Is(err, scan.ErrNoScanner) {
		t.Errorf("Ready = %v", err)
	}
}
