package typo

import "unicode/utf8"

// Limit is how many mistakes are forgiven in a word.
func Limit(word string) int {
	switch n := utf8.RuneCountInString(word); {
	case n <= 3:
		return 0
	case n <= 7:
		return 1
	default:
		return 2
	}
}

// maxLetters bounds the words that are compared; longer ones are equal or not.
const maxLetters = 64

// Distance counts the mistakes between two words: letters wrong, missing, too many, or two neighbours in the wrong order
// (the optimal string alignment distance). Beyond the limit it stops and returns limit+1.
func Distance(a, b string, limit int) int {
	if a == b {
		return 0
	}
	var ra, rb [maxLetters]rune
	la, okA := letters(ra[:0], a)
	lb, okB := letters(rb[:0], b)
	if !okA || !okB {
		return limit + 1
	}
	return distance(la, lb, limit)
}

func letters(dst []rune, s string) ([]rune, bool) {
	for _, r := range s {
		if len(dst) == maxLetters {
			return dst, false
		}
		dst = append(dst, r)
	}
	return dst, true
}

// distance fills the table of prefixes row by row, keeping three: a swap looks two rows back.
func distance(a, b []rune, limit int) int {
	if len(a)-len(b) > limit || len(b)-len(a) > limit {
		return limit + 1
	}
	var rows [3][maxLetters + 1]int
	for j := range len(b) + 1 {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		before, above, row := &rows[(i+1)%3], &rows[(i+2)%3], &rows[i%3]
		row[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			d := min(above[j]+1, row[j-1]+1, above[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d = min(d, before[j-2]+1)
			}
			row[j] = d
			least = min(least, d)
		}
		if least > limit {
			return limit + 1
		}
	}
	return min(rows[len(a)%3][len(b)], limit+1)
}
