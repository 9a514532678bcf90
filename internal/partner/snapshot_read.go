package partner

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/durable"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/search"
	"github.com/klaster-platform/klaster/workdays"
)

// mostHead bounds the head of a snapshot: it names the changes of ten minutes.
const mostHead = 64 << 20

// restore takes what this node has saved, brings it up to what is committed now, and only then lets questions see it: so nothing is found
// that was hidden while the node did not run. It reports whether there was something to take; why not, stands in the log. An error is
// one of the database, and may be gone the next time.
func (s *Service) restore(ctx context.Context) (taken bool, err error) {
	if s.snapshot == "" {
		return false, nil
	}
	durable.RemoveRemains(s.snapshot)
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), buildTime)
	defer cancel()
	err = s.takeSnapshot(ctx)
	switch {
	case errors.Is(err, fs.ErrNotExist): // the first start
		return false, nil
	case errors.Is(err, errSnapshot):
		s.log.WarnContext(ctx, "the saved index of partners is not used, it is built anew", "error", err)
		return false, nil
	}
	return err == nil, err
}

func (s *Service) takeSnapshot(ctx context.Context) error {
	f, err := os.Open(s.snapshot)
	if err != nil {
		return fmt.Errorf("%w: %w", errSnapshot, err)
	}
	defer f.Close() //nolint:errcheck // it was only read
	h, parts, err := readHead(f)
	if err != nil {
		return err
	}
	if err := s.usable(h); err != nil {
		return err
	}
	var c *catalogue
	if err := s.db.View(ctx, func(q sqldb.Querier) error {
		c, err = s.emptyCatalogue(ctx, q)
		return err
	}); err != nil {
		return fmt.Errorf("read the classes of the saved index: %w", err)
	}
	if err := c.fill(parts); err != nil {
		return err
	}
	return s.catchUp(ctx, c, h)
}

// usable reports why a snapshot says of itself that it is not for this node.
func (s *Service) usable(h head) error {
	switch age := s.clock.Now().Sub(h.Looked); {
	case h.Maker != s.maker:
		return fmt.Errorf("%w: another version of the program has made it", errSnapshot)
	case age > snapshotAge || age < -time.Minute:
		return fmt.Errorf("%w: it is of %s", errSnapshot, h.Looked.Format(time.RFC3339))
	}
	return nil
}

// readHead reads all of a file once and returns its parts only if it is whole.
func readHead(f io.ReaderAt) (head, []*io.SectionReader, error) {
	size, err := wholeSize(f)
	if err != nil {
		return head{}, nil, err
	}
	var length [4]byte
	if _, err := f.ReadAt(length[:], size-4); err != nil {
		return head{}, nil, fmt.Errorf("%w: %w", errSnapshot, err)
	}
	n := int64(binary.LittleEndian.Uint32(length[:]))
	from, end := int64(len(snapshotWord)), size-4-n
	if n > mostHead || end < from {
		return head{}, nil, fmt.Errorf("%w: its head has %d bytes", errSnapshot, n)
	}
	var h head
	if err := json.NewDecoder(io.NewSectionReader(f, end, n)).Decode(&h); err != nil || h.Form != snapshotForm || len(h.Parts) != 3 {
		return head{}, nil, fmt.Errorf("%w: its head is of another form", errors.Join(errSnapshot, err))
	}
	if h.Applied == nil { // it is written to
		h.Applied = map[string]time.Time{}
	}
	parts := make([]*io.SectionReader, len(h.Parts))
	for i, length := range h.Parts {
		if length < 0 || length > end-from {
			return head{}, nil, fmt.Errorf("%w: its parts are longer than it is", errSnapshot)
		}
		parts[i] = io.NewSectionReader(f, from, length)
		from += length
	}
	if from != end {
		return head{}, nil, fmt.Errorf("%w: its parts are shorter than it is", errSnapshot)
	}
	return h, parts, nil
}

