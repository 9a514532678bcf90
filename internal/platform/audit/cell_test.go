package audit_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/klaster-platform/klaster/internal/platform/audit"
)

func TestInert(t *testing.T) {
	got := audit.Inert("=1+1", "+7 916", "-x", "@x", "\tx", "\rx", "", "a=1", "Вы")
	want := []string{"'=1+1", "'+7 916", "'-x", "'@x", "'\tx", "'\rx", "", "a=1", "Вы"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
