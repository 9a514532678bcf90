package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/klaster-platform/klaster/internal/app"
	"github.com/klaster-platform/klaster/internal/fact"
	"github.com/klaster-platform/klaster/internal/platform/clock"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/installation"
	"github.com/klaster-platform/klaster/internal/platform/obs"
	"github.com/klaster-platform/klaster/internal/staff"
	"github.com/klaster-platform/klaster/workdays"
)

type importCmd struct {
	app.Config `embed:""`
	Full       bool     `help:"The files are one full set: of registers that list, whoever is not in it is not listed any more." xor:"scope"`
	Delta      bool     `help:"Each file is an update (the default)." xor:"scope"`
	JSON       bool     `help:"Print the counts as JSON on the last line." name:"json"`
	Origin     string   `help:"Where the files come from, for the history of imports; of a calendar the act, which makes its years decreed." placeholder:"TEXT"`
	AsOf       string   `help:"Day of a file that does not say it itself, such as a classifier (okved, okpd2) or disqualified. Empty: today." name:"as-of" placeholder:"YYYY-MM-DD"`
	Register   string   `arg:"" enum:"egrul,egrip,rsmp,rnp,disqualified,okved,okpd2,calendar,tsl,offers" help:"egrul, egrip, rsmp, rnp, disqualified, okved, okpd2, calendar, tsl (the list of accredited certification authorities) or offers (of organisations, as JSON lines or CSV)."`
	Files      []string `arg:"" name:"file" help:"ZIP as the register gives it, or one file out of it. FILE.sig or FILE.p7s beside it is its signature." type:"path"`
}

// Run imports the files and says what became of their records.
func (c *importCmd) Run(ctx context.Context, s *streams) (err error) {
	asOf, err := c.day()
	if err != nil {
		return unusable(err)
	}
	log, err := obs.NewLogger(s.err, obs.Config{Level: "warn", Format: "text"})
	if err != nil {
		return err
	}
	var files []fact.File
	switch c.Register {
	case accredited:
	case offers:
		if err := readable(c.Files); err != nil {
			return unusable(err)
		}
	default:
		var closeFiles func()
		if files, closeFiles, err = openRegister(c.Files); err != nil {
			return unusable(err)
		}
		defer closeFiles()
	}
	if err := c.Validate(); err != nil {
		return unusable(err)
	}
	a, err := app.Open(ctx, c.Config, log, clock.System{})
	if errors.Is(err, installation.ErrTrial) || errors.Is(err, installation.ErrReal) {
		return unusable(err)
	}
	if err != nil {
		return err
	}
	if c.Register == offers {
		return errors.Join(c.offers(ctx, s, a), a.Close())
	}
	var counts fact.Counts
	if c.Register == accredited {
		counts, err = c.lists(ctx, s, a)
	} else {
		counts, err = c.all(ctx, s, a, files, asOf)
	}
	if err = errors.Join(inWords(err), a.Close()); err != nil {
		return err
	}
	return c.report(s.out, counts)
}

// day reads --as-of; without it there is no date.
func (c *importCmd) day() (workdays.Date, error) {
	if c.AsOf == "" {
		return workdays.Date{}, nil
	}
	d, err := workdays.ParseDate(c.AsOf)
	if err != nil {
		return workdays.Date{}, fmt.Errorf("--as-of %q: want a day such as 2026-02-01", c.AsOf)
	}
	return d, nil
}

// all imports a full set as a whole, and updates one by one.
func (c *importCmd) all(ctx context.Context, s *streams, a *app.App, files []fact.File, asOf workdays.Date) (total fact.Counts, err error) {
	order := fact.Order{Register: fact.Register(c.Register), Scope: fact.Delta, Operator: string(staff.Console), Origin: c.Origin, AsOf: asOf, Progress: progress(s.err)}
	sets := make([][]fact.File, 0, len(files))
	for _, f := range files {
		sets = append(sets, []fact.File{f})
	}
	if c.Full {
		order.Scope, sets = fact.Full, [][]fact.File{files}
	}
	for _, set := range sets {
		order.Files = set
		run := a.Fact.Import
		if order.Register == fact.WorkingCalendar {
			run = a.Fact.ImportCalendar
		}
		done, err := run(ctx, order)
		total.Add(done.Counts)
		for _, f := range done.Faults {
			s.complain(fmt.Errorf("%s: %s", f.Part, f.Text))
		}
		if err != nil {
			return total, err
		}
	}
	return total, nil
}

// inWords says a refusal in English, as the command line does.
func inWords(err error) error {
	var refused *fault.Fault
	if !errors.As(err, &refused) {
		return err
	}
	text := errors.New(refused.Text.In(i18n.English))
	if cause := refused.Unwrap(); cause != nil {
		text = fmt.Errorf("%w (%w)", text, cause)
	}
	if errors.Is(err, fact.ErrUnreadable) {
		return unusable(text)
	}
	return text
}

func (c *importCmd) report(w io.Writer, counts fact.Counts) error {
	if counts.UnknownCodes == nil {
		counts.UnknownCodes = map[string]int64{}
	}
	if c.JSON {
		line, err := json.Marshal(counts)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(w, "%s\n", line)
		return err
	}
	_, err := fmt.Fprintf(w, "Read %d: stored %d, unchanged %d, broken %d.\n", counts.Read, counts.Stored, counts.Unchanged, counts.Broken)
	if err == nil && counts.Held > 0 {
		_, err = fmt.Fprintf(w, "%d of those stored change known organisations and wait for a second person: /admin/registers\n", counts.Held)
	}
	return err
}

// progress writes how far an import has come, when somebody looks.
func progress(w io.Writer) func(fact.Import) {
	f, ok := w.(*os.File)
	if !ok {
		return nil
	}
	if info, err := f.Stat(); err != nil || info.Mode()&fs.ModeCharDevice == 0 {
		return nil
	}
	return func(i fact.Import) {
		end := ""
		if i.State != fact.Running {
			end = "\n"
		}
		_, _ = fmt.Fprintf(w, "\r%s: read %d, stored %d, unchanged %d, broken %d %s", i.Register, i.Read, i.Stored, i.Unchanged, i.Broken, end)
	}
}

// maxDetached bounds a detached signature in octets.
const maxDetached = 1 << 20

// openRegister opens files of a register with the signatures that lie beside them.
func openRegister(paths []string) (files []fact.File, closeAll func(), err error) {
	var open []*os.File
	closeAll = func() {
		for _, f := range open {
			_ = f.Close()
		}
	}
	for _, path := range paths {
		f, err := openDocument(path)
		if err != nil {
			closeAll()
			return nil, nil, err
		}
		open = append(open, f)
		info, err := f.Stat()
		if err == nil && !info.Mode().IsRegular() {
			err = fmt.Errorf("%s is no file that can be read twice: save it first", path)
		}
		if err != nil {
			closeAll()
			return nil, nil, err
		}
		file := fact.File{Name: filepath.Base(path), Content: f, Size: info.Size()}
		for _, ending := range []string{".sig", ".p7s"} {
			if signature, err := readFile(path+ending, maxDetached); err == nil {
				file.Signature = signature
			}
		}
		files = append(files, file)
	}
	return files, closeAll, nil
}
