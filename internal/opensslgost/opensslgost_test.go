package opensslgost

import (
	"strings"
	"testing"
)

func TestRunAnswersFromTheEngine(t *testing.T) {
	Require(t)
	got := string(Run(t, []byte("abc"), "dgst", "-md_gost94", "-r"))
	const want = "b285056dbf18d7392d7677369524dd14747459ed8143997e163b2986f92fd42c"
	if !strings.HasPrefix(got, want) {
		t.Errorf("md_gost94 of abc is %q, want %s", got, want)
	}
}

func TestTryReturnsTheErrorText(t *testing.T) {
	Require(t)
	_, err := Try(t, nil, "dgst", "-no_such_digest")
	if err == nil || !strings.Contains(err.Error(), "no_such_digest") {
		t.Errorf("error is %v, want one that names the digest", err)
	}
}
