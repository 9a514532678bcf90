package signature

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/revocation"
	"github.com/klaster-platform/klaster/internal/platform/blob"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// Fetch gets a revocation list, or asks a status service when body is not nil. It is outbound.Client's fetcher for the
// purposes CRL and OCSP, which hold the request to their limits (T23).
type Fetch func(ctx context.Context, url string, body []byte, contentType string) ([]byte, error)

const (
	// shortest is how long an answer without an end is used, and how long an address that failed is left alone.
	shortest = time.Minute
	// longest bounds what an answer says of itself: a list that claims to hold for a year is asked for again the next day.
	longest = 24 * time.Hour
	// maxFetch bounds all that is fetched for one signature.
	maxFetch = 20 * time.Second
)

// evidence is what was fetched about the certificates of a chain.
type evidence struct{ crls, ocsp [][]byte }

// fetchEvidence asks about all certificates of a chain to an anchor but the anchor, and adds what it finds. Only a chain of good signatures to a
// trusted certificate makes us ask (T23): a certificate of somebody's own making leads nowhere. That a place does not
// answer is no error: what is missing then is said by the report.
func (s *Service) fetchEvidence(ctx context.Context, g *ground, anchors *cert.Pool, leaf *cert.Certificate, others []*cert.Certificate, e *evidence) error {
	if leaf == nil || s.fetchCRL == nil {
		return nil
	}
	result, err := cert.Build(ctx, cert.Request{Leaf: leaf, Anchors: anchors, Others: cert.NewPool(append(others, g.others...)...), Tables: s.tables})
	if err != nil || result.Path.Len() == 0 {
		return ctx.Err()
	}
	ctx, cancel := context.WithTimeout(ctx, maxFetch)
	defer cancel()
	online := revocation.Online{Fetch: s.cached}
	for i := range result.Path.Len() - 1 {
		found, _ := online.Evidence(ctx, result.Path, i) // what is missing the report says
		for _, r := range found.Responses {
			e.ocsp = append(e.ocsp, r.Raw)
		}
		for _, l := range found.CRLs {
			e.crls = append(e.crls, l.Raw)
		}
		if g.list == nil || len(found.CRLs) > 0 {
			continue
		}
		for _, url := range g.list.CRLs(result.Path.Issuer(i)) { // the list knows addresses that certificates may not
			if raw, err := s.cached(ctx, url, nil, ""); err == nil {
				e.crls = append(e.crls, raw)
				break
			}
		}
	}
	return nil
}

// flights has those who ask for the same thing wait for one answer, and remembers for a while what failed.
type flights struct {
	mu     sync.Mutex
	flying map[string]*flight
	failed map[string]time.Time
}

type flight struct {
	done chan struct{}
	raw  []byte
	err  error
}

// errLately says that an address failed a moment ago.
var errLately = errors.New("it did not answer a moment ago")

// maxFailed bounds what is remembered of failures.
const maxFailed = 1000

// cached is a fetcher that asks the network at most once until the answer's own end. Whoever asks first looks at what is
// kept too: who looked before joining the others could miss an answer that came in between, and ask again.
func (s *Service) cached(ctx context.Context, url string, body []byte, contentType string) ([]byte, error) {
	sum := sha256.Sum256(append([]byte(url+"\x00"), body...))
	key := hex.EncodeToString(sum[:])
	f := &s.flights
	f.mu.Lock()
	if under := f.flying[key]; under != nil {
		f.mu.Unlock()
		select {
		case <-under.done:
			return under.raw, under.err
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	own := &flight{done: make(chan struct{})}
	f.flying[key] = own
	at, ok := f.failed[key]
	lately := ok && s.clock.Now().Sub(at) < shortest
	f.mu.Unlock()

	asked := false
	own.raw, own.err = s.kept(context.WithoutCancel(ctx), key)
	switch {
	case own.raw != nil || own.err != nil:
	case lately:
		own.err = errLately
	default:
		asked = true
		own.raw, own.err = s.fetchAnew(context.WithoutCancel(ctx), key, url, body, contentType)
	}

	f.mu.Lock()
	delete(f.flying, key)
	if asked {
		f.remember(key, own.err, s.clock.Now())
	}
	f.mu.Unlock()
	close(own.done)
	return own.raw, own.err
}

// remember notes whether an address that was asked failed. The lock is held.
func (f *flights) remember(key string, err error, now time.Time) {
	delete(f.failed, key)
	if err == nil {
		return
	}
	if len(f.failed) >= maxFailed {
		clear(f.failed)
	}
	f.failed[key] = now
}

// kept returns what was fetched before and still holds, nil if there is none.
func (s *Service) kept(ctx context.Context, key string) ([]byte, error) {
	var file blob.Ref
	err := s.db.View(ctx, func(q sqldb.Querier) (err error) {
		file, err = evidenceFile(ctx, q, key, s.clock.Now())
		return err
	})
	if err == nil {
		var raw []byte
		if raw, err = s.content(ctx, file); err == nil {
			return raw, nil
		}
	}
	if errors.Is(err, sqldb.ErrNoRows) || errors.Is(err, blob.ErrNotFound) || errors.Is(err, blob.ErrCorrupt) {
		return nil, nil
	}
	return nil, fmt.Errorf("look for revocation data: %w", err)
}

// fetchAnew asks the network and keeps what can be read. The limits of time are those of the purpose.
func (s *Service) fetchAnew(ctx context.Context, key, url string, body []byte, contentType string) ([]byte, error) {
	fetch := s.fetchCRL
	if body != nil {
		fetch = s.fetchOCSP
	}
	raw, err := fetch(ctx, url, body, contentType)
	if err != nil {
		return nil, err
	}
	raw = bytes.Clone(raw)
	now := s.clock.Now()
	until, err := holdsUntil(raw, body != nil, now)
	if err != nil {
		return nil, err
	}
	file, err := s.put(ctx, raw)
	if err != nil {
		return nil, err
	}
	err = s.db.Update(ctx, func(tx *sqldb.Tx) error { return keepEvidence(ctx, tx, key, file, now, until) })
	if err != nil {
		return nil, fmt.Errorf("keep revocation data: %w", err)
	}
	return raw, nil
}

// holdsUntil returns when an answer is to be asked for again.
func holdsUntil(raw []byte, ocsp bool, now time.Time) (time.Time, error) {
	var next time.Time
	if ocsp {
		r, err := revocation.ParseResponse(raw)
		if err != nil {
			return next, err
		}
		if r.Status != revocation.Successful {
			return next, revocation.ErrRefused
		}
		for _, a := range r.Answers {
			if next.IsZero() || a.NextUpdate.Before(next) {
				next = a.NextUpdate
			}
		}
	} else {
		l, err := revocation.ParseCRL(raw)
		if err != nil {
			return next, err
		}
		next = l.NextUpdate
	}
	if next.After(now.Add(longest)) {
		next = now.Add(longest)
	}
	if next.Before(now.Add(shortest)) {
		next = now.Add(shortest)
	}
	return next, nil
}
