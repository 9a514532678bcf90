package trust

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/klaster-platform/klaster/esign/cert"
)

// Installation says whose store it is (T8 of the rules of trust).
type Installation int

// The two kinds of installations. The zero value is the real one, so that forgetting to say which cannot let a trial in.
const (
	Real Installation = iota
	Trial
)

// ErrTrial says that a trial certificate was offered as an anchor to a real installation.
var ErrTrial = errors.New("trial certificate in a real installation")

// Store holds anchors and all versions of the list. It may be used by several goroutines at once.
type Store struct {
	installation Installation

	mu          sync.RWMutex
	anchors     []*cert.Certificate
	lists       []*List // by date, then number
	successions []Succession
}

// NewStore makes an empty store.
func NewStore(i Installation) *Store { return &Store{installation: i} }

// Installation returns whose store it is.
func (s *Store) Installation() Installation { return s.installation }

// AddAnchors makes certificates anchors. A real store takes none of them if one is a trial certificate.
func (s *Store) AddAnchors(certificates ...*cert.Certificate) error {
	for _, c := range certificates {
		if s.installation == Real && c.Trial() {
			return fmt.Errorf("anchor %s: %w", c.Subject, ErrTrial)
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.anchors = append(s.anchors, certificates...)
	return nil
}

// AddAnchorFile reads anchors from a file in PEM or DER.
func (s *Store) AddAnchorFile(data []byte) error {
	list, err := cert.ParseFile(data)
	if err != nil {
		return fmt.Errorf("anchors: %w", err)
	}
	return s.AddAnchors(list...)
}

// Anchors returns the anchors as a pool of their own.
func (s *Store) Anchors() *cert.Pool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return cert.NewPool(s.anchors...)
}

// AddList keeps a version of the list. The same file again changes nothing. A real store refuses a list that has a trial
// certificate in it.
func (s *Store) AddList(l *List) error {
	if s.installation == Real {
		if i := slices.IndexFunc(l.Certificates().All(), (*cert.Certificate).Trial); i >= 0 {
			return fmt.Errorf("list of %s: %w", l.Date.Format(time.DateOnly), ErrTrial)
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if slices.ContainsFunc(s.lists, func(other *List) bool { return other.SHA256 == l.SHA256 }) {
		return nil
	}
	at, _ := slices.BinarySearchFunc(s.lists, l, func(a, b *List) int {
		if c := a.Date.Compare(b.Date); c != 0 {
			return c
		}
		return a.Number - b.Number
	})
	s.lists = slices.Insert(s.lists, at, l)
	return nil
}

// Lists returns all versions, the earliest first.
func (s *Store) Lists() []*List {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return slices.Clone(s.lists)
}

// ListAt returns the version that was the newest at a time, nil if there was none yet.
func (s *Store) ListAt(t time.Time) *List {
	s.mu.RLock()
	defer s.mu.RUnlock()
	for _, l := range slices.Backward(s.lists) {
		if !l.Date.After(t) {
			return l
		}
	}
	return nil
}

// ListFor returns the version by which something is judged at a time: the newest of that time or, if there was none yet, the
// earliest; nil only if there are none at all. History reaches back, so that a later list speaks of earlier days too.
func (s *Store) ListFor(t time.Time) *List {
	if l := s.ListAt(t); l != nil {
		return l
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	if len(s.lists) == 0 {
		return nil
	}
	return s.lists[0]
}

// Successions returns what AddSuccession was told.
func (s *Store) Successions() []Succession {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return slices.Clone(s.successions)
}

// AddSuccession notes that an authority took over from another.
func (s *Store) AddSuccession(succession Succession) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.successions = append(s.successions, succession)
}

// Accreditation says what the newest version at a time knows about the issuer of a certificate on the day of issue.
func (s *Store) Accreditation(c, issuer *cert.Certificate, at time.Time) Accreditation {
	l := s.ListAt(at)
	if l == nil {
		return Accreditation{}
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	return l.Accreditation(c, issuer, s.successions...)
}
