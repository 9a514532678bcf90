package blobtest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"maps"
	"sync"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/blob"
	"github.com/klaster-platform/klaster/internal/platform/clock"
)

// Memory is a [blob.Store] that forgets everything at the end of the process. It keeps plaintext.
type Memory struct {
	clock clock.Clock
	mu    sync.Mutex
	kept  map[blob.Ref]kept
}

type kept struct {
	content []byte
	put     time.Time
}

// NewMemory makes an empty store.
func NewMemory(c clock.Clock) *Memory {
	return &Memory{clock: c, kept: map[blob.Ref]kept{}}
}

// Put implements [blob.Store].
func (m *Memory) Put(ctx context.Context, r io.Reader, limit int64) (blob.Ref, error) {
	if limit < 0 {
		return blob.Ref{}, fmt.Errorf("put blob: negative limit %d", limit)
	}
	content, err := readAll(ctx, r, limit)
	if err != nil {
		return blob.Ref{}, fmt.Errorf("put blob: %w", err)
	}
	ref := blob.RefOf(content)
	m.mu.Lock()
	defer m.mu.Unlock()
	m.kept[ref] = kept{content: content, put: m.clock.Now()}
	return ref, nil
}

func readAll(ctx context.Context, r io.Reader, limit int64) ([]byte, error) {
	var content []byte
	buf := make([]byte, 32<<10)
	for {
		n, err := r.Read(buf)
		content = append(content, buf[:n]...)
		switch {
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case int64(len(content)) > limit:
			return nil, blob.ErrTooLarge
		case errors.Is(err, io.EOF):
			return content, nil
		case err != nil:
			return nil, err
		}
	}
}

// Open implements [blob.Store].
func (m *Memory) Open(ctx context.Context, ref blob.Ref) (io.ReadSeekCloser, error) {
	k, err := m.get(ctx, ref)
	if err != nil {
		return nil, fmt.Errorf("open blob %s: %w", ref, err)
	}
	return struct {
		*bytes.Reader
		io.Closer
	}{bytes.NewReader(k.content), io.NopCloser(nil)}, nil
}

// Stat implements [blob.Store].
func (m *Memory) Stat(ctx context.Context, ref blob.Ref) (blob.Info, error) {
	k, err := m.get(ctx, ref)
	if err != nil {
		return blob.Info{}, fmt.Errorf("stat blob %s: %w", ref, err)
	}
	return blob.Info{Ref: ref, Put: k.put}, nil
}

// Delete implements [blob.Store].
func (m *Memory) Delete(ctx context.Context, ref blob.Ref, putBefore time.Time) (bool, error) {
	if err := ctx.Err(); err != nil {
		return false, fmt.Errorf("delete blob %s: %w", ref, err)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	k, ok := m.kept[ref]
	if !ok || !k.put.Before(putBefore) {
		return false, nil
	}
	delete(m.kept, ref)
	return true, nil
}

// Walk implements [blob.Store] over what is stored when it begins.
func (m *Memory) Walk(ctx context.Context) iter.Seq2[blob.Info, error] {
	return func(yield func(blob.Info, error) bool) {
		m.mu.Lock()
		all := maps.Clone(m.kept)
		m.mu.Unlock()
		for ref, k := range all {
			if ctx.Err() != nil {
				break
			}
			if !yield(blob.Info{Ref: ref, Put: k.put}, nil) {
				return
			}
		}
		if err := ctx.Err(); err != nil {
			yield(blob.Info{}, fmt.Errorf("walk blobs: %w", err))
		}
	}
}

func (m *Memory) get(ctx context.Context, ref blob.Ref) (kept, error) {
	if err := ctx.Err(); err != nil {
		return kept{}, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	k, ok := m.kept[ref]
	if !ok {
		return kept{}, blob.ErrNotFound
	}
	return k, nil
}
