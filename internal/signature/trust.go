package signature

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/trust"
	"github.com/klaster-platform/klaster/esign/validate"
	"github.com/klaster-platform/klaster/internal/platform/blob"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/signature/authority"
)

// ErrNoList says that a real installation has nothing to judge by.
var ErrNoList = fault.New(fault.Unavailable, i18n.M(
	"Проверка подписей ещё не настроена: не загружен перечень аккредитованных удостоверяющих центров. Напишите в поддержку.",
	"The check of signatures is not set up yet: the list of accredited certification authorities is not loaded. Write to the support."))

// trialFolder is the folder of the trial authority in the data folder.
const trialFolder = "trial-ca"

// ground is what an installation judges signatures by.
type ground struct {
	policy  validate.Policy
	options validate.Options
	anchors []*cert.Certificate
	others  []*cert.Certificate // to build chains through
	stamps  []*cert.Certificate // anchors of time-stamps
	list    *trust.List         // nil in a trial installation
	crls    [][]byte            // what the trial authority has revoked
}

// chainAnchors are where a chain ends that makes us ask the network (T23).
func (g *ground) chainAnchors() *cert.Pool {
	if g.list != nil {
		return g.list.Certificates()
	}
	return cert.NewPool(g.anchors...)
}

// ground returns what signatures are judged by now: in a trial installation its own authority and nothing else, whatever
// was imported; in a real one the newest version of the list and nothing else (T8, T16).
func (s *Service) ground(ctx context.Context, now time.Time) (*ground, error) {
	if s.trial {
		return s.trialGround()
	}
	list, err := s.listAt(ctx, now)
	if err != nil {
		return nil, err
	}
	store := trust.NewStore(trust.Real)
	if err := store.AddList(list); err != nil {
		return nil, fmt.Errorf("use the list of authorities %d: %w", list.Number, err)
	}
	return &ground{policy: validate.Qualified, options: validate.Options{Accreditation: store, Tables: s.tables}, list: list, stamps: s.stamps}, nil
}

// openTrialAuthority makes the authority of a trial installation at its first start. A real one never has one (T8).
func (s *Service) openTrialAuthority() error {
	if !s.trial {
		return nil
	}
	s.authority = filepath.Join(s.data, trialFolder)
	if authority.Exists(s.authority) {
		return nil
	}
	if err := authority.Make(s.authority, authority.Usual()); err != nil {
		return fmt.Errorf("make the trial authority: %w", err)
	}
	return nil
}

// revokedFor is how long a list of the trial authority is used before it is made anew, if nothing was revoked meanwhile.
const revokedFor = 30 * time.Minute

// trialState is what was read of the folder of the trial authority.
type trialState struct {
	mu     sync.Mutex
	ground *ground
	stamp  string // of the ledger
	made   time.Time
}

