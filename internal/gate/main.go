package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
)

// errFailed says that something failed and that its own output has said what.
var errFailed = errors.New("failed")

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := dispatch(ctx, os.Stdout, os.Args[1:]); err != nil {
		if !errors.Is(err, errFailed) {
			fmt.Fprintln(os.Stderr, "gate:", err)
		}
		stop()
		os.Exit(1)
	}
}

func dispatch(ctx context.Context, out io.Writer, args []string) error {
	if len(args) == 0 {
		return errors.New("usage: gate run|test|packages|fuzz|drift …")
	}
	switch command, rest := args[0], args[1:]; command {
	case "run":
		return runStages(ctx, out, rest)
	case "test":
		return testGroup(ctx, out, rest)
	case "packages":
		return testPackages(ctx, out, rest)
	case "fuzz":
		return fuzz(ctx, out, rest)
	case "drift":
		return drift(ctx, out, rest)
	default:
		return fmt.Errorf("unknown command %q", command)
	}
}
