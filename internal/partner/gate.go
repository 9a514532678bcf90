package partner

import (
	"sync"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/limit"
)

// bySearch is the budget of searches: of an address, and of a person whose saved needs are looked through. A search changes nothing, so its budget is kept in memory and not in the database (rule T24): each node
// counts for itself, by the generic cell rate algorithm. It is wide, for an office has one address.
var bySearch = limit.Rule{Name: "partner.search", Burst: 300, Per: 10 * time.Minute}

// mostAddresses bounds the memory; when it is full, addresses that have paid back everything are forgotten first.
const mostAddresses = 50_000

var errTooMany = fault.New(fault.RateLimited, i18n.M(
	"Слишком много поисковых запросов подряд. Подождите немного и повторите.",
	"Too many searches in a row. Wait a little and try again."))

// gate counts searches of addresses.
type gate struct {
	mu  sync.Mutex
	due map[string]time.Time // when the address has paid back everything
}

func newGate() *gate { return &gate{due: map[string]time.Time{}} }

// allow pays for one search, or says when the next one is possible.
func (g *gate) allow(key string, now time.Time) error { return g.allowAll(key, 1, now) }

// allowAll pays for so many searches at once, for all or none of them.
func (g *gate) allowAll(key string, searches int, now time.Time) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	due := g.due[key]
	if due.Before(now) {
		due = now
	}
	every := bySearch.Per / time.Duration(bySearch.Burst)
	if wait := due.Sub(now) - time.Duration(bySearch.Burst-searches)*every; wait > 0 {
		return errTooMany.After(wait)
	}
	if len(g.due) >= mostAddresses {
		g.forget(now)
	}
	g.due[key] = due.Add(time.Duration(searches) * every)
	return nil
}

func (g *gate) forget(now time.Time) {
	for address, due := range g.due {
		if !due.After(now) {
			delete(g.due, address)
		}
	}
	if len(g.due) >= mostAddresses {
		clear(g.due) // a flood of addresses: who is among them cannot be told any more
	}
}
