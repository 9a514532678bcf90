package cli_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// child is a command in a process of its own.
func child(t testing.TB, args ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childEnv+"="+strings.Join(args, "\n"))
	return cmd
}

// revocations returns how many certificates the ledger of a trial authority has, and the number of its last list.
func (f trial) revocations(t testing.TB) (revoked, lists int) {
	t.Helper()
	data, err := os.ReadFile(f.path("ca/ledger.json"))
	if err != nil {
		t.Fatal(err)
	}
	var l struct {
		Issuing struct {
			CRLNumber int `json:"crl_number"`
			Revoked   []struct{ Serial []byte }
		}
	}
	if err := json.Unmarshal(data, &l); err != nil {
		t.Fatal(err)
	}
	return len(l.Issuing.Revoked), l.Issuing.CRLNumber
}

// Processes that work on one authority at once lose neither a revocation nor a number of a list.
func TestAuthoritiesAreSharedByProcesses(t *testing.T) {
	f := newTrial(t, "tc26-256-a")
	const n = 12
	for i := range n {
		f.issue(t, fmt.Sprint("h", i))
	}
	var running []*exec.Cmd
	for i := range n {
		for _, args := range [][]string{
			{"ca", "revoke", "--dir", f.path("ca"), "--cert", f.path(fmt.Sprintf("h%d.pem", i))},
			{"ca", "crl", "--dir", f.path("ca"), "--out", f.path(fmt.Sprintf("%d.crl", i))},
		} {
			cmd := child(t, args...)
			cmd.Stderr = t.Output()
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			running = append(running, cmd)
		}
	}
	for _, cmd := range running {
		if err := cmd.Wait(); err != nil {
			t.Error(err)
		}
	}
	if revoked, lists := f.revocations(t); revoked != n || lists != n {
		t.Errorf("%d revocations and %d lists, want %d of each", revoked, lists, n)
	}
}

// A process is killed with −9 at a random moment of a revocation. What it acknowledged stays; the folder opens; a list that
// was written is whole.
func TestKilledWhileRevoking(t *testing.T) {
	rounds := 20
	if os.Getenv("KLASTER_TORTURE") != "" {
		rounds = 500
	}
	f := newTrial(t, "cryptopro-a")
	acknowledged := 0
	for i := range rounds {
		name := fmt.Sprint("k", i)
		f.issue(t, name)
		cmd := child(t, "ca", "revoke", "--dir", f.path("ca"), "--cert", f.path(name+".pem"))
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		ended := make(chan error, 1)
		go func() { ended <- cmd.Wait() }()
		var err error
		select {
		case err = <-ended:
		case <-time.After(rand.N(80 * time.Millisecond)):
			_ = cmd.Process.Kill() // it may have ended
			err = <-ended
		}
		if err == nil {
			acknowledged++
		}
		must(t, 0, "ca", "crl", "--dir", f.path("ca"), "--out", f.path("ca.crl"))
		if revoked, _ := f.revocations(t); revoked < acknowledged || revoked > i+1 {
			t.Fatalf("round %d: %d revocations, %d were acknowledged", i, revoked, acknowledged)
		}
	}
	t.Logf("%d of %d were acknowledged", acknowledged, rounds)
	if left, err := filepath.Glob(f.path("ca/.*")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}
