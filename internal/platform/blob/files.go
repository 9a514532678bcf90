package blob

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/blob/sealed"
)

// Files is a [Store] in one folder of a local file system:
//
//	DIR/store           what the folder is and which key it needs
//	DIR/lock            held for the moment of a rename or a delete, also between processes
//	DIR/temp/           files being written
//	DIR/00/ … DIR/ff/   sealed files, by the first two digits of their names
//
// A file is written in temp, synced, renamed into its place, and its folder synced, so a place holds a whole file or
// none. Several processes of one node may use the folder at once.
type Files struct {
	dir  string
	keys *sealed.Keys
	mu   sync.Mutex // with the lock on lock: renames and deletes one at a time
	lock *os.File
}

// OpenFiles opens the store in a folder and makes it when it is absent or empty. A folder that needs a key which is not
// in the ring is refused with [ErrKey]: were a lost key file silently replaced by a fresh one, new files would cover up
// that the old ones are lost. [Files.Close] ends the use.
func OpenFiles(dir string, keys *sealed.Keys) (*Files, error) {
	s := &Files{dir: dir, keys: keys}
	if err := s.prepare(); err != nil {
		return nil, fmt.Errorf("open blob folder %s: %w", dir, err)
	}
	lock, err := os.OpenFile(filepath.Join(dir, lockName), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open blob folder: %w", err)
	}
	s.lock = lock
	return s, nil
}

// Close releases the folder. Readers that are open stay usable.
func (s *Files) Close() error { return s.lock.Close() }

// Put implements [Store].
func (s *Files) Put(ctx context.Context, r io.Reader, limit int64) (ref Ref, err error) {
	if limit < 0 {
		return Ref{}, fmt.Errorf("put blob: negative limit %d", limit)
	}
	temp, err := os.CreateTemp(s.tempDir(), "put-*")
	if err != nil {
		return Ref{}, fmt.Errorf("put blob: %w", err)
	}
	// After the rename the name is free and Remove finds nothing; a panic of r passes here too.
	defer os.Remove(temp.Name())
	defer temp.Close()
	ref, err = s.seal(temp, &contentReader{ctx: ctx, r: r, left: limit})
	if err != nil {
		return Ref{}, fmt.Errorf("put blob: %w", err)
	}
	if err := ctx.Err(); err != nil {
		return Ref{}, fmt.Errorf("put blob: %w", err)
	}
	if err := s.place(temp.Name(), ref); err != nil {
		return Ref{}, fmt.Errorf("put blob %s: %w", ref, err)
	}
	return ref, nil
}

// seal writes the content into temp and makes it durable there.
func (s *Files) seal(temp *os.File, r io.Reader) (Ref, error) {
	w, err := sealed.NewWriter(temp, s.keys)
	if err != nil {
		return Ref{}, err
	}
	if _, err := io.CopyBuffer(w, r, make([]byte, 32<<10)); err != nil {
		return Ref{}, err
	}
	digest, err := w.Close()
	if err != nil {
		return Ref{}, err
	}
	return Ref(digest), errors.Join(temp.Sync(), temp.Close())
}

// place gives a sealed file its name and removes copies under older keys. The file is put in place even where one is:
// this renews its time, which the sweep looks at, and replaces a copy that the disk may have damaged.
func (s *Files) place(temp string, ref Ref) error {
	paths := s.paths(ref)
	if err := s.locked(func() error { return os.Rename(temp, paths[0]) }); err != nil {
		return err
	}
	if err := syncDir(filepath.Dir(paths[0])); err != nil {
		return err
	}
	for _, older := range paths[1:] {
		if err := os.Remove(older); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// Open implements [Store].
func (s *Files) Open(ctx context.Context, ref Ref) (io.ReadSeekCloser, error) {
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("open blob %s: %w", ref, err)
	}
	var f *os.File
	err := s.lookUp(ref, func(path string) (err error) {
		f, err = os.Open(path)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("open blob %s: %w", ref, err)
	}
	opened, err := openSealed(f, s.keys)
	if err == nil && Ref(opened.Digest()) != ref {
		err = fmt.Errorf("%w: another file stands in its place", sealed.ErrAltered)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open blob %s: %w", ref, err), f.Close())
	}
	return opened, nil
}

// Stat implements [Store].
func (s *Files) Stat(ctx context.Context, ref Ref) (Info, error) {
	if err := ctx.Err(); err != nil {
		return Info{}, fmt.Errorf("stat blob %s: %w", ref, err)
	}
	var info Info
	err := s.lookUp(ref, func(path string) error {
		stat, err := os.Stat(path)
		if err == nil {
			info = Info{Ref: ref, Put: stat.ModTime()}
		}
		return err
	})
	if err != nil {
		return Info{}, fmt.Errorf("stat blob %s: %w", ref, err)
	}
	return info, nil
}

// Delete implements [Store]. It does not sync: a delete that a power cut undoes is an orphan again.
func (s *Files) Delete(ctx context.Context, ref Ref, putBefore time.Time) (bool, error) {
	if err := ctx.Err(); err != nil {
		return false, fmt.Errorf("delete blob %s: %w", ref, err)
	}
	var deleted bool
	err := s.locked(func() (err error) {
		deleted, err = removeOlder(s.paths(ref), putBefore)
		return err
	})
	if err != nil {
		return false, fmt.Errorf("delete blob %s: %w", ref, err)
	}
	return deleted, nil
}

// removeOlder removes all copies of one content, or none when any of them is too young.
func removeOlder(paths []string, before time.Time) (bool, error) {
	var found []string
	for _, path := range paths {
		info, err := os.Stat(path)
		switch {
		case errors.Is(err, fs.ErrNotExist):
		case err != nil:
			return false, err
		case !info.ModTime().Before(before):
			return false, nil
		default:
			found = append(found, path)
		}
	}
	for _, path := range found {
		if err := os.Remove(path); err != nil {
			return false, err
		}
	}
	return len(found) > 0, nil
}

// lookUp tries the places of a ref, the newest key first, until one exists. It goes round twice: while Rekey moves a file
// from the second place to the first, a single look at the first and then at the second may miss it in both.
func (s *Files) lookUp(ref Ref, try func(path string) error) error {
	paths := s.paths(ref)
	if len(paths) > 1 {
		paths = append(paths, paths...)
	}
	for _, path := range paths {
		if err := try(path); !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return ErrNotFound
}

// paths are the places of a ref under each key, the newest first.
func (s *Files) paths(ref Ref) []string {
	paths := s.keys.Names(sealed.Digest(ref))
	for i, name := range paths {
		paths[i] = s.path(name)
	}
	return paths
}

func (s *Files) path(name string) string { return filepath.Join(s.dir, name[:2], name) }

func (s *Files) tempDir() string { return filepath.Join(s.dir, tempName) }

// openFile is a sealed file being read.
type openFile struct {
	*sealed.Reader
	io.Closer
}

func openSealed(f *os.File, keys *sealed.Keys) (*openFile, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	r, err := sealed.Open(f, info.Size(), keys)
	if err != nil {
		return nil, err
	}
	return &openFile{Reader: r, Closer: f}, nil
}

// contentReader ends a Put at its limit and at the end of its context.
type contentReader struct {
	ctx  context.Context
	r    io.Reader
	left int64
}

func (c *contentReader) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := c.r.Read(p)
	if int64(n) > c.left {
		return 0, ErrTooLarge
	}
	c.left -= int64(n)
	return n, err
}
