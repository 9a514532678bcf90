//go:build linux

package main

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/klaster-platform/klaster/internal/bench"
)

// buildEngine compiles the benchmark. As it stands it runs eight rounds and prints the best; one round with the given
// time is wanted here, so both numbers are replaced in a copy.
func buildEngine(source string, span time.Duration) (*bench.Program, error) {
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
	return bench.Compile(text)
}

// round runs every measurement of the engine once and returns the figures by name.
func round(engine *bench.Program) (map[string]float64, error) {
	out, err := engine.Output()
	if err != nil {
		return nil, err
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
