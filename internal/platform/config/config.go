// Package config reads settings: the default in the code, then the file, then the environment, then the flag; the later
// one wins. A setting has one name everywhere: the flag --mail-host is KLASTER_MAIL_HOST in the environment and in the
// file.
//
// The file is a list of such lines, which systemd reads too (EnvironmentFile):
//
//	# the relay of the city's network
//	KLASTER_MAIL_HOST=relay.example
//	KLASTER_MAIL_PASSWORD_FILE=/run/secrets/mail
//
// A secret is never a setting: the setting names the file that holds it ([Secret]).
package config

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"os"
	"slices"
	"sort"
	"strings"

	"github.com/alecthomas/kong"
)

const prefix = "KLASTER_"

// Source is where settings other than flags come from.
type Source struct {
	file map[string]string
	env  func(string) (string, bool)
}

// Open reads the file at path, which may be empty for none. lookup reads the environment.
func Open(path string, lookup func(string) (string, bool)) (*Source, error) {
	s := &Source{file: map[string]string{}, env: lookup}
	if path == "" {
		return s, nil
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read the settings: %w", err)
	}
	if s.file, err = parse(text); err != nil {
		return nil, fmt.Errorf("read the settings %s: %w", path, err)
	}
	return s, nil
}

// Limits of a settings file.
const (
	maxFile = 1 << 20
	maxLine = 64 << 10
)

func parse(text []byte) (map[string]string, error) {
	if len(text) > maxFile {
		return nil, fmt.Errorf("larger than %d bytes", maxFile)
	}
	values := map[string]string{}
	lines := bufio.NewScanner(bytes.NewReader(text))
	lines.Buffer(nil, maxLine)
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(lines.Text())
		if line == "" || line[0] == '#' {
			continue
		}
		name, value, ok := strings.Cut(line, "=")
		name = strings.TrimSpace(name)
		if !ok || !strings.HasPrefix(name, prefix) {
			return nil, fmt.Errorf("line %d: want NAME=value, where NAME begins with %s", n, prefix)
		}
		if _, twice := values[name]; twice {
			return nil, fmt.Errorf("line %d: %s is set twice", n, name)
		}
		values[name] = unquote(strings.TrimSpace(value))
	}
	return values, lines.Err()
}

func unquote(s string) string {
	if len(s) >= 2 && (s[0] == '"' || s[0] == '\'') && s[len(s)-1] == s[0] {
		return s[1 : len(s)-1]
	}
	return s
}

// EnvName returns the name of a flag in the environment and the file.
func EnvName(flag string) string {
	return prefix + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

// Validate refuses a file with a name that no command knows: a misspelt setting must not be silently without effect.
func (s *Source) Validate(app *kong.Application) error {
	known := map[string]bool{}
	for _, f := range flags(app.Node) {
		known[EnvName(f.Name)] = true
	}
	var unknown []string
	for name := range s.file {
		if !known[name] {
			unknown = append(unknown, name)
		}
	}
	if len(unknown) == 0 {
		return nil
	}
	sort.Strings(unknown)
	return errors.New("the settings file has names that no setting bears: " + strings.Join(unknown, ", "))
}

func flags(n *kong.Node) []*kong.Flag {
	list := append([]*kong.Flag(nil), n.Flags...)
	for _, child := range n.Children {
		list = append(list, flags(child)...)
	}
	return list
}

// Resolve implements [kong.Resolver]: the environment before the file.
func (s *Source) Resolve(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
	name := EnvName(flag.Name)
	if value, ok := s.env(name); ok {
		return value, nil
	}
	if value, ok := s.file[name]; ok {
		return value, nil
	}
	return nil, nil
}

// Secret is the path of a file that holds a secret.
type Secret string

// Read returns the secret without the newline at its end, or "" when no file is named.
func (s Secret) Read() (string, error) {
	if s == "" {
		return "", nil
	}
	b, err := os.ReadFile(string(s))
	if err != nil {
		return "", fmt.Errorf("read a secret: %w", err)
	}
	if len(b) > 64<<10 {
		return "", fmt.Errorf("read a secret: %s is larger than 64 KiB", string(s))
	}
	return strings.TrimRight(string(b), "\r\n"), nil
}

// Describe writes every setting of a command with its help, its value and whether it is the default, in the form of the
// file. The values of the hidden settings are not shown.
func Describe(node *kong.Node, hidden ...string) string {
	var b strings.Builder
	for _, f := range node.Flags {
		if f.Hidden || f.Name == "help" || f.Name == "version" {
			continue
		}
		fmt.Fprintf(&b, "# %s\n", f.Help)
		value := fmt.Sprint(f.Target.Interface())
		if f.IsSlice() {
			value = strings.Trim(strings.ReplaceAll(value, " ", ","), "[]")
		}
		if slices.Contains(hidden, f.Name) && value != "" {
			value = "(hidden)"
		}
		if value == f.Default || (!f.HasDefault && f.Target.IsZero()) {
			fmt.Fprint(&b, "# ")
		}
		fmt.Fprintf(&b, "%s=%s\n\n", EnvName(f.Name), value)
	}
	return b.String()
}
