// Package pdftext runs pdftotext of Poppler, another reader of PDF files, with which tests see what people see in them.
//
// On a developer's machine without it a test logs "pdftotext not found" and is skipped. Where CI=true the same absence is a
// failure: a gate that compares with nothing must not be green.
package pdftext

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"testing"
)

// Read gives the text of a PDF in the order in which it was drawn, or ends the test where the program is not installed.
func Read(tb testing.TB, pdf []byte) string {
	tb.Helper()
	if _, err := exec.LookPath("pdftotext"); err != nil {
		if os.Getenv("CI") == "true" {
			tb.Fatalf("pdftotext not found: %v", err)
		}
		tb.Skipf("pdftotext not found: %v", err)
	}
	text, err := run(tb.Context(), pdf)
	if err != nil {
		tb.Fatal(err)
	}
	return text
}

func run(ctx context.Context, pdf []byte) (string, error) {
	cmd := exec.CommandContext(ctx, "pdftotext", "-raw", "-enc", "UTF-8", "-nopgbrk", "-", "-")
	cmd.Stdin = bytes.NewReader(pdf)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("pdftotext: %w: %s", err, bytes.TrimSpace(stderr.Bytes()))
	}
	if stderr.Len() > 0 {
		return "", fmt.Errorf("pdftotext complains: %s", bytes.TrimSpace(stderr.Bytes()))
	}
	return string(out), nil
}
