package blob_test

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/klaster-platform/klaster/internal/platform/blob"
	"github.com/klaster-platform/klaster/internal/platform/blob/sealed"
)

// Environment of the child process that the kill tests start.
const childDir, childKeys = "KLASTER_BLOB_TEST_DIR", "KLASTER_BLOB_TEST_KEYS"

func TestMain(m *testing.M) {
	if dir := os.Getenv(childDir); dir != "" {
		if err := putForEver(dir, os.Getenv(childKeys)); err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// putForEver is the child: four writers that print each ref when its Put has returned.
func putForEver(dir, keyFile string) error {
	keys, err := sealed.LoadKeys(keyFile)
	if err != nil {
		return err
	}
	store, err := blob.OpenFiles(dir, keys)
	if err != nil {
		return err
	}
	errs := make(chan error)
	for range 4 {
		go func() {
			for {
				content := make([]byte, rand.IntN(300_000))
				_, _ = rand.NewChaCha8([32]byte{byte(rand.Int()), byte(rand.Int())}).Read(content)
				ref, err := store.Put(context.Background(), bytes.NewReader(content), limit)
				if err != nil {
					errs <- err
					return
				}
				fmt.Println(ref)
			}
		}()
	}
	return <-errs
}

// The process is killed at 20 places of a busy life. What Put has returned is there and whole, whatever else is there is
// whole as well, and what was being written is never listed and is swept.
func TestFilesKill(t *testing.T) {
	t.Parallel()
	keyFile := filepath.Join(t.TempDir(), "key")
	keys, err := sealed.LoadOrCreateKeys(keyFile)
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "blobs")
	leftovers := 0
	for round := range 20 {
		promised := killAfter(t, dir, keyFile, round)
		store := openFiles(t, dir, keys)
		for _, ref := range promised {
			if got := blob.RefOf([]byte(read(t, store, ref))); got != ref {
				t.Fatalf("round %d: %s holds %s", round, ref, got)
			}
		}
		for info, err := range store.Walk(t.Context()) {
			if err != nil || blob.RefOf([]byte(read(t, store, info.Ref))) != info.Ref {
				t.Fatalf("round %d: listed %+v, %v", round, info, err)
			}
		}
		all := func(context.Context, blob.Ref) (bool, error) { return false, nil }
		swept, err := blob.Sweep(t.Context(), store, future(), all)
		if err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
		leftovers += swept.Leftovers
		if left, _ := os.ReadDir(filepath.Join(dir, "temp")); len(left) != 0 {
			t.Fatalf("round %d: %d files left in temp", round, len(left))
		}
	}
	if leftovers == 0 {
		t.Error("no kill hit a Put on its way: the test shows nothing")
	}
}

// killAfter starts the child, kills it after it has printed n lines and gives all refs that it has printed.
func killAfter(t *testing.T, dir, keyFile string, n int) []blob.Ref {
	t.Helper()
	child := exec.CommandContext(t.Context(), os.Args[0])
	child.Env = append(os.Environ(), childDir+"="+dir, childKeys+"="+keyFile)
	child.Stderr = os.Stderr
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	var refs []blob.Ref
	lines := bufio.NewScanner(out)
	for killed := false; ; {
		if len(refs) >= n && !killed {
			killed = true
			if err := child.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
		if !lines.Scan() {
			break
		}
		ref, err := blob.ParseRef(lines.Text())
		if err != nil {
			t.Fatalf("the child printed %q", lines.Text())
		}
		refs = append(refs, ref)
	}
	_ = child.Wait() // killed, as it should be
	return refs
}
