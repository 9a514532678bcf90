package partner

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"maps"
	"slices"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/durable"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/search"
)

// A node writes what it has in memory to a file of its own, so that the next start answers without reading and analysing everything anew:
//
//	snapshotWord, the index of texts, the index of names, subjects as lines of JSON, the head as JSON, its length, the SHA-256 of all before
//
// It is a copy of what the database has, and never more than that. So it is of use only while the database can tell all that was changed
// since: the head names an anchor, a row of partner_change that was committed after all that the file has was read. A database without
// that row is another one, or an earlier state of this one, or has forgotten what was changed.
const (
	snapshotWord = "klaster partners\n"
	snapshotForm = 2
	// saveEvery is how often a node writes what has changed.
	saveEvery = 5 * time.Minute
	// lookToSave is how often it looks whether there is something to write.
	lookToSave = 10 * time.Second
	// snapshotAge is how old a snapshot may be: rows of changes stay for keepChanges, and an hour is left for clocks that differ.
	snapshotAge = keepChanges - changeWindow - time.Hour
	// anchor is the subject of the rows that snapshots name. It is nobody's key.
	anchor = "."
)

// head is what a snapshot says of itself.
type head struct {
	Form    int                  `json:"form"`
	Maker   string               `json:"maker"` // which program has made passages of what the rooms keep
	Anchor  string               `json:"anchor"`
	Looked  time.Time            `json:"looked"` // all changes that could be seen then are in it
	Built   time.Time            `json:"built"`
	Applied map[string]time.Time `json:"applied"` // changes of the window before Looked
	Parts   []int64              `json:"parts"`   // how long each part is
}

// savedSubject is a subject as JSON has it.
type savedSubject struct {
	Subject

	Name [2]string
}

// still is the state of a node at one moment.
type still struct {
	head

	texts, names *search.Index
	subjects     map[string]Subject
}

// keep writes the snapshot when something has changed since the last one, and this long enough ago.
func (s *Service) keep(ctx context.Context) error {
	state, ok := s.toSave()
	if !ok {
		return nil
	}
	state.Anchor = id.New()
	// The anchor is committed after everything that the state has was read, so a database that has it has all of that.
	err := s.db.Update(ctx, func(tx *sqldb.Tx) error { return insertChange(ctx, tx, state.Anchor, anchor, s.clock.Now()) })
	if err == nil {
		err = durable.Write(s.snapshot, 0o600, state.write)
	}
	if err != nil {
		return fmt.Errorf("save the index of partners: %w", err)
	}
	return nil
}

// toSave is what is to be written now, if anything is. Whoever fails to write it tries again in five minutes.
func (s *Service) toSave() (still, bool) {
	s.following.Lock()
	defer s.following.Unlock()
	c, now := s.current.Load(), s.clock.Now()
	if s.snapshot == "" || c == nil || !s.unsaved || !s.savedAt.IsZero() && now.Sub(s.savedAt).Abs() < saveEvery {
		return still{}, false
	}
	s.unsaved, s.savedAt = false, now
	c.mu.RLock()
	defer c.mu.RUnlock()
	return still{
		head{Form: snapshotForm, Maker: s.maker, Looked: s.lookedAt, Built: s.builtAt, Applied: maps.Clone(s.applied)},
		c.texts.Still(), c.names.Still(), maps.Clone(c.subjects),
	}, true
}

// write writes a snapshot.
func (s still) write(file io.Writer) error {
	buffer := bufio.NewWriterSize(file, 1<<16)
	w := &summed{w: buffer, sum: sha256.New()}
	if _, err := io.WriteString(w, snapshotWord); err != nil {
		return err
	}
	from := w.n
	for _, part := range []func(io.Writer) error{
		func(w io.Writer) error { return s.texts.Save(w, "texts") },
		func(w io.Writer) error { return s.names.Save(w, "names") },
		s.writeSubjects,
	} {
		if err := part(w); err != nil {
			return err
		}
		s.Parts = append(s.Parts, w.n-from)
		from = w.n
	}
	content, err := json.Marshal(s.head)
	if err != nil {
		return err
	}
	content = binary.LittleEndian.AppendUint32(content, uint32(len(content)))
	if _, err := w.Write(content); err != nil {
		return err
	}
	if _, err := buffer.Write(w.sum.Sum(nil)); err != nil {
		return err
	}
	return buffer.Flush()
}

func (s still) writeSubjects(w io.Writer) error {
	lines := json.NewEncoder(w)
	for _, key := range slices.Sorted(maps.Keys(s.subjects)) {
		o := s.subjects[key]
		if err := lines.Encode(savedSubject{o, [2]string{o.Name.In(i18n.Russian), o.Name.In(i18n.English)}}); err != nil {
			return err
		}
	}
	return nil
}

// summed counts and adds up what is written.
type summed struct {
	w   io.Writer
	sum hash.Hash
	n   int64
}

// Write implements [io.Writer].
func (s *summed) Write(b []byte) (int, error) {
	n, err := s.w.Write(b)
	s.sum.Write(b[:n]) //nolint:errcheck // a hash does not fail
	s.n += int64(n)
	return n, err
}

// errSnapshot says that a file is no snapshot of this program for this database, or too old. The index is built anew.
var errSnapshot = errors.New("not a snapshot that this node can use")
