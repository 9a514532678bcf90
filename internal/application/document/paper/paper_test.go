package paper

import (
	"bytes"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestVisible(t *testing.T) {
	for in, want := range map[string]string{
		"«Ёж» № 5 — 1 250,50 ₽ − “x” é\nя": "«Ёж» № 5 — 1 250,50 ₽ − “x” é\nя", "中😀": "[U+4E2D][U+1F600]", "": "",
	} {
		if got := Visible(in); got != want {
			t.Errorf("Visible(%q) is %q", in, got)
		}
	}
	if has(0xffff) || has(0) || !has('щ') {
		t.Error("the characters of the font are read wrongly")
	}
	for _, s := range characters(semibold) {
		for c := s.from; c <= s.to; c++ {
			if !has(c) {
				t.Fatalf("the regular font lacks %U, which the bold one has", c)
			}
		}
	}
	for _, s := range characters(regular) {
		if s.from > s.to {
			t.Fatal("a span runs backwards")
		}
	}
}

// Wrapping loses nothing, and no line is wider than it may be unless it is a single character.
func TestWrapLosesNothing(t *testing.T) {
	p := New("", "", time.Unix(0, 0))
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[а-яёА-Яa-z0-9 .,«»\n-]{0,200}`).Draw(t, "text")
		w := rapid.Float64Range(3, 80).Draw(t, "width")
		lines := p.wrap(body, w, text)
		bare := func(s string) string { return strings.NewReplacer(" ", "", "\n", "").Replace(s) }
		if bare(strings.Join(lines, "")) != bare(text) {
			t.Fatalf("%q became %q", text, lines)
		}
		for _, line := range lines {
			if p.measure(body, line) > w+0.01 && len([]rune(line)) > 1 {
				t.Fatalf("%q is wider than %.1f mm", line, w)
			}
		}
	})
}

// Nothing is drawn below the foot, however long a row is.
func TestRowsStayOnThePage(t *testing.T) {
	p := New("", "", time.Unix(0, 0))
	rapid.Check(t, func(t *rapid.T) {
		p.Space(rapid.Float64Range(0, 250).Draw(t, "space"))
		n := rapid.IntRange(0, 200).Draw(t, "lines")
		p.Pair("Вопрос", strings.Repeat("строка\n", n))
		if p.y > bottom+2 {
			t.Fatalf("at %.1f mm of %.1f", p.y, bottom)
		}
		p.Keep(50)
	})
}

var places = regexp.MustCompile(`BT ([0-9.-]+) ([0-9.-]+) Td`)

// Whatever a table holds, all of it stands between the edges of the page and above the foot.
func TestTablesStayOnThePage(t *testing.T) {
	long := strings.Repeat("очень длинный заголовок ", 60)
	for name, columns := range map[string][]Column{
		"few":     {{Title: "№", Number: true}, {Title: "Название"}},
		"long":    {{Title: "№", Number: true}, {Title: long}, {Title: "Сумма", Number: true}},
		"many":    slices.Repeat([]Column{{Title: "Столбец"}}, 13),
		"crowded": slices.Repeat([]Column{{Title: long}}, 13),
	} {
		t.Run(name, func(t *testing.T) {
			p := New("", "", time.Unix(0, 0))
			p.pdf.SetCompression(false)
			for _, cell := range []string{"", "а", strings.Repeat("слово ", 300), strings.Repeat("Щ", 300)} {
				p.Table(columns, slices.Repeat([][]string{slices.Repeat([]string{cell}, len(columns))}, 4))
			}
			var b bytes.Buffer
			if err := p.pdf.Output(&b); err != nil {
				t.Fatal(err)
			}
			found := places.FindAllSubmatch(b.Bytes(), -1)
			for _, m := range found {
				x, _ := strconv.ParseFloat(string(m[1]), 64)
				y, _ := strconv.ParseFloat(string(m[2]), 64)
				if x < left/point-1 || x > (pageWidth-right)/point || y < (pageHeight-bottom)/point-2 || y > (pageHeight-top)/point {
					t.Fatalf("a text at %.0f, %.0f", x, y)
				}
			}
			if len(found) < 20 {
				t.Errorf("%d texts", len(found))
			}
		})
	}
}
