package browsertest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"
)

// errNoBrowser says that this machine has no Chromium.
var errNoBrowser = errors.New("no Chromium on this machine: run scripts/setup.sh")

// process is a running browser.
type process struct {
	ctx     context.Context
	sweeper io.Closer // kept, because the sweeper takes its end for ours
}

// shared starts the one browser of a test binary when its first test asks for it.
var shared = sync.OnceValues(launch)

// browser returns the context of the browser that all tests of the package share.
func browser(tb testing.TB) context.Context {
	tb.Helper()
	running, err := shared()
	switch {
	case errors.Is(err, errNoBrowser) && os.Getenv("CI") != "true":
		tb.Skip(err)
	case err != nil:
		tb.Fatal(err)
	}
	return running.ctx
}

// names under which distributions install Chromium and its kin.
func programs() []string {
	return []string{"chromium", "chromium-browser", "google-chrome-stable", "google-chrome"}
}

func launch() (*process, error) {
	var path string
	for _, name := range programs() {
		if found, err := exec.LookPath(name); err == nil {
			path = found
			break
		}
	}
	if path == "" {
		return nil, errNoBrowser
	}
	profile, err := os.MkdirTemp("", "klaster-chromium-")
	if err != nil {
		return nil, err
	}
	sweeper, err := sweepAtExit(profile)
	if err != nil {
		return nil, err
	}
	// The browser lives as long as the test binary: chromedp asks the kernel to kill it when we die.
	ctx, _ := chromedp.NewExecAllocator(context.Background(), append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path),
		chromedp.UserDataDir(profile),
		chromedp.Env("TMPDIR="+profile), // it leaves a lock behind when it is killed
		chromedp.NoSandbox,              // it cannot be had as root; the pages are our own
		chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true), // and other chatter with the vendor's hosts
		chromedp.Flag("no-proxy-server", true),
	)...)
	ctx, _ = chromedp.NewContext(ctx)
	if err := chromedp.Do(ctx); err != nil {
		return nil, fmt.Errorf("start %s: %w", path, err)
	}
	return &process{ctx, sweeper}, nil
}

// sweepAtExit has the profile removed after this process ends in whatever way. Tests end by os.Exit, so nothing of
// ours runs then; a shell waits for the end of its input, which is the end of this process.
func sweepAtExit(dir string) (io.Closer, error) {
	const script = `trap '' INT TERM HUP; cat >/dev/null; sleep 1; rm -rf "$1"`
	sweeper := exec.Command("sh", "-c", script, "sh", dir)
	input, err := sweeper.StdinPipe()
	if err != nil {
		return nil, err
	}
	if err := sweeper.Start(); err != nil {
		return nil, fmt.Errorf("start the sweeper of %s: %w", dir, err)
	}
	return input, nil
}
