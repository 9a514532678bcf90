// Package relevance measures how good the order of search results is by what people have graded.
//
// Grades are numbers from 0, «has nothing to do with it», upwards; what is not graded is 0. The measures are those of Järvelin and
// Kekäläinen, Cumulated gain-based evaluation of IR techniques (2002), with the gain 2^grade − 1 of Burges et al. (2005).
package relevance

import (
	"cmp"
	"math"
	"slices"
)

// NDCG is the gain of the first k results, less the lower they stand, as a share of the best order of all that was graded. It is 0 when
// nothing was graded above 0, and between 0 and 1 always; a result that comes twice counts once.
func NDCG(results []string, grades map[string]float64, k int) float64 {
	got := 0.0
	seen := make(map[string]bool, k)
	for i, id := range results[:min(k, len(results))] {
		if !seen[id] {
			got += gain(grades[id], i)
		}
		seen[id] = true
	}
	all := make([]float64, 0, len(grades))
	for _, g := range grades {
		all = append(all, g)
	}
	slices.SortFunc(all, func(a, b float64) int { return cmp.Compare(b, a) })
	best := 0.0
	for i, g := range all[:min(k, len(all))] {
		best += gain(g, i)
	}
	if best == 0 {
		return 0
	}
	return got / best
}

func gain(grade float64, at int) float64 { return (math.Exp2(grade) - 1) / math.Log2(float64(at)+2) }

// Recall is the share of all that was graded above 0 that is among the first k results.
func Recall(results []string, grades map[string]float64, k int) float64 {
	relevant, found := 0, 0
	for id, g := range grades {
		if g <= 0 {
			continue
		}
		relevant++
		if slices.Contains(results[:min(k, len(results))], id) {
			found++
		}
	}
	if relevant == 0 {
		return 0
	}
	return float64(found) / float64(relevant)
}

// Reciprocal is one divided by the place of the first result that was graded above 0, 0 if there is none.
func Reciprocal(results []string, grades map[string]float64) float64 {
	for i, id := range results {
		if grades[id] > 0 {
			return 1 / float64(i+1)
		}
	}
	return 0
}
