// Package cli is the command line: one file a command. Every command ends with 0 when it did its work, 1 when it could
// not, and 2 when the flags or the input cannot be used; `sig verify` besides with 3 when nobody can say.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"reflect"
	"slices"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"

	"github.com/klaster-platform/klaster/internal/app"
	"github.com/klaster-platform/klaster/internal/platform/config"
)

// Exit codes.
const (
	exitOK        = 0
	exitFailed    = 1
	exitUsage     = 2
	exitUndecided = 3
)

// commands is the whole grammar.
type commands struct {
	Settings string           `help:"File with settings, one NAME=value a line. See klaster config." name:"settings" type:"path" placeholder:"FILE"`
	Version  kong.VersionFlag `help:"Print the version and exit."`

	Serve   serveCmd   `cmd:"" help:"Serve the platform."`
	Config  configCmd  `cmd:"" help:"Print every setting with its value and what it is for."`
	Migrate migrateCmd `cmd:"" help:"Bring the database up to date and exit."`
	Admin   adminCmd   `cmd:"" help:"Look after an installation."`
	Import  importCmd  `cmd:"" help:"Import files of state registers, classifiers and calendars."`

	Partner partnerCmd `cmd:"" help:"Look after the search for partners."`

	Sig  sigCmd  `cmd:"" help:"Verify and make electronic signatures; hash files."`
	Cert certCmd `cmd:"" help:"Look at certificates and check who signed them."`
	CA   caCmd   `cmd:"" name:"ca" help:"Keep a trial certification authority: certificates for tests, without legal force."`
}

// streams are where a command writes.
type streams struct{ out, err io.Writer }

// complain writes a message of a command that goes on.
func (s *streams) complain(err error) { complain(s.err, exitOK, err) }

// exitError ends the program with a code of its own. Without err nothing more is said.
type exitError struct {
	code int
	err  error
}

func (e *exitError) Error() string {
	if e.err == nil {
		return fmt.Sprintf("exit %d", e.code)
	}
	return e.err.Error()
}

func (e *exitError) Unwrap() error { return e.err }

// Main runs one command and returns its exit code.
func Main(args []string, stdout, stderr io.Writer) int {
	var grammar commands
	source, err := config.Open(settingsFile(args), os.LookupEnv)
	if err != nil {
		return complain(stderr, exitUsage, err)
	}
	ended := -1
	parser, err := kong.New(&grammar,
		kong.Name("klaster"), kong.Description("An open platform on which a city runs its innovation cluster."),
		kong.Vars{"version": app.Version}, kong.Resolvers(settings{source}), kong.Writers(stdout, stderr),
		kong.KindMapper(reflect.String, kong.MapperFunc(asGiven)),
		kong.Exit(func(code int) { ended = code }), kong.ConfigureHelp(kong.HelpOptions{Compact: true}), kong.UsageOnError())
	if err != nil {
		return complain(stderr, exitFailed, err)
	}
	if err := (settings{source}).Validate(parser.Model); err != nil {
		return complain(stderr, exitUsage, err)
	}
	parsed, err := parser.Parse(args)
	if ended >= 0 { // --help and --version have answered
		return ended
	}
	if err != nil {
		return complain(stderr, exitUsage, err)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	parsed.BindTo(ctx, (*context.Context)(nil))
	if err := parsed.Run(&streams{stdout, stderr}); err != nil {
		return complain(stderr, codeOf(err), err)
	}
	return exitOK
}

// asGiven takes a value with the octets that it has: by its own ways kong would put U+FFFD for those that are not UTF-8, and names of
// files in older encodings would be other names.
func asGiven(c *kong.DecodeContext, target reflect.Value) error {
	token, err := c.Scan.PopValue("string")
	if err != nil {
		return err
	}
	text, ok := token.Value.(string)
	if !ok {
		text = fmt.Sprint(token.Value)
	}
	target.SetString(text)
	return nil
}

func codeOf(err error) int {
	var e *exitError
	if errors.As(err, &e) {
		return e.code
	}
	return exitFailed
}

// unusable marks an error as one of the flags or the input.
func unusable(err error) error {
	if err == nil {
		return nil
	}
	return &exitError{exitUsage, err}
}

func complain(w io.Writer, code int, err error) int {
	var e *exitError
	if errors.As(err, &e) && e.err == nil {
		return code
	}
	_, _ = fmt.Fprintf(w, "klaster: %v\n", err)
	return code
}

// settingsFile finds --settings before the grammar is parsed, because the file feeds the parsing.
func settingsFile(args []string) string {
	for i, a := range args {
		if path, ok := strings.CutPrefix(a, "--settings="); ok {
			return path
		}
		if a == "--settings" && i+1 < len(args) {
			return args[i+1]
		}
	}
	if slices.Contains(args, "--") {
		return ""
	}
	return os.Getenv("KLASTER_SETTINGS") //nolint:forbidigo // where the settings are is the one setting that cannot be in them
}
