// Command build makes the trial signer's program for the browser: dist/signer.wasm.gz beside the sources, which the server
// embeds. It prints the size and fails above the limit. `make wasm` runs it in the root of the module.
//
// The program is linked for WASI, not for JavaScript: it can then call nothing but the few functions that the worker gives it, and
// needs no script of the Go distribution. It is built without inlining, which saves a tenth, with the tag klaster_compact, which
// leaves curves and keys out of the libraries, and with packages of package std over those of the standard library.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// Limit is how many bytes a browser may have to load.
const limit = 1_000_000

const room = "internal/trialsigner"

// replaced are the packages of the standard library that have a file of ours instead.
var replaced = map[string]string{
	"fmt":                         "fmt/print.go",
	"encoding/asn1":               "asn1/asn1.go",
	"math/big":                    "big/int.go",
	"crypto/pbkdf2":               "pbkdf2/pbkdf2.go",
	"crypto/internal/boring":      "boring/notboring.go",
	"crypto/internal/fips140only": "fips140only/fips140only.go",
}

func main() {
	if err := build(context.Background(), os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "wasm:", err)
		os.Exit(1)
	}
}

func build(ctx context.Context, out io.Writer) error {
	dir, err := os.MkdirTemp("", "klaster-wasm-")
	if err != nil {
		return fmt.Errorf("make a folder: %w", err)
	}
	defer os.RemoveAll(dir) //nolint:errcheck // what is left lies in the system's folder for such things
	overlay, module := filepath.Join(dir, "overlay.json"), filepath.Join(dir, "signer.wasm")
	if err := writeOverlay(ctx, overlay); err != nil {
		return err
	}
	if err := compile(ctx, overlay, module); err != nil {
		return err
	}
	packed, err := run(ctx, nil, "gzip", "-9", "-n", "-c", module)
	if err != nil {
		return err
	}
	if len(packed) > limit {
		return fmt.Errorf("%d bytes after gzip -9, which is more than the %d allowed", len(packed), limit)
	}
	if err := replace(filepath.Join(room, "dist", "signer.wasm.gz"), packed); err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "wasm: %d bytes after gzip -9, of %d allowed\n", len(packed), limit)
	return err
}

// writeOverlay tells go build which files stand in the place of which; an empty name leaves a file out.
func writeOverlay(ctx context.Context, path string) error {
	root, err := os.Getwd()
	if err != nil {
		return fmt.Errorf("overlay: %w", err)
	}
	out, err := run(ctx, nil, "go", "env", "GOROOT")
	if err != nil {
		return err
	}
	files := map[string]string{}
	for name, ours := range replaced {
		theirs, err := sources(filepath.Join(strings.TrimSpace(string(out)), "src", filepath.FromSlash(name)))
		if err != nil {
			return err
		}
		for _, file := range theirs {
			files[file] = ""
		}
		files[theirs[0]] = filepath.Join(root, room, "std", filepath.FromSlash(ours))
	}
	encoded, err := json.Marshal(map[string]any{"Replace": files})
	if err != nil {
		return fmt.Errorf("overlay: %w", err)
	}
	return os.WriteFile(path, encoded, 0o600)
}

// sources lists the files of a package but its tests, for whatever machine they are, one of them at least. The first is for every
// machine by its name.
func sources(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("overlay: %w", err)
	}
	var first, rest []string
	for _, e := range entries {
		name := e.Name()
		switch {
		case e.IsDir() || strings.HasSuffix(name, "_test.go"):
		case strings.HasSuffix(name, ".go") && !strings.Contains(name, "_"):
			first = append(first, filepath.Join(dir, name))
		case strings.HasSuffix(name, ".go"), strings.HasSuffix(name, ".s"):
			rest = append(rest, filepath.Join(dir, name))
		}
	}
	if len(first) == 0 {
		return nil, fmt.Errorf("overlay: %s: %w", dir, fs.ErrNotExist)
	}
	return append(first, rest...), nil
}

func compile(ctx context.Context, overlay, module string) error {
	_, err := run(ctx, []string{"GOOS=wasip1", "GOARCH=wasm", "CGO_ENABLED=0"}, "go", "build", "-overlay", overlay,
		"-tags", "klaster_compact", "-trimpath", "-buildvcs=false", "-buildmode=c-shared", "-gcflags=all=-l", "-ldflags=-s -w",
		"-o", module, "./"+room+"/wasm")
	return err
}

// run returns what a command writes.
func run(ctx context.Context, environment []string, name string, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, name, args...) //nolint:gosec // the commands stand above
	cmd.Env = append(cmd.Environ(), environment...)
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("%s %s: %w\n%s", name, args[0], err, complaint.Bytes())
	}
	return out, nil
}

// replace writes a file so that nobody sees half of it, and leaves one alone that is the same already.
func replace(path string, content []byte) error {
	if old, err := os.ReadFile(path); err == nil && bytes.Equal(old, content) {
		return nil
	}
	if err := os.WriteFile(path+".new", content, 0o644); err != nil { //nolint:gosec // it goes into a program that anyone may read
		return fmt.Errorf("write the module: %w", err)
	}
	return os.Rename(path+".new", path)
}
