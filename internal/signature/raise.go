package signature

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/cms"
	"github.com/klaster-platform/klaster/esign/tsp"
	"github.com/klaster-platform/klaster/esign/validate"
	"github.com/klaster-platform/klaster/internal/platform/blob"
	"github.com/klaster-platform/klaster/internal/platform/jobs"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/signature/authority"
)

// A signature under a document comes as CAdES-B and is raised by jobs (rule T9):
//
//	B ──a time-stamp, at once──▶ T ──values and an archive time-stamp, after the grace──▶ LTA ──before its end──▶ LTA
//
// What was received stays beside it. A step that does not pass its own check afterwards is not kept.
const (
	// grace is how long after its time-stamp a signature waits for the values that prove it: a certificate that was revoked
	// before may appear in a list only then.
	grace = 24 * time.Hour
	// renewBefore is how long before the certificate of the last time-stamp ends the next one is asked for.
	renewBefore = 90 * 24 * time.Hour
	renewAtOnce = 500 // signatures that one round of renewal takes
	// lastChance is how long before the end of a signer's certificate everything is asked and kept at the latest: the lists of an authority
	// forget certificates that have ended, and nothing would be learned after it.
	lastChance = 15 * time.Minute
)

// Level is how far a signature was raised. It is stored, so the words never change.
type Level string

// The levels.
const (
	LevelT     Level = "T"
	LevelLTA   Level = "LTA"
	LevelToken Level = "token" // an XML signature as it came, with a time-stamp over its file beside it
)

// raised is a signature at one of its levels.
type raised struct {
	signed  string
	step    int // 1 for the first
	level   Level
	message blob.Ref
	at      time.Time
	until   time.Time // when the certificate of its last time-stamp ends
}

// errNoStamps says that no time-stamping authority is configured. The job waits for one.
var errNoStamps = errors.New("no time-stamping authority is configured")

// errNotRaised says that a signature did not pass after a step.
var errNotRaised = errors.New("the raised signature does not pass")

// raise is the job that brings a signature to its next level.
type raise struct{ Signed string }

// Kind names the job.
func (raise) Kind() string { return "signature.raise" }

// stamper asks the time-stamping authority of the installation.
func (s *Service) stamper() (*tsp.Client, error) {
	switch {
	case s.trial:
		return &tsp.Client{Fetch: func(_ context.Context, _, _ string, request []byte) (answer []byte, err error) {
			err = s.withAuthority(func(a *authority.Authority) (err error) {
				answer, err = a.Stamp(request)
				return err
			})
			return answer, err
		}}, nil
	case s.stampAddress == "" || s.fetchStamp == nil:
		return nil, errNoStamps
	}
	return &tsp.Client{Address: s.stampAddress, Fetch: func(ctx context.Context, address, media string, request []byte) ([]byte, error) {
		return s.fetchStamp(ctx, address, request, media)
	}}, nil
}

// raiseOne brings a signature to its next level, and says when to look at it again.
func (s *Service) raiseOne(ctx context.Context, d jobs.Delivery[raise]) error {
	row, last, document, err := s.toRaise(ctx, d.Args.Signed)
	if errors.Is(err, sqldb.ErrNoRows) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read the signature %s: %w", d.Args.Signed, err)
	}
	signer, err := s.signerOf(ctx, row)
	if err != nil {
		return fmt.Errorf("read the signature %s: %w", row.id, err)
	}
	now := s.clock.Now()
	next, again := raised{signed: row.id, step: last.step + 1, at: now}, time.Time{}
	var message []byte
	switch last.level {
	case LevelToken:
		if now.Before(last.until.Add(-renewBefore)) {
			return nil // another job was before this one
		}
		message, err = s.token(ctx, row.message)
		next.level = LevelToken
	case "":
		if next.level, err = s.firstLevel(ctx, row.message); err == nil && next.level == LevelToken {
			message, err = s.token(ctx, row.message)
			break
		}
		message, err = s.stamped(ctx, row.message, document)
		again = s.settles(now, signer)
	case LevelT:
		if wait := s.settles(last.at, signer).Sub(now); wait > 0 {
			return jobs.Postpone(wait)
		}
		message, err = s.archived(ctx, last.message, document)
		next.level = LevelLTA
	case LevelLTA:
		if now.Before(last.until.Add(-renewBefore)) {
			return nil // another job was before this one
		}
		message, err = s.archived(ctx, last.message, document)
		next.level = LevelLTA
	}
	if errors.Is(err, errNoStamps) {
		return jobs.Postpone(grace)
	}
	if err != nil {
		return fmt.Errorf("raise the signature %s to %s: %w", row.id, next.level, err)
	}
	if next.until, err = provenUntil(next.level, message); err != nil {
		return fmt.Errorf("raise the signature %s to %s: %w", row.id, next.level, err)
	}
	if next.message, err = s.put(ctx, message); err != nil {
		return err
	}
	d.Record(func(ctx context.Context, tx *sqldb.Tx) error {
		first, err := insertRaised(ctx, tx, next)
		if err != nil || !first {
			return err
		}
		if err := s.record(ctx, tx, entry{by: "system", action: "signature.raised", subject: row.request, detail: string(next.level)}); err != nil || again.IsZero() {
			return err
		}
		return s.jobs.Insert(ctx, tx, raise{row.id}, jobs.After(again))
	})
	return nil
}

