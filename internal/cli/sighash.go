package cli

import (
	"encoding/hex"
	"fmt"
	"io"
	"strings"

	"github.com/klaster-platform/klaster/gost/streebog"
)

type sigHashCmd struct {
	Alg   string   `help:"streebog256 or streebog512." enum:"streebog256,streebog512" required:"" placeholder:"streebog256|streebog512"`
	Files []string `arg:"" name:"file" optional:"" help:"Files to hash; - or none is standard input."`
}

// Help implements [kong.HelpProvider].
func (c *sigHashCmd) Help() string {
	return `The output is that of "openssl dgst -md_gost12_256 -r" (or -md_gost12_512): the hash code in hexadecimal, a space, an asterisk and the name.

A file that cannot be read is reported on standard error, the others are hashed all the same, and the exit code is 2.`
}

// Run prints a line for each file.
func (c *sigHashCmd) Run(s *streams) error {
	files := c.Files
	if len(files) == 0 {
		files = []string{standardInput}
	}
	failed := false
	for _, path := range files {
		if err := c.hash(s.out, path); err != nil {
			s.complain(fmt.Errorf("hash: %w", err))
			failed = true
		}
	}
	if failed {
		return &exitError{exitUsage, nil}
	}
	return nil
}

func (c *sigHashCmd) hash(out io.Writer, path string) error {
	f, err := openDocument(path)
	if err != nil {
		return err
	}
	defer f.Close()
	h := streebog.New256()
	if c.Alg == "streebog512" {
		h = streebog.New512()
	}
	if _, err := io.Copy(h, f); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	mark := ""
	if path == standardInput {
		path = "stdin"
	} else if strings.Contains(path, "\n") {
		mark, path = `\`, strings.ReplaceAll(path, "\n", `\n`)
	}
	_, err = fmt.Fprintf(out, "%s%s *%s\n", mark, hex.EncodeToString(h.Sum(nil)), path)
	return err
}
