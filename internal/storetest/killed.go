package storetest

import (
	"bufio"
	"errors"
	"os"
	"os/exec"
	"testing"

	"github.com/klaster-platform/klaster/internal/platform/id"
)

// ChildEnv names the environment variable that makes a test binary the process that [Killed] kills: its lines are the arguments.
const ChildEnv = "KLASTER_TEST_CHILD"

// Killed runs this test binary again with lines in [ChildEnv] and with arguments of its own, until it has written some lines after the
// first; then it is killed with −9. A line that is an id acknowledges something: those are returned. The test fails if the process ends by
// itself.
func Killed(tb testing.TB, after int, lines string, args ...string) (acknowledged []string) {
	tb.Helper()
	child := exec.Command(os.Args[0], args...)
	child.Env = append(os.Environ(), ChildEnv+"="+lines)
	child.Stderr = tb.Output()
	out, err := child.StdoutPipe()
	if err != nil {
		tb.Fatal(err)
	}
	if err := child.Start(); err != nil {
		tb.Fatal(err)
	}
	steps := 0
	for lines := bufio.NewScanner(out); lines.Scan(); steps++ {
		if id.Valid(lines.Text()) { // a line cut off by the death was acknowledged to nobody
			acknowledged = append(acknowledged, lines.Text())
		}
		if steps == after {
			if err := child.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
				tb.Fatal(err)
			}
		}
	}
	_ = child.Wait() // it was killed
	if steps < after {
		tb.Fatalf("the process ended by itself after %d steps", steps)
	}
	return acknowledged
}