// wholeSize is how long a file is before its sum, if it begins as a snapshot and the sum is right.
func wholeSize(f io.ReaderAt) (int64, error) {
	r := io.NewSectionReader(f, 0, 1<<62)
	word := make([]byte, len(snapshotWord))
	if _, err := io.ReadFull(r, word); err != nil || string(word) != snapshotWord {
		return 0, fmt.Errorf("%w: it begins otherwise", errSnapshot)
	}
	sum, tail := sha256.New(), make([]byte, 0, sha256.Size)
	sum.Write(word) //nolint:errcheck // a hash does not fail
	size, block := int64(len(word)), make([]byte, 1<<16)
	for {
		n, err := r.Read(block)
		tail = append(tail, block[:n]...)
		if more := len(tail) - sha256.Size; more > 0 { // all but the last bytes is what the sum is of
			sum.Write(tail[:more]) //nolint:errcheck // a hash does not fail
			size += int64(more)
			tail = append(tail[:0], tail[more:]...)
		}
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return 0, fmt.Errorf("%w: %w", errSnapshot, err)
		}
	}
	if size < int64(len(word))+4 || !bytes.Equal(sum.Sum(nil), tail) {
		return 0, fmt.Errorf("%w: it is damaged or cut off", errSnapshot)
	}
	return size, nil
}

// fill takes what was saved into an empty catalogue.
func (c *catalogue) fill(parts []*io.SectionReader) error {
	for i, x := range []*search.Index{c.texts, c.names} {
		if _, err := x.Load(parts[i]); err != nil {
			return fmt.Errorf("%w: %w", errSnapshot, err)
		}
	}
	lines := json.NewDecoder(parts[2])
	for {
		var o savedSubject
		err := lines.Decode(&o)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%w: %w", errSnapshot, err)
		}
		o.Subject.Name = i18n.Raw(o.Name[0], o.Name[1])
		c.remember(o.Subject)
	}
}

// over are the subjects of which something ended before today: while the node did not run, nobody may have told of that yet.
func (c *catalogue) over(today workdays.Date) (list []change) {
	for key, o := range c.subjects {
		if slices.ContainsFunc(o.Passages, func(p Passage) bool { return !p.Terms.Until.IsZero() && until(p.Terms.Until).Before(today) }) {
			list = append(list, change{Subject: key})
		}
	}
	return list
}

// catchUp applies to a catalogue what was committed since it was saved, and lets questions see it.
func (s *Service) catchUp(ctx context.Context, c *catalogue, h head) error {
	var n news
	now := s.clock.Now()
	err := s.db.View(ctx, func(q sqldb.Querier) error {
		known, err := hasChange(ctx, q, h.Anchor)
		if err != nil {
			return err
		}
		if !known {
			return fmt.Errorf("%w: it is of another database, or of a state that was given up", errSnapshot)
		}
		list, err := changesSince(ctx, q, h.Looked.Add(-changeWindow), mostChanges+len(h.Applied)+1)
		if err != nil {
			return err
		}
		changes := without(list, h.Applied)
		if len(changes) > mostChanges || allChanged(changes) {
			return fmt.Errorf("%w: too much has changed since", errSnapshot)
		}
		n, err = s.read(ctx, q, append(changes, c.over(workdays.DateOf(now.In(i18n.Moscow())))...))
		return err
	})
	if err != nil {
		return fmt.Errorf("bring the saved index up to date: %w", err)
	}
	if err := c.putAimed(n.put, n.gone, n.known.vectors); err != nil {
		return fmt.Errorf("%w: %w", errSnapshot, err)
	}
	s.current.Store(c)
	s.builtAt, s.lookedAt, s.applied, s.unsaved = h.Built, now, h.Applied, len(n.changes) > 0
	s.missing = n.known.missing
	s.note(n.changes)
	s.log.InfoContext(ctx, "partners taken from the saved index", "subjects", len(c.subjects), "passages", c.texts.Len(), "changes", len(n.changes))
	return nil
}
