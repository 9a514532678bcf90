package config_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
	"github.com/google/go-cmp/cmp"

	"github.com/klaster-platform/klaster/internal/platform/config"
)

type mailSection struct {
	Host string `help:"Relay." default:"localhost"`
	Port int    `help:"Port." default:"25"`
}

type settings struct {
	Serve struct {
		Mail    mailSection `embed:"" prefix:"mail-"`
		Proxies []string    `help:"Proxies."`
	} `cmd:""`
}

func load(t *testing.T, file string, env map[string]string, args ...string) (settings, *kong.Kong, error) {
	t.Helper()
	path := ""
	if file != "" {
		path = filepath.Join(t.TempDir(), "klaster.env")
		if err := os.WriteFile(path, []byte(file), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	source, err := config.Open(path, func(name string) (string, bool) { v, ok := env[name]; return v, ok })
	if err != nil {
		return settings{}, nil, err
	}
	var s settings
	k, err := kong.New(&s, kong.Resolvers(source))
	if err != nil {
		t.Fatal(err)
	}
	_, err = k.Parse(append([]string{"serve"}, args...))
	return s, k, err
}

func TestTheLaterSourceWins(t *testing.T) {
	const file = "# comment\n\nKLASTER_MAIL_HOST = \"file.example\"\nKLASTER_MAIL_PORT=26\n"
	env := map[string]string{"KLASTER_MAIL_PORT": "27", "KLASTER_PROXIES": "10.0.0.0/8,192.0.2.0/24"}
	tests := []struct {
		name string
		file string
		env  map[string]string
		args []string
		want mailSection
	}{
		{"defaults", "", nil, nil, mailSection{"localhost", 25}},
		{"file", file, nil, nil, mailSection{"file.example", 26}},
		{"environment over file", file, env, nil, mailSection{"file.example", 27}},
		{"flag over all", file, env, []string{"--mail-port=28"}, mailSection{"file.example", 28}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s, _, err := load(t, tt.file, tt.env, tt.args...)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, s.Serve.Mail); diff != "" {
				t.Error(diff)
			}
			if tt.env != nil && len(s.Serve.Proxies) != 2 {
				t.Errorf("a list from the environment: %q", s.Serve.Proxies)
			}
		})
	}
}

func TestBadFilesAreRefused(t *testing.T) {
	for _, file := range []string{"mail-host=x", "KLASTER_MAIL_HOST", "KLASTER_MAIL_PORT=1\nKLASTER_MAIL_PORT=2"} {
		if _, _, err := load(t, file, nil); err == nil || !strings.Contains(err.Error(), "line") {
			t.Errorf("%q: error %v, want the line", file, err)
		}
	}
	if _, _, err := load(t, "KLASTER_MAIL_PORT=many", nil); err == nil {
		t.Error("a port that is no number was accepted")
	}
}

func TestAMisspeltSettingIsNotSilent(t *testing.T) {
	path := filepath.Join(t.TempDir(), "klaster.env")
	if err := os.WriteFile(path, []byte("KLASTER_MIAL_HOST=x\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	source, err := config.Open(path, os.LookupEnv)
	if err != nil {
		t.Fatal(err)
	}
	k, err := kong.New(&settings{}, kong.Resolvers(source))
	if err != nil {
		t.Fatal(err)
	}
	if err := source.Validate(k.Model); err == nil || !strings.Contains(err.Error(), "KLASTER_MIAL_HOST") {
		t.Errorf("error %v, want the name", err)
	}
}

func TestDescribeIsAFileThatOpens(t *testing.T) {
	_, k, err := load(t, "", map[string]string{"KLASTER_MAIL_PORT": "27"})
	if err != nil {
		t.Fatal(err)
	}
	text := config.Describe(k.Model.Children[0])
	if !strings.Contains(text, "\nKLASTER_MAIL_PORT=27\n") || !strings.Contains(text, "# KLASTER_MAIL_HOST=localhost\n") {
		t.Errorf("described as\n%s", text)
	}
	s, _, err := load(t, text, nil)
	if err != nil || s.Serve.Mail.Port != 27 {
		t.Errorf("read back: %+v, %v", s, err)
	}
}

func TestSecret(t *testing.T) {
	path := filepath.Join(t.TempDir(), "password")
	if err := os.WriteFile(path, []byte("p a s s \n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got, err := config.Secret(path).Read(); err != nil || got != "p a s s " {
		t.Errorf("secret %q, %v", got, err)
	}
	if _, err := config.Secret(path + "x").Read(); err == nil {
		t.Error("a missing secret is no error")
	}
}

func FuzzFile(f *testing.F) {
	f.Add("KLASTER_A=b\n# c\n")
	f.Add("KLASTER_A='b'")
	f.Fuzz(func(t *testing.T, text string) {
		path := filepath.Join(t.TempDir(), "klaster.env")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		_, _ = config.Open(path, os.LookupEnv) // must not panic
	})
}