// settles is when it is asked for the second time about a signature of a moment, and when its values are collected: after the grace period,
// and before the certificate ends, if that is sooner.
func (s *Service) settles(at time.Time, signer *cert.Certificate) time.Time {
	due := at.Add(s.grace)
	if signer == nil {
		return due
	}
	if last := signer.NotAfter.Add(-lastChance); last.Before(due) {
		due = last
	}
	if due.Before(at) {
		return at
	}
	return due
}

// signerOf is the certificate of a signature that was kept, nil if the message has none.
func (s *Service) signerOf(ctx context.Context, row signedRow) (*cert.Certificate, error) {
	message, err := s.content(ctx, row.message)
	if err != nil {
		return nil, err
	}
	return onlySigner(message)
}

// Stamped returns when a signature was given a time-stamp, which proves that it was made before; the zero time as long as nothing proves
// that (rule T3).
func (s *Service) Stamped(ctx context.Context, q sqldb.Querier, id string) (time.Time, error) {
	at, err := firstRaised(ctx, q, id)
	if err != nil && !errors.Is(err, sqldb.ErrNoRows) {
		return time.Time{}, fmt.Errorf("read when the signature %s was stamped: %w", id, err)
	}
	return at, nil
}

// LongTerm returns a signature at its highest level, with the proof of its time; nil as long as it is as it came.
func (s *Service) LongTerm(ctx context.Context, id string) ([]byte, error) {
	var last raised
	err := s.db.View(ctx, func(q sqldb.Querier) error {
		row, err := signedByID(ctx, q, id)
		if err != nil {
			return err
		}
		last, err = lastRaised(ctx, q, row.id)
		return err
	})
	switch {
	case errors.Is(err, sqldb.ErrNoRows):
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("read the signature %s: %w", id, err)
	case last.level == LevelToken:
		return nil, nil // the signature itself is as it came
	}
	return s.content(ctx, last.message)
}

// toRaise reads a signature, its last level, and what it signs. The level is empty for one that stays as it came.
func (s *Service) toRaise(ctx context.Context, signed string) (row signedRow, last raised, document []byte, err error) {
	var r Request
	err = s.db.View(ctx, func(q sqldb.Querier) (err error) {
		if row, err = signedByID(ctx, q, signed); err != nil {
			return err
		}
		if r, err = selectRequest(ctx, q, row.request); err != nil {
			return err
		}
		last, err = lastRaised(ctx, q, row.id)
		if errors.Is(err, sqldb.ErrNoRows) {
			return nil
		}
		return err
	})
	if err != nil {
		return row, last, nil, err
	}
	f, err := s.Bytes(ctx, r)
	if err != nil {
		return row, last, nil, err
	}
	defer f.Close() //nolint:errcheck // it was read
	document, err = io.ReadAll(f)
	return row, last, document, err
}

// firstLevel is the level to which a message is raised first.
func (s *Service) firstLevel(ctx context.Context, message blob.Ref) (Level, error) {
	content, err := s.content(ctx, message)
	if err != nil {
		return "", err
	}
	if isXML(content) {
		return LevelToken, nil
	}
	return LevelT, nil
}

// token stamps the file of an XML signature, which stays as it was received (rule T9): what proves it is kept with its facts.
func (s *Service) token(ctx context.Context, message blob.Ref) ([]byte, error) {
	client, err := s.stamper()
	if err != nil {
		return nil, err
	}
	content, err := s.content(ctx, message)
	if err != nil {
		return nil, err
	}
	token, err := client.Stamp(ctx, tsp.NewImprint(algorithm.Streebog256, content))
	if err != nil {
		return nil, fmt.Errorf("ask for a time-stamp: %w", err)
	}
	return token.Raw(), nil
}

// parsed reads a kept message.
func (s *Service) parsed(ctx context.Context, message blob.Ref) (*cms.SignedData, error) {
	content, err := s.content(ctx, message)
	if err != nil {
		return nil, err
	}
	raw, err := cms.Unarmor(content)
	if err != nil {
		return nil, err
	}
	return cms.Parse(raw)
}

