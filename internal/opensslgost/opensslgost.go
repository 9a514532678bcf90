// Package opensslgost runs the OpenSSL command line with the GOST engine, the second implementation that tests of the
// GOST packages compare with.
//
// Every command gets a configuration of its own that loads the engine, so no test depends on how the machine's
// openssl.cnf is set up, and "-engine gost" is not needed in the arguments.
//
// On a developer's machine without OpenSSL or without the engine a test logs "openssl with the gost engine not found"
// and is skipped. Where CI=true the same absence is a failure: a gate that compares with nothing must not be green.
package opensslgost

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// configuration loads the engine for every algorithm that it offers. The S-box of the ciphers of GOST 28147-89 stays
// the engine's own default; a test that wants another one sets CRYPT_PARAMS by testing.T.Setenv, as the engine reads it.
const configuration = `openssl_conf = start
[start]
engines = engines
[engines]
gost = gost
[gost]
engine_id = gost
default_algorithms = ALL
[req]
distinguished_name = name
[name]
`

// probe looks for the engine once in the life of a test binary.
var probe = sync.OnceValue(func() error {
	dir, err := os.MkdirTemp("", "opensslgost")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	conf := filepath.Join(dir, "openssl.cnf")
	if err := os.WriteFile(conf, []byte(configuration), 0o600); err != nil {
		return err
	}
	out, err := command(conf, nil, "dgst", "-md_gost12_256", "-r").CombinedOutput()
	if err != nil {
		return fmt.Errorf("openssl dgst -md_gost12_256: %w: %s", err, bytes.TrimSpace(out))
	}
	// The digest of the empty message: an engine that loads and answers wrong is as good as none.
	if !strings.HasPrefix(string(out), "3f539a213e97c802cc229d474c6aa32a825a360b2a933a949fd925208d9ce1bb") {
		return fmt.Errorf("openssl dgst -md_gost12_256 answers %q", out)
	}
	return nil
})

// Require ends the test unless OpenSSL with the GOST engine is installed: as a failure when the environment has
// CI=true, else as a skip with one line that says what was not found.
func Require(tb testing.TB) {
	tb.Helper()
	err := probe()
	switch {
	case err == nil:
	case os.Getenv("CI") == "true":
		tb.Fatalf("openssl with the gost engine not found: %v", err)
	default:
		tb.Skipf("openssl with the gost engine not found: %v", err)
	}
}

// Run executes openssl with the arguments and stdin and returns its standard output. The test ends when openssl fails;
// use Try where a failure is the answer that is looked for.
func Run(tb testing.TB, stdin []byte, args ...string) []byte {
	tb.Helper()
	out, err := Try(tb, stdin, args...)
	if err != nil {
		tb.Fatal(err)
	}
	return out
}

// Try is Run for commands that may fail: the error holds the exit status and the standard error text of openssl.
func Try(tb testing.TB, stdin []byte, args ...string) ([]byte, error) {
	tb.Helper()
	Require(tb)
	conf := filepath.Join(tb.TempDir(), "openssl.cnf")
	if err := os.WriteFile(conf, []byte(configuration), 0o600); err != nil {
		tb.Fatal(err)
	}
	cmd := command(conf, stdin, args...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return out, fmt.Errorf("openssl %s: %w: %s", strings.Join(args, " "), err, bytes.TrimSpace(stderr.Bytes()))
	}
	return out, nil
}

// command replaces the machine's own configuration by ours.
func command(conf string, stdin []byte, args ...string) *exec.Cmd {
	cmd := exec.Command("openssl", args...)
	for _, v := range os.Environ() {
		if !strings.HasPrefix(v, "OPENSSL_CONF=") {
			cmd.Env = append(cmd.Env, v)
		}
	}
	cmd.Env = append(cmd.Env, "OPENSSL_CONF="+conf)
	cmd.Stdin = bytes.NewReader(stdin)
	return cmd
}
