//go:build linux

package main

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// engine is the engine's benchmark, built to run each measurement once.
type engine struct{ dir string }

// buildEngine compiles the benchmark. As it stands it runs eight rounds and prints the best; one round with the given
// time is wanted here, so both numbers are replaced in a copy.
func buildEngine(source string, span time.Duration) (*engine, error) {
	if source == "" {
		shared := os.Getenv("KLASTER_SHARED")
		if shared == "" {
			shared = filepath.Join("..", "shared")
		}
		source = filepath.Join(shared, "bench", "gost_engine.c")
	}
	text, err := os.ReadFile(source)
	if err != nil {
		return nil, fmt.Errorf("read the engine's benchmark: %w", err)
	}
	for old, replacement := range map[string]string{"r<8": "r<1", "<0.25": fmt.Sprintf("<%g", span.Seconds())} {
		if !bytes.Contains(text, []byte(old)) {
			return nil, fmt.Errorf("%s has no %q to replace: it is not the program that is known here", source, old)
		}
		text = bytes.ReplaceAll(text, []byte(old), []byte(replacement))
	}
	dir, err := os.MkdirTemp("", "benchgost")
	if err != nil {
		return nil, err
	}
	e := &engine{dir}
	copied := filepath.Join(dir, "engine.c")
	if err := os.WriteFile(copied, text, 0o600); err != nil {
		e.remove()
		return nil, err
	}
	out, err := exec.Command("cc", "-O2", "-o", filepath.Join(dir, "engine"), copied, "-lcrypto").CombinedOutput()
	if err != nil {
		e.remove()
		return nil, fmt.Errorf("compile %s: %w\n%s", source, err, out)
	}
	return e, nil
}

func (e *engine) remove() { os.RemoveAll(e.dir) }

// round runs every measurement of the engine once and returns the figures by name.
func (e *engine) round() (map[string]float64, error) {
	out, err := exec.Command(filepath.Join(e.dir, "engine")).Output()
	if err != nil {
		return nil, fmt.Errorf("run the engine's benchmark: %w", err)
	}
	figures := make(map[string]float64)
	lines := bufio.NewScanner(bytes.NewReader(out))
	for lines.Scan() {
		if err := readLine(figures, lines.Text()); err != nil {
			return nil, err
		}
	}
	return figures, lines.Err()
}

var (
	hashLine = regexp.MustCompile(`^hash (\S+) +(\d+) B +([\d.]+) MB/s$`)
	signLine = regexp.MustCompile(`^ec +(.*\S) +keygen +(\d+) sign +(\d+) verify +(\d+) /s$`)
)

// readLine takes the figures of a line: "hash md_gost12_256 64 B" and "256 CryptoPro-A (pset A) sign" are names.
func readLine(figures map[string]float64, line string) error {
	put := func(name, value string) error {
		v, err := strconv.ParseFloat(value, 64)
		if err != nil {
			return fmt.Errorf("the engine's line %q: %w", line, err)
		}
		figures[name] = v
		return nil
	}
	if m := hashLine.FindStringSubmatch(line); m != nil {
		return put(fmt.Sprintf("%s %s B", m[1], m[2]), m[3])
	}
	m := signLine.FindStringSubmatch(line)
	if m == nil {
		if strings.HasPrefix(line, "skip") {
			return fmt.Errorf("the engine cannot do %s", strings.TrimPrefix(line, "skip "))
		}
		return nil
	}
	for i, what := range []string{"keygen", "sign", "verify"} {
		if err := put(m[1]+" "+what, m[2+i]); err != nil {
			return err
		}
	}
	return nil
}

// processor returns the name of the processor.
func processor() string {
	info, err := os.ReadFile("/proc/cpuinfo")
	if err != nil {
		return "unknown processor"
	}
	for line := range strings.Lines(string(info)) {
		if name, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(name) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return "unknown processor"
}
