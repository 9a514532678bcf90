package main

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// maxLines is where a hand-written file is reported as too long; the aim is a median of 120.
const maxLines = 500

// generatedMark is the line by which Go tools know a generated file: https://go.dev/s/generatedcode.
var generatedMark = regexp.MustCompile(`(?m)^// Code generated .* DO NOT EDIT\.$`)

// sourceFiles calls f with each file of the repository that bears one of the endings, dot folders, testdata, and what
// .gitignore names aside.
func sourceFiles(root string, endings []string, f func(path string, content []byte) error) error {
	return filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if path != root && (strings.HasPrefix(d.Name(), ".") || slices.Contains([]string{"testdata", "var", "bin"}, d.Name())) {
				return filepath.SkipDir
			}
			return nil
		}
		if !d.Type().IsRegular() || !slices.ContainsFunc(endings, func(e string) bool { return strings.HasSuffix(path, e) }) {
			return nil
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return f(path, b)
	})
}

func isGenerated(content []byte) bool {
	head := content[:min(len(content), 4096)]
	return generatedMark.Match(head)
}

// reportLongFiles lists hand-written Go files of more than maxLines lines, longest first.
func reportLongFiles(out io.Writer, root string) error {
	type long struct {
		path  string
		lines int
	}
	var files []long
	err := sourceFiles(root, []string{".go"}, func(path string, content []byte) error {
		if n := bytes.Count(content, []byte("\n")); n > maxLines && !isGenerated(content) {
			files = append(files, long{path, n})
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("look for long files: %w", err)
	}
	slices.SortFunc(files, func(a, b long) int { return cmp.Compare(b.lines, a.lines) })
	for _, f := range files {
		fmt.Fprintf(out, "over %d lines: %s (%d)\n", maxLines, f.path, f.lines)
	}
	return nil
}

// drift runs a generator and fails when it changed, added or removed a generated file: the committed ones were stale.
// It compares contents rather than asking git, so that work which is not committed yet can be checked too.
func drift(ctx context.Context, out io.Writer, command []string) error {
	if len(command) == 0 {
		return fmt.Errorf("name the generator")
	}
	before, err := generatedFiles(".")
	if err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, command[0], command[1:]...)
	cmd.Stdout, cmd.Stderr = out, out
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%s: %w", strings.Join(command, " "), err)
	}
	after, err := generatedFiles(".")
	if err != nil {
		return err
	}
	changed := changes(before, after)
	for _, path := range changed {
		fmt.Fprintf(out, "generated file was stale: %s\n", path)
	}
	if len(changed) > 0 {
		return errFailed
	}
	return nil
}

func generatedFiles(root string) (map[string][sha256.Size]byte, error) {
	files := map[string][sha256.Size]byte{}
	err := sourceFiles(root, []string{".go", ".s", ".gen"}, func(path string, content []byte) error {
		if isGenerated(content) {
			files[path] = sha256.Sum256(content)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read generated files: %w", err)
	}
	return files, nil
}

// changes lists the paths at which two sets of files differ.
func changes(before, after map[string][sha256.Size]byte) []string {
	var list []string
	for path, sum := range after {
		if old, ok := before[path]; !ok || old != sum {
			list = append(list, path)
		}
	}
	for path := range before {
		if _, ok := after[path]; !ok {
			list = append(list, path)
		}
	}
	slices.Sort(list)
	return list
}
