package blob

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/blob/sealed"
)

// Walk implements [Store].
func (s *Files) Walk(ctx context.Context) iter.Seq2[Info, error] {
	return func(yield func(Info, error) bool) {
		for name, err := range s.names(ctx) {
			if err != nil {
				if !yield(Info{}, fmt.Errorf("walk blobs: %w", err)) {
					return
				}
				continue
			}
			info, listed, err := s.inspect(name)
			if err != nil {
				err = fmt.Errorf("walk blobs: file %s: %w", name, err)
			}
			if (listed || err != nil) && !yield(info, err) {
				return
			}
		}
	}
}

// names gives the names of all sealed files. Whatever else lies in the folders, a stray .DS_Store, is passed over.
func (s *Files) names(ctx context.Context) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		for i := range 256 {
			entries, err := os.ReadDir(filepath.Join(s.dir, fmt.Sprintf("%02x", i)))
			if err != nil && !yield("", err) {
				return
			}
			for _, entry := range entries {
				if err := ctx.Err(); err != nil {
					yield("", err)
					return
				}
				if isBlobName(entry.Name()) && !yield(entry.Name(), nil) {
					return
				}
			}
		}
		if err := ctx.Err(); err != nil {
			yield("", err)
		}
	}
}

func isBlobName(name string) bool { return len(name) == 64 && strings.Trim(name, hexDigits) == "" }

// inspect reads the header of one file. A file that was deleted since its name was read, or that has a younger copy
// under a newer key, is not listed.
func (s *Files) inspect(name string) (info Info, listed bool, err error) {
	f, err := os.Open(s.path(name))
	if errors.Is(err, fs.ErrNotExist) {
		return Info{}, false, nil
	}
	if err != nil {
		return Info{}, false, err
	}
	defer f.Close()
	opened, err := openSealed(f, s.keys)
	if err != nil {
		return Info{}, false, err
	}
	stat, err := f.Stat()
	if err != nil {
		return Info{}, false, err
	}
	ref := Ref(opened.Digest())
	rank := slices.Index(s.keys.Names(opened.Digest()), name)
	if rank < 0 {
		return Info{}, false, fmt.Errorf("%w: it stands under the name of another file", sealed.ErrAltered)
	}
	for _, newer := range s.paths(ref)[:rank] {
		if _, err := os.Stat(newer); err == nil {
			return Info{}, false, nil
		}
	}
	return Info{Ref: ref, Put: stat.ModTime()}, true, nil
}

// removeLeftovers removes what killed writers left in temp before the given moment. A writer that is alive changes its
// file all the time, so its file is younger than any sensible grace.
func (s *Files) removeLeftovers(ctx context.Context, before time.Time) (int, error) {
	entries, err := os.ReadDir(s.tempDir())
	if err != nil {
		return 0, fmt.Errorf("sweep leftovers: %w", err)
	}
	removed := 0
	var errs []error
	for _, entry := range entries {
		if ctx.Err() != nil {
			break
		}
		ok, err := removeOlder([]string{filepath.Join(s.tempDir(), entry.Name())}, before)
		if err != nil {
			errs = append(errs, fmt.Errorf("sweep leftovers: %w", err))
		}
		if ok {
			removed++
		}
	}
	return removed, errors.Join(errs...)
}

// Rekey seals everything anew under the first key of the ring and returns how many files it moved. It runs beside other
// use of the store and can be interrupted and run again. After it has returned without error the older keys are needed
// by nothing in this folder, which its mark then says, and may leave the key file. All processes that use the folder must
// have read the new key file before, or they would go on writing under the old key.
func (s *Files) Rekey(ctx context.Context) (int, error) {
	moved := 0
	for info, err := range s.Walk(ctx) {
		if err != nil {
			return moved, fmt.Errorf("rekey: %w", err)
		}
		if _, err := os.Stat(s.paths(info.Ref)[0]); err == nil {
			continue
		}
		if err := s.rekeyOne(ctx, info.Ref); err != nil {
			return moved, fmt.Errorf("rekey: %w", err)
		}
		moved++
	}
	if err := s.writeMark(); err != nil {
		return moved, fmt.Errorf("rekey: %w", err)
	}
	return moved, nil
}

func (s *Files) rekeyOne(ctx context.Context, ref Ref) error {
	content, err := s.Open(ctx, ref)
	if errors.Is(err, ErrNotFound) {
		return nil // swept in the meantime
	}
	if err != nil {
		return err
	}
	defer content.Close()
	_, err = s.Put(ctx, content, math.MaxInt64)
	return err
}
