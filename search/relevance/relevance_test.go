package relevance_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/klaster-platform/klaster/search/relevance"
)

// The figures were computed by hand.
func TestByHand(t *testing.T) {
	grades := map[string]float64{"a": 3, "b": 2, "c": 1}
	for _, c := range []struct {
		results                  []string
		ndcg, recall, reciprocal float64
	}{
		{[]string{"a", "b", "c"}, 1, 1, 1},
		{nil, 0, 0, 0},
		{[]string{"x", "y"}, 0, 0, 0},
		{[]string{"x", "a"}, 7 / math.Log2(3) / (7 + 3/math.Log2(3) + 0.5), 1. / 3, 0.5},
		{[]string{"a", "a", "a"}, 7 / (7 + 3/math.Log2(3) + 0.5), 1. / 3, 1},
	} {
		if got := relevance.NDCG(c.results, grades, 10); math.Abs(got-c.ndcg) > 1e-12 {
			t.Errorf("nDCG of %v: %v, want %v", c.results, got, c.ndcg)
		}
		if got := relevance.Recall(c.results, grades, 10); math.Abs(got-c.recall) > 1e-12 {
			t.Errorf("recall of %v: %v, want %v", c.results, got, c.recall)
		}
		if got := relevance.Reciprocal(c.results, grades); got != c.reciprocal {
			t.Errorf("reciprocal of %v: %v, want %v", c.results, got, c.reciprocal)
		}
	}
	if relevance.NDCG([]string{"a"}, nil, 10) != 0 || relevance.Recall([]string{"a"}, nil, 10) != 0 {
		t.Error("nothing graded must measure 0")
	}
	if relevance.NDCG([]string{"c", "a"}, grades, 1) >= relevance.NDCG([]string{"a", "c"}, grades, 1) {
		t.Error("what stands below the last place counts")
	}
}

// No order is better than that of the grades, and exchanging a better one below with a worse one above never makes it worse.
func TestTheBestOrderIsThatOfTheGrades(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		names := []string{"a", "b", "c", "d", "e", "f"}
		grades := map[string]float64{}
		for _, n := range names {
			grades[n] = float64(rapid.IntRange(0, 3).Draw(t, n))
		}
		order := rapid.Permutation(names).Draw(t, "order")
		before := relevance.NDCG(order, grades, 4)
		i := rapid.IntRange(0, len(order)-2).Draw(t, "at")
		if grades[order[i]] < grades[order[i+1]] {
			order[i], order[i+1] = order[i+1], order[i]
		}
		if after := relevance.NDCG(order, grades, 4); after < before-1e-12 || after > 1+1e-12 {
			t.Errorf("%v after %v", after, before)
		}
	})
}