// stamped adds a time-stamp over each signature value.
func (s *Service) stamped(ctx context.Context, message blob.Ref, document []byte) ([]byte, error) {
	client, err := s.stamper()
	if err != nil {
		return nil, err
	}
	m, err := s.parsed(ctx, message)
	if err != nil {
		return nil, err
	}
	token, err := client.StampSignature(ctx, m.Signers[0])
	if err != nil {
		return nil, fmt.Errorf("ask for a time-stamp: %w", err)
	}
	out, err := m.AddSignatureTimestamp(0, token.Raw())
	if err != nil {
		return nil, err
	}
	_, err = s.stands(ctx, out, document)
	return out, err
}

// archived adds what proves a signature and its time-stamps, and an archive time-stamp over all of it.
func (s *Service) archived(ctx context.Context, message blob.Ref, document []byte) ([]byte, error) {
	client, err := s.stamper()
	if err != nil {
		return nil, err
	}
	content, err := s.content(ctx, message)
	if err != nil {
		return nil, err
	}
	checked, err := s.stands(ctx, content, document)
	if err != nil {
		return nil, err
	}
	m, err := withValues(content, checked)
	if err != nil {
		return nil, err
	}
	const digest = algorithm.Streebog256
	sums, err := m.Digest(bytes.NewReader(document), digest)
	if err != nil {
		return nil, err
	}
	index := m.Signers[0].NewHashIndex(digest)
	data, err := m.Signers[0].ArchiveData(index, digest, sums)
	if err != nil {
		return nil, err
	}
	token, err := client.Stamp(ctx, tsp.NewImprint(digest, data))
	if err != nil {
		return nil, fmt.Errorf("ask for an archive time-stamp: %w", err)
	}
	out, err := m.AddArchiveTimestamp(0, token.Raw(), index)
	if err != nil {
		return nil, err
	}
	_, err = s.stands(ctx, out, document)
	return out, err
}

// withValues puts certificates, lists and answers that proved a signature into its message.
func withValues(message []byte, c Checked) (*cms.SignedData, error) {
	m, err := cms.Parse(message)
	if err != nil {
		return nil, err
	}
	_, material, err := c.facts.Store()
	if err != nil {
		return nil, fmt.Errorf("collect the values: %w", err)
	}
	var values cms.Values
	for _, v := range material {
		switch v.Kind {
		case validate.MaterialCertificate:
			found, err := cert.Parse(v.Raw)
			if err != nil {
				return nil, fmt.Errorf("collect the values: %w", err)
			}
			values.Certificates = append(values.Certificates, found)
		case validate.MaterialCRL:
			values.CRLs = append(values.CRLs, v.Raw)
		case validate.MaterialOCSP:
			values.OCSP = append(values.OCSP, v.Raw)
		default: // time-stamps stand in the message already
		}
	}
	raw, err := m.AddValues(values)
	if err != nil {
		return nil, err
	}
	return cms.Parse(raw)
}

// stands checks a raised message: it passes, as before.
func (s *Service) stands(ctx context.Context, message, document []byte) (Checked, error) {
	checked, err := s.Check(ctx, message, bytes.NewReader(document))
	if err != nil {
		return Checked{}, err
	}
	if !checked.Passed() {
		return Checked{}, fmt.Errorf("%w: %s %v", errNotRaised, checked.Report.Indication, checked.Report.SubIndications)
	}
	return checked, nil
}

// provenUntil is when the certificate of the last time-stamp of a message ends.
func provenUntil(level Level, message []byte) (time.Time, error) {
	if level == LevelToken {
		token, err := tsp.Parse(message)
		if err != nil {
			return time.Time{}, err
		}
		if c := token.Certificate(); c != nil {
			return c.NotAfter, nil
		}
		return time.Time{}, fmt.Errorf("a time-stamp without its certificate: %w", errNotRaised)
	}
	m, err := cms.Parse(message)
	if err != nil {
		return time.Time{}, err
	}
	n := m.Signers[0]
	var until time.Time
	for _, raw := range append(n.SignatureTimestamps(), n.ArchiveTimestamps()...) {
		token, err := tsp.Parse(raw)
		if err != nil {
			return time.Time{}, err
		}
		if c := token.Certificate(m.Certificates...); c != nil && c.NotAfter.After(until) {
			until = c.NotAfter
		}
	}
	return until, nil
}

// renew is the job that looks for signatures whose last time-stamp ends soon.
type renew struct{}

// Kind names the job.
func (renew) Kind() string { return "signature.renew" }

func (s *Service) renewAll(ctx context.Context, tx *sqldb.Tx, _ renew) error {
	list, err := endingSoon(ctx, tx, s.clock.Now().Add(renewBefore), renewAtOnce)
	if err != nil {
		return fmt.Errorf("look for time-stamps that end: %w", err)
	}
	for _, signed := range list {
		if err := s.jobs.Insert(ctx, tx, raise{signed}); err != nil {
			return err
		}
	}
	return nil
}
