package signature

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/internal/platform/blob"
	"github.com/klaster-platform/klaster/internal/platform/clock"
	"github.com/klaster-platform/klaster/internal/platform/limit"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

const oneHour = time.Hour

// Service holds the use cases.
type Service struct {
	db     *sqldb.DB
	clock  clock.Clock
	limits *limit.Limiter
	files  blob.Store
	trial  bool
	data   string // folder of the trial authority's folder
	origin string

	uses      map[Purpose]Use
	revoked   []func(ctx context.Context, tx *sqldb.Tx, one Fallen) error // see [Module.OnRevoked]
	authority string
	stamps    []*cert.Certificate // anchors of time-stamps of a real installation
	tables    *algorithm.Tables   // of the keys of authorities and of signers who return

	fetchCRL, fetchOCSP, fetchStamp Fetch
	stampAddress                    string
	jobs                            queue
	grace                           time.Duration

	flights    flights
	trialState trialState
	listState  listState
}

// put keeps bytes of our own, whose length is known to be in bounds.
func (s *Service) put(ctx context.Context, content []byte) (blob.Ref, error) {
	ref, err := s.files.Put(ctx, bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return blob.Ref{}, fmt.Errorf("keep a file: %w", err)
	}
	return ref, nil
}

// NamesFile reports whether the room names a file, for the sweep of files that nobody names.
func (s *Service) NamesFile(ctx context.Context, ref blob.Ref) (named bool, err error) {
	err = s.db.View(ctx, func(q sqldb.Querier) error {
		named, err = namesFile(ctx, q, ref)
		return err
	})
	return named, err
}
