//go:build linux

// Command benchgost compares the speed of packages gost3410 and streebog with OpenSSL's GOST engine on this machine and
// prints both and their ratio.
//
// Both sides run in turn on one core, a round of the engine and a round of ours, and what counts is CPU time, not the
// clock: other work on the machine changes it little. The median of the rounds is shown.
//
// The engine's side is bench/gost_engine.c of the folder of shared material (KLASTER_SHARED, else ../shared beside the
// repository), which it builds; a C compiler, OpenSSL's headers and its GOST engine are needed.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"text/tabwriter"
	"time"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("benchgost: ")
	rounds := flag.Int("rounds", 10, "rounds of each side, of which the median is shown")
	span := flag.Duration("time", 250*time.Millisecond, "CPU time of each measurement")
	source := flag.String("source", "", "the engine's benchmark (default bench/gost_engine.c of the shared material)")
	match := flag.String("match", "", "measure only what has this in its name")
	alone := flag.Bool("alone", false, "leave the engine out")
	flag.Parse()
	if err := run(settings{*rounds, *span, *source, *match, *alone}); err != nil {
		log.Fatal(err)
	}
}

type settings struct {
	rounds int
	span   time.Duration
	source string
	match  string
	alone  bool
}

func run(s settings) error {
	if err := pin(); err != nil {
		return err
	}
	runtime.GOMAXPROCS(1)
	debug.SetGCPercent(400) // signing makes a little garbage; the engine's allocator is not timed by a collector either
	ours, err := measurements(s.match)
	if err != nil {
		return err
	}
	theirs := func() (map[string]float64, error) { return nil, nil }
	if !s.alone {
		e, err := buildEngine(s.source, s.span)
		if err != nil {
			return err
		}
		defer e.remove()
		theirs = e.round
	}
	fmt.Printf("%s %s/%s, %s\n", runtime.Version(), runtime.GOOS, runtime.GOARCH, processor())
	fmt.Printf("%d rounds of each side in turn on one core, %v of CPU time each, medians\n\n", s.rounds, s.span)
	engine, own := make(map[string][]float64), make(map[string][]float64)
	for i := range s.rounds {
		fmt.Fprintf(os.Stderr, "\rround %d of %d ", i+1, s.rounds)
		figures, err := theirs()
		if err != nil {
			return err
		}
		for name, v := range figures {
			engine[name] = append(engine[name], v)
		}
		for _, m := range ours {
			v, err := m.measure(s.span)
			if err != nil {
				return fmt.Errorf("%s: %w", m.name, err)
			}
			own[m.name] = append(own[m.name], v)
		}
	}
	fmt.Fprint(os.Stderr, "\r")
	return report(ours, engine, own)
}

// report prints a line for each measurement. A goal that was missed is marked; it is no failure, as this is a measurement.
func report(ours []measurement, engine, own map[string][]float64) error {
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "measurement\tunit\tgost-engine\tKlaster\tratio\tgoal\t")
	for _, m := range ours {
		b := median(own[m.name])
		theirs := engine[m.against]
		if len(engine) == 0 {
			fmt.Fprintf(w, "%s\t%s\t\t%.0f\t\t%.1f\t\n", m.name, m.unit, b, m.goal)
			continue
		}
		if len(theirs) == 0 {
			return fmt.Errorf("the engine's benchmark printed no figure for %s", m.against)
		}
		a := median(theirs)
		missed := ""
		if b/a < m.goal {
			missed = "  missed"
		}
		fmt.Fprintf(w, "%s\t%s\t%.0f\t%.0f\t%.2f\t%.1f\t%s\n", m.name, m.unit, a, b, b/a, m.goal, missed)
	}
	return w.Flush()
}

func median(v []float64) float64 {
	v = slices.Sorted(slices.Values(v))
	n := len(v)
	return (v[(n-1)/2] + v[n/2]) / 2
}
