//go:build linux

// Command esign compares whole checks with OpenSSL and its GOST engine on this machine: a chain of three certificates, and
// a signed message (CAdES-BES, detached, 4 KiB) with its chain and a revocation list.
//
// Both sides read everything but the root and the list anew each time, and verify the same signatures. A C compiler,
// OpenSSL's headers and its GOST engine are needed.
package main

import (
	"bufio"
	"bytes"
	_ "embed"
	"flag"
	"fmt"
	"log"
	"os"
	"strconv"
	"strings"

	"github.com/klaster-platform/klaster/internal/bench"
)

//go:embed baseline/openssl.c
var baseline []byte

func main() {
	log.SetFlags(0)
	log.SetPrefix("bench esign: ")
	var s bench.Settings
	s.Flags(flag.CommandLine)
	flag.Parse()
	if err := run(s); err != nil {
		log.Fatal(err)
	}
}

func run(s bench.Settings) error {
	if err := bench.Pin(); err != nil {
		return err
	}
	subjects, err := makeSubjects()
	if err != nil {
		return err
	}
	ours := measurements(subjects)
	if s.Alone {
		return bench.Run(os.Stdout, s, ours, "OpenSSL", nil)
	}
	p, err := bench.Compile(baseline)
	if err != nil {
		return err
	}
	defer p.Remove()
	arguments := []string{fmt.Sprint(s.Span.Seconds()), fmt.Sprint(now.Unix())}
	for _, x := range subjects {
		if err := x.write(p.Dir); err != nil {
			return err
		}
		arguments = append(arguments, x.name)
	}
	return bench.Run(os.Stdout, s, ours, "OpenSSL", func() (map[string]float64, error) {
		out, err := p.Output(arguments...)
		if err != nil {
			return nil, err
		}
		return figures(out)
	})
}

// figures reads lines of a name, a tab and a number.
func figures(out []byte) (map[string]float64, error) {
	m := make(map[string]float64)
	lines := bufio.NewScanner(bytes.NewReader(out))
	for lines.Scan() {
		name, value, _ := strings.Cut(lines.Text(), "\t")
		v, err := strconv.ParseFloat(value, 64)
		if err != nil {
			return nil, fmt.Errorf("the other side's line %q: %w", lines.Text(), err)
		}
		m[name] = v
	}
	return m, lines.Err()
}