// trialGround reads the folder anew when its ledger has changed, as when a certificate was revoked by klaster ca revoke.
func (s *Service) trialGround() (*ground, error) {
	t := &s.trialState
	t.mu.Lock()
	defer t.mu.Unlock()
	now := s.clock.Now()
	if t.ground != nil && t.stamp == ledgerStamp(s.authority) && now.Sub(t.made) < revokedFor && !now.Before(t.made) {
		return t.ground, nil
	}
	g := &ground{policy: validate.Trial, options: validate.Options{AllowTrial: true, TrustSource: "trial", Tables: s.tables}}
	err := authority.With(s.authority, func(a *authority.Authority) error {
		g.anchors = []*cert.Certificate{a.Root.Certificate()}
		g.others = []*cert.Certificate{a.Issuing.Certificate()}
		g.stamps = g.anchors
		for _, root := range []bool{true, false} {
			list, err := a.List(root, 24*time.Hour)
			if err != nil {
				return err
			}
			g.crls = append(g.crls, list.Raw)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read the trial authority: %w", err)
	}
	t.ground, t.stamp, t.made = g, ledgerStamp(s.authority), now
	return g, nil
}

// ledgerStamp changes with the ledger.
func ledgerStamp(dir string) string {
	info, err := os.Stat(filepath.Join(dir, authority.Ledger))
	if err != nil {
		return ""
	}
	return fmt.Sprint(info.ModTime().UnixNano(), " ", info.Size())
}

// listState is the version of the list that was read last: some 10 MB of XML are not read for each signature.
type listState struct {
	mu   sync.Mutex
	sum  string
	list *trust.List
}

// listAt returns the version of the list in force at a time.
func (s *Service) listAt(ctx context.Context, at time.Time) (*trust.List, error) {
	var row listRow
	err := s.db.View(ctx, func(q sqldb.Querier) (err error) {
		row, err = listFor(ctx, q, at)
		return err
	})
	switch {
	case errors.Is(err, sqldb.ErrNoRows):
		return nil, ErrNoList
	case err != nil:
		return nil, fmt.Errorf("find the list of authorities: %w", err)
	}
	l := &s.listState
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.sum == row.sum {
		return l.list, nil
	}
	list, err := s.readList(ctx, row.file)
	if err != nil {
		return nil, err
	}
	l.sum, l.list = row.sum, list
	return list, nil
}

func (s *Service) readList(ctx context.Context, file blob.Ref) (*trust.List, error) {
	raw, err := s.content(ctx, file)
	if err != nil {
		return nil, fmt.Errorf("read the list of authorities: %w", err)
	}
	return validate.ReadList(ctx, raw)
}

// content reads a file whole.
func (s *Service) content(ctx context.Context, ref blob.Ref) ([]byte, error) {
	f, err := s.files.Open(ctx, ref)
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // it was read
	return io.ReadAll(f)
}

// Imported is what came of an import of the list.
type Imported struct {
	Number      int
	Date        time.Time
	Authorities int
	Signer      string // "" if the list is not signed
	Fresh       bool   // it was not there before
	// Certificates is how many certificates the list has, Unreadable how many of them nobody can read.
	Certificates, Unreadable int
}

// Errors of imports.
var (
	// ErrShrunk says that a list has less than half of the authorities of the one in force: it may be cut short (T22).
	ErrShrunk = errors.New("the list has less than half of the authorities of the one in force")
	// ErrTrialList says that a list for trials was offered to a real installation.
	ErrTrialList = errors.New("the list has trial certificates: a real installation does not take it")
)

// ImportList takes a version of the list of accredited authorities of Минцифры. A signed one must be signed well, and one
// without a signature is taken because whoever runs the command named it. The same file again changes nothing. force takes
// a list that has shrunk.
func (s *Service) ImportList(ctx context.Context, raw []byte, by string, force bool) (Imported, error) {
	list, err := validate.ReadList(ctx, raw)
	if err != nil {
		return Imported{}, fmt.Errorf("import a list of authorities: %w", err)
	}
	kind := trust.Real
	if s.trial {
		kind = trust.Trial
	}
	if err := trust.NewStore(kind).AddList(list); errors.Is(err, trust.ErrTrial) {
		return Imported{}, ErrTrialList
	} else if err != nil {
		return Imported{}, fmt.Errorf("import a list of authorities: %w", err)
	}
	out := Imported{Number: list.Number, Date: list.Date, Authorities: len(list.Authorities), Unreadable: list.Unreadable}
	if list.Signer != nil {
		out.Signer = list.Signer.Subject.String()
	}
	for _, a := range list.Authorities {
		for _, k := range a.Keys {
			out.Certificates += len(k.Certificates)
		}
	}
	file, err := s.put(ctx, raw)
	if err != nil {
		return Imported{}, err
	}
	row := listRow{
		sum: hex.EncodeToString(list.SHA256[:]), number: list.Number, dated: list.Date.UTC(), file: file, authorities: out.Authorities,
		signer: out.Signer, by: by, at: s.clock.Now(),
	}
	err = s.db.Update(ctx, func(tx *sqldb.Tx) error {
		before, err := listFor(ctx, tx, row.at)
		if err != nil && !errors.Is(err, sqldb.ErrNoRows) {
			return err
		}
		if err == nil && 2*out.Authorities < before.authorities && !force {
			return ErrShrunk
		}
		if out.Fresh, err = insertList(ctx, tx, row); err != nil || !out.Fresh {
			return err
		}
		return s.record(ctx, tx, entry{by: by, action: "signature.list_imported", subject: row.sum})
	})
	if err != nil {
		return Imported{}, fmt.Errorf("import a list of authorities: %w", err)
	}
	return out, nil
}
