package partner

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/clock"
	"github.com/klaster-platform/klaster/internal/platform/fault"
)

// An address has its budget and gets it back with time; others are not touched, and the memory has an end.
func TestSearchesHaveABudget(t *testing.T) {
	c := clock.NewManual(time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC))
	g := newGate()
	for i := range bySearch.Burst {
		if err := g.allow("a", c.Now()); err != nil {
			t.Fatalf("search %d: %v", i, err)
		}
	}
	err := g.allow("a", c.Now())
	var f *fault.Fault
	if !errors.As(err, &f) || f.Kind != fault.RateLimited || f.Retry != 2*time.Second {
		t.Fatalf("one too many: %v", err)
	}
	if err := g.allow("b", c.Now()); err != nil {
		t.Error(err)
	}
	c.Advance(f.Retry)
	if err := g.allow("a", c.Now()); err != nil {
		t.Errorf("after the time to wait: %v", err)
	}
	if err := g.allowAll("c", bySearch.Burst, c.Now()); err != nil {
		t.Errorf("as many at once as there are: %v", err)
	}
	if err := g.allowAll("b", bySearch.Burst+1, c.Now()); !errors.As(err, &f) || f.Retry != 2*time.Second {
		t.Errorf("one more at once than there are: %v", err)
	}
	for i := range mostAddresses + 10 {
		if err := g.allow(fmt.Sprint(i), c.Now()); err != nil {
			t.Fatal(err)
		}
	}
	if len(g.due) > mostAddresses {
		t.Errorf("%d addresses are remembered", len(g.due))
	}
}
