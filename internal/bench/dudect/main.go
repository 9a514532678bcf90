//go:build linux

// Command dudect asks whether the time of an operation on secrets can be told from the secrets, by the statistics of
// Reparaz, Balasch and Verbauwhede ("Dude, is my code constant time?", 2017).
//
// Each operation runs on two classes of secrets in a random order: a fixed one, of an extreme kind, and random ones. Welch's
// t says how far the two means are apart, for all measurements and for those below several percentiles, as the slow ones are
// mostly interruptions. The largest |t| is shown: below 4.5 nothing is seen, above 10 there is a difference. Whether it is
// of the secrets or of how they lie in memory is then to be found out.
//
// A measurement with the build tag purego is of the code without a processor's own instructions. Operations that are meant
// to depend on their input, such as the check of a signature, stand beside them to show that the program can tell.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"runtime/debug"
	"strings"
	"text/tabwriter"

	"github.com/klaster-platform/klaster/gost/gost3410"
	"github.com/klaster-platform/klaster/internal/bench"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("dudect: ")
	n := flag.Int("n", 40_000, "measurements of each operation")
	match := flag.String("match", "", "measure only what has this in its name")
	flag.Parse()
	if err := run(*n, *match); err != nil {
		log.Fatal(err)
	}
}

func run(n int, match string) error {
	if err := bench.Pin(); err != nil {
		return err
	}
	debug.SetGCPercent(-1) // a collection in the middle would be measured too; each operation collects by itself before
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(w, "operation\tmeasurements\tmedian, ns\t|t|\tverdict\t\n")
	for _, c := range []*gost3410.Curve{
		gost3410.CryptoProA(), gost3410.CryptoProB(), gost3410.TC256A(), gost3410.TC512A(), gost3410.TC512B(), gost3410.TC512C(),
	} {
		for _, o := range operations(c) {
			if !strings.Contains(o.name, match) {
				continue
			}
			s, err := o.measure(n)
			if err != nil {
				return fmt.Errorf("%s: %w", o.name, err)
			}
			t := s.worst()
			fmt.Fprintf(w, "%s\t%d\t%.0f\t%.1f\t%s\t\n", o.name, n, s.median(), t, verdict(t, o.public))
			if err := w.Flush(); err != nil {
				return err
			}
		}
	}
	return nil
}

func verdict(t float64, public bool) string {
	switch {
	case t < 4.5:
		return "nothing seen"
	case public:
		return "differs, as it may"
	case t < 10:
		return "to be looked at"
	}
	return "DIFFERS"
}
