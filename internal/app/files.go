package app

import (
	"context"
	"fmt"
	"path/filepath"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/blob"
	"github.com/klaster-platform/klaster/internal/platform/blob/scan"
	"github.com/klaster-platform/klaster/internal/platform/blob/sealed"
	"github.com/klaster-platform/klaster/internal/platform/jobs"
	"github.com/klaster-platform/klaster/internal/platform/outbound"
)

// The keys of the installation lie beside its data.
func (a *App) codesPath() string    { return filepath.Join(a.Config.Data, "keys", "codes.key") }
func (a *App) filesKeyPath() string { return filepath.Join(a.Config.Data, "keys", "files.key") }

// openFiles opens the store of files, which lie encrypted in the data folder under a key of their own, and the way to
// the virus scanner.
func (a *App) openFiles(context.Context) error {
	keys, err := sealed.LoadOrCreateKeys(a.filesKeyPath())
	if err != nil {
		return fmt.Errorf("read the key of the files: %w", err)
	}
	if a.files, err = blob.OpenFiles(filepath.Join(a.Config.Data, "files"), keys); err != nil {
		return fmt.Errorf("open the files: %w", err)
	}
	a.scanner = scan.None{}
	if a.Config.Scanner.Clamd == "" {
		return nil
	}
	clamd, err := scan.NewClamd(scan.ClamdConfig{Address: a.Config.Scanner.Clamd, Dial: a.outbound.Dial(outbound.Scanner)})
	if err != nil {
		return fmt.Errorf("prepare the virus scanner: %w", err)
	}
	a.scanner = clamd
	return nil
}

// sweepFiles deletes files that no row of any room names.
type sweepFiles struct{}

func (sweepFiles) Kind() string { return "files.sweep" }

// filesGrace is how long a file waits for the row that names it: far longer than any transaction lasts.
const filesGrace = 24 * time.Hour

// namesFile reports whether any room names a file.
func (a *App) namesFile(ctx context.Context, ref blob.Ref) (bool, error) {
	for _, names := range []func(context.Context, blob.Ref) (bool, error){a.Account.NamesFile, a.Fact.NamesFile, a.Signature.NamesFile, a.Organisation.NamesFile, a.Application.NamesFile} {
		if named, err := names(ctx, ref); named || err != nil {
			return true, err
		}
	}
	return false, nil
}

func (a *App) fileWorkers() {
	jobs.Deliver(a.registry, func(ctx context.Context, _ jobs.Delivery[sweepFiles]) error {
		_, err := blob.Sweep(ctx, a.files, time.Now().Add(-filesGrace), a.namesFile) //nolint:forbidigo // the store keeps the time of the file system
		return err
	}, jobs.Timeout(time.Hour))
	a.registry.Every("files.sweep", filesGrace, sweepFiles{})
}
