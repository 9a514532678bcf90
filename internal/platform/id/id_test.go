package id_test

import (
	"slices"
	"testing"

	"github.com/klaster-platform/klaster/internal/platform/id"
)

func TestNewIsOrderedAndValid(t *testing.T) {
	ids := make([]string, 1000)
	for i := range ids {
		ids[i] = id.New()
		if !id.Valid(ids[i]) {
			t.Fatalf("%q is not valid", ids[i])
		}
	}
	if !slices.IsSorted(ids) {
		t.Error("ids made in turn are not in order")
	}
	if len(slices.Compact(ids)) != 1000 {
		t.Error("an id was made twice")
	}
}

func TestValidRefusesOtherForms(t *testing.T) {
	for _, s := range []string{"", "1", "../etc/passwd", "urn:uuid:0190b5c2-0000-7000-8000-000000000000", "{0190b5c2-0000-7000-8000-000000000000}"} {
		if id.Valid(s) {
			t.Errorf("%q was accepted", s)
		}
	}
}

func TestSecret(t *testing.T) {
	a, b := id.NewSecret(), id.NewSecret()
	if a == b || len(a) != 43 {
		t.Errorf("secrets %q and %q", a, b)
	}
	if a.Hash() == b.Hash() || a.Hash() != id.Secret(a).Hash() || a.Hash() == string(a) {
		t.Error("the hash does not stand for its secret alone")
	}
}
