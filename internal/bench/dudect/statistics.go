//go:build linux

package main

import (
	"math"
	"slices"
)

// sample is one measurement: its class, 0 or 1, and its time in nanoseconds.
type sample struct {
	class int
	time  float64
}

type samples []sample

// welch is Welch's t of the two classes, 0 where one of them is too small to say.
func (s samples) welch() float64 {
	var n, mean, square [2]float64
	for _, x := range s {
		c := x.class
		n[c]++
		d := x.time - mean[c]
		mean[c] += d / n[c]
		square[c] += d * (x.time - mean[c])
	}
	if n[0] < 100 || n[1] < 100 {
		return 0
	}
	variance := square[0]/(n[0]-1)/n[0] + square[1]/(n[1]-1)/n[1]
	if variance == 0 {
		if mean[0] == mean[1] {
			return 0
		}
		return math.Inf(1)
	}
	return math.Abs(mean[0]-mean[1]) / math.Sqrt(variance)
}

// worst is the largest t of all samples and of those below each of some percentiles.
func (s samples) worst() float64 {
	times := s.times()
	worst := s.welch()
	for _, percent := range []int{50, 75, 90, 95, 99} {
		limit := times[len(times)*percent/100]
		below := slices.DeleteFunc(slices.Clone(s), func(x sample) bool { return x.time >= limit })
		worst = max(worst, below.welch())
	}
	return worst
}

func (s samples) median() float64 { return s.times()[len(s)/2] }

func (s samples) times() []float64 {
	times := make([]float64, len(s))
	for i, x := range s {
		times[i] = x.time
	}
	slices.Sort(times)
	return times
}
