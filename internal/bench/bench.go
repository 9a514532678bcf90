//go:build linux

// Package bench compares our code with another implementation of the same on this machine, and prints both and their
// ratio.
//
// Both sides run in turn on one core, a round of the other and a round of ours, and what counts is CPU time, not the
// clock: other work on the machine changes it little. The median of the rounds is shown. A missed goal is marked; it is
// no failure, as this is a measurement.
package bench

import (
	"flag"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"syscall"
	"text/tabwriter"
	"time"
)

// Measurement is one line of the table.
type Measurement struct {
	Name    string
	Against string // the figure of the other side
	Within  string // if it is not empty, one of our measurements that this one is a part of: the ratio is the share of its time
	Unit    string
	Goal    float64 // the ratio aimed at
	Scale   float64 // units in one operation
	Do      func() error
}

// Operations is a measurement in operations a second.
func Operations(name, against string, goal float64, do func() error) Measurement {
	return Measurement{Name: name, Against: against, Unit: "1/s", Goal: goal, Scale: 1, Do: do}
}

// Settings say how long to measure what.
type Settings struct {
	Rounds int
	Span   time.Duration // CPU time of each measurement
	Match  string
	Alone  bool
}

// Flags declares the settings as flags of the program.
func (s *Settings) Flags(f *flag.FlagSet) {
	f.IntVar(&s.Rounds, "rounds", 10, "rounds of each side, of which the median is shown")
	f.DurationVar(&s.Span, "time", 250*time.Millisecond, "CPU time of each measurement")
	f.StringVar(&s.Match, "match", "", "measure only what has this in its name")
	f.BoolVar(&s.Alone, "alone", false, "leave the other side out")
}

// Peer runs every measurement of the other side once and returns its figures by name.
type Peer func() (map[string]float64, error)

// Run measures in rounds and prints the table to w. peer, whose name stands above its column, may be nil.
func Run(w io.Writer, s Settings, ours []Measurement, name string, peer Peer) error {
	runtime.GOMAXPROCS(1)
	debug.SetGCPercent(400) // our garbage is collected in our time; the other side frees by hand
	ours = slices.DeleteFunc(ours, func(m Measurement) bool { return !strings.Contains(m.Name, s.Match) })
	fmt.Fprintf(w, "%s %s/%s, %s\n", runtime.Version(), runtime.GOOS, runtime.GOARCH, processor())
	fmt.Fprintf(w, "%d rounds of each side in turn on one core, %v of CPU time each, medians\n\n", s.Rounds, s.Span)
	theirs, own := make(map[string][]float64), make(map[string][]float64)
	for i := range s.Rounds {
		fmt.Fprintf(os.Stderr, "\rround %d of %d ", i+1, s.Rounds)
		if err := round(s, ours, peer, theirs, own); err != nil {
			return err
		}
	}
	fmt.Fprint(os.Stderr, "\r")
	return report(w, ours, name, theirs, own)
}

func round(s Settings, ours []Measurement, peer Peer, theirs, own map[string][]float64) error {
	if peer != nil {
		figures, err := peer()
		if err != nil {
			return err
		}
		for name, v := range figures {
			theirs[name] = append(theirs[name], v)
		}
	}
	for _, m := range ours {
		v, err := m.Measure(s.Span)
		if err != nil {
			return fmt.Errorf("%s: %w", m.Name, err)
		}
		own[m.Name] = append(own[m.Name], v)
	}
	return nil
}

// Measure repeats the operation for the given CPU time and returns units a second.
func (m Measurement) Measure(span time.Duration) (float64, error) {
	n := 0
	start := used()
	for {
		for range 8 {
			if err := m.Do(); err != nil {
				return 0, err
			}
		}
		n += 8
		if t := used() - start; t >= span {
			return float64(n) * m.Scale / t.Seconds(), nil
		}
	}
}

// used is the CPU time of this process, the collector of garbage included.
func used() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func report(out io.Writer, ours []Measurement, name string, theirs, own map[string][]float64) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(w, "measurement\tunit\t%s\tKlaster\tratio\tgoal\t\n", name)
	for _, m := range ours {
		b := median(own[m.Name])
		if whole := own[m.Within]; len(whole) > 0 {
			share := median(whole) / b // of times, which are the reverse of figures
			fmt.Fprintf(w, "%s\t%s\t\t%.0f\t%.2f\t%.1f\t%s\n", m.Name, m.Unit, b, share, m.Goal, missed(share, m.Goal))
			continue
		}
		if len(theirs) == 0 {
			fmt.Fprintf(w, "%s\t%s\t\t%.0f\t\t%.1f\t\n", m.Name, m.Unit, b, m.Goal)
			continue
		}
		if len(theirs[m.Against]) == 0 {
			return fmt.Errorf("%s printed no figure for %s", name, m.Against)
		}
		a := median(theirs[m.Against])
		fmt.Fprintf(w, "%s\t%s\t%.0f\t%.0f\t%.2f\t%.1f\t%s\n", m.Name, m.Unit, a, b, b/a, m.Goal, missed(b/a, m.Goal))
	}
	return w.Flush()
}

func missed(ratio, goal float64) string {
	if ratio < goal {
		return "  missed"
	}
	return ""
}

func median(v []float64) float64 {
	v = slices.Sorted(slices.Values(v))
	n := len(v)
	return (v[(n-1)/2] + v[n/2]) / 2
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
