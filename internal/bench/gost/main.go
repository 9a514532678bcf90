//go:build linux

// Command gost compares the speed of packages gost3410 and streebog with OpenSSL's GOST engine on this machine, and shows Go's
// own P-256 in the same run.
//
// The engine's side is bench/gost_engine.c of the folder of shared material (KLASTER_SHARED, else ../shared beside the
// repository), which it builds; a C compiler, OpenSSL's headers and its GOST engine are needed.
package main

import (
	"flag"
	"log"
	"os"

	"github.com/klaster-platform/klaster/internal/bench"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("bench gost: ")
	var s bench.Settings
	s.Flags(flag.CommandLine)
	source := flag.String("source", "", "the engine's benchmark (default bench/gost_engine.c of the shared material)")
	flag.Parse()
	if err := run(s, *source); err != nil {
		log.Fatal(err)
	}
}

func run(s bench.Settings, source string) error {
	if err := bench.Pin(); err != nil {
		return err
	}
	ours, err := measurements()
	if err != nil {
		return err
	}
	if s.Alone {
		return bench.Run(os.Stdout, s, ours, "gost-engine", nil)
	}
	engine, err := buildEngine(source, s.Span)
	if err != nil {
		return err
	}
	defer engine.Remove()
	return bench.Run(os.Stdout, s, ours, "gost-engine", func() (map[string]float64, error) { return round(engine) })
}
