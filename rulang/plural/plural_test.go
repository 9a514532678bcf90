package plural_test

import (
	"math"
	"testing"

	"github.com/klaster-platform/klaster/rulang/plural"
)

func TestRussian(t *testing.T) {
	forms := map[string][]int64{
		"заявка": {1, 21, 31, 101, 1001, -1, -21},
		"заявки": {2, 3, 4, 22, 104, 1002, -3},
		"заявок": {0, 5, 10, 11, 12, 13, 14, 15, 20, 25, 111, 112, 211, 1011, -11, -5, math.MinInt64},
	}
	for want, counts := range forms {
		for _, n := range counts {
			if got := plural.Russian(n, "заявка", "заявки", "заявок"); got != want {
				t.Errorf("%d %s, want %s", n, got, want)
			}
		}
	}
}

func TestEnglish(t *testing.T) {
	for n, want := range map[int64]string{0: "days", 1: "day", -1: "day", 2: "days", 21: "days"} {
		if got := plural.English(n, "day", "days"); got != want {
			t.Errorf("%d %s, want %s", n, got, want)
		}
	}
}
