// Package plural chooses the Russian form of a noun that a number counts: «1 заявка», «2 заявки», «5 заявок».
//
// The rule is the one that CLDR publishes for ru. It carries no dictionary: the caller writes the three forms.
package plural

// Russian returns one (1, 21, 101…), few (2–4, 22–24…) or many (0, 5–20, 111…) by the cardinal rule of Russian.
func Russian(n int64, one, few, many string) string {
	tens, ones := n%100, n%10
	if n < 0 {
		tens, ones = -tens, -ones
	}
	switch {
	case tens >= 11 && tens <= 14:
		return many
	case ones == 1:
		return one
	case ones >= 2 && ones <= 4:
		return few
	}
	return many
}

// English returns one for exactly 1 and -1, else many.
func English(n int64, one, many string) string {
	if n == 1 || n == -1 {
		return one
	}
	return many
}
