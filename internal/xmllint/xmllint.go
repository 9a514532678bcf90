// Package xmllint runs xmllint of libxml2, the second implementation of Canonical XML and of XML schemas that tests compare with.
//
// On a developer's machine without it a test logs "xmllint not found" and is skipped. Where CI=true the same absence is a failure:
// a gate that compares with nothing must not be green.
package xmllint

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
)

// probe looks for the program once in the life of a test binary.
var probe = sync.OnceValue(func() error {
	out, err := run(context.Background(), []byte(`<a  b='1'/>`), "--c14n", "-")
	if err != nil {
		return err
	}
	if string(out) != `<a b="1"></a>` {
		return fmt.Errorf("xmllint --c14n answers %q", out)
	}
	return nil
})

// Require ends the test unless xmllint is installed: as a failure when the environment has CI=true, else as a skip with one line
// that says what was not found.
func Require(tb testing.TB) {
	tb.Helper()
	err := probe()
	switch {
	case err == nil:
	case os.Getenv("CI") == "true":
		tb.Fatalf("xmllint not found: %v", err)
	default:
		tb.Skipf("xmllint not found: %v", err)
	}
}

// Try executes xmllint with the arguments, of which "-" is stdin, without access to the network, and returns its standard output.
// The error holds the exit status and the standard error text.
func Try(tb testing.TB, stdin []byte, args ...string) ([]byte, error) {
	tb.Helper()
	Require(tb)
	return run(tb.Context(), stdin, args...)
}

func run(ctx context.Context, stdin []byte, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, "xmllint", append([]string{"--nonet"}, args...)...)
	cmd.Stdin = bytes.NewReader(stdin)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return out, fmt.Errorf("xmllint %s: %w: %s", strings.Join(args, " "), err, bytes.TrimSpace(stderr.Bytes()))
	}
	return out, nil
}
