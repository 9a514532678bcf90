package cli

import (
	"fmt"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/clock"
)

type sigCmd struct {
	Verify sigVerifyCmd `cmd:"" help:"Check the signatures of a CMS message or an XML document and report."`
	Sign   sigSignCmd   `cmd:"" help:"Sign a document: CAdES-BES, or XAdES-BES inside an XML document."`
	Hash   sigHashCmd   `cmd:"" help:"Print hash codes of files by Streebog (ГОСТ Р 34.11-2012)."`
}

// controlTime reads --at; where it is not given it is now. One that is empty is a mistake in somebody's script, which must not
// pass for another time.
func controlTime(at *string) (time.Time, error) {
	if at == nil {
		return clock.System{}.Now(), nil
	}
	t, err := time.Parse(time.RFC3339, *at)
	if err != nil {
		return time.Time{}, fmt.Errorf("--at %q: want a time with its zone, such as 2026-11-21T12:00:00Z or 2026-11-21T15:00:00+03:00", *at)
	}
	return t, nil
}
