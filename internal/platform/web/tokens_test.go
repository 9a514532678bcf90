package web

import (
	"fmt"
	"math"
	"regexp"
	"strings"
	"testing"
)

// blocks returns the declarations of custom properties by the selector that holds them.
func blocks(t *testing.T, file string) map[string]map[string]string {
	t.Helper()
	css, err := files.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]map[string]string{}
	for _, m := range regexp.MustCompile(`([:\[][^{}]*)\{([^{}]*)\}`).FindAllStringSubmatch(string(css), -1) {
		selector := strings.TrimSpace(m[1])
		if out[selector] == nil {
			out[selector] = map[string]string{}
		}
		for _, d := range regexp.MustCompile(`--([a-z0-9-]+):\s*([^;]+);`).FindAllStringSubmatch(m[2], -1) {
			if out[selector][d[1]] == "" { // a later one is for those who ask for more contrast
				out[selector][d[1]] = d[2]
			}
		}
	}
	return out
}

const (
	darkChosen = `:root[data-theme=dark]`
	darkSystem = `:root:not([data-theme], [data-vision])`
)

// The dark theme stands twice in the style sheet, since CSS cannot say "chosen or of the system" in one place.
func TestDarkThemesAreAlike(t *testing.T) {
	all := blocks(t, "static/css/tokens.css")
	chosen, system := all[darkChosen], all[darkSystem]
	if len(chosen) < 15 || fmt.Sprint(chosen) != fmt.Sprint(system) {
		t.Errorf("chosen:\n%v\nof the system:\n%v", chosen, system)
	}
}

// Pairs of a token on another and the contrast that WCAG 2.2 asks for: 4.5 for text (1.4.3), 3 for what is drawn (1.4.11).
var pairs = []struct {
	on, under string
	least     float64
}{
	{"ink", "bg", 7},
	{"ink", "surface", 7},
	{"ink", "sunk", 7},
	{"ink-2", "bg", 4.5},
	{"ink-2", "surface", 4.5},
	{"ink-2", "sunk", 4.5},
	{"accent", "bg", 4.5},
	{"accent", "surface", 4.5},
	{"accent", "sunk", 4.5},
	{"accent-deep", "accent-soft", 4.5},
	{"ink", "accent-soft", 4.5},
	{"on-accent", "accent", 4.5},
	{"on-accent", "accent-deep", 4.5},
	{"on-danger", "danger", 4.5},
	{"on-danger", "danger-deep", 4.5},
	{"danger", "bg", 4.5},
	{"danger", "surface", 4.5},
	{"danger", "danger-soft", 4.5},
	{"ok", "ok-soft", 4.5},
	{"ok", "surface", 4.5},
	{"warn", "warn-soft", 4.5},
	{"warn", "surface", 4.5},
	{"ruby", "surface", 4.5},
	{"line-strong", "bg", 3},
	{"line-strong", "surface", 3},
	{"focus", "ink", 1.4},
}

func TestContrast(t *testing.T) {
	tokens, vision := blocks(t, "static/css/tokens.css"), blocks(t, "static/css/vision.css")
	light := tokens[":root"]
	themes := map[string][]map[string]string{
		"light": {light}, "dark": {light, tokens[darkChosen]}, "black on white": {light, vision["[data-vision]"]},
		"white on black": {light, vision["[data-vision]"], vision["[data-scheme=wb]"]},
		"blue":           {light, vision["[data-vision]"], vision["[data-scheme=blue]"]},
	}
	for name, layers := range themes {
		colour := func(token string) string {
			v := ""
			for _, layer := range layers {
				if layer[token] != "" {
					v = layer[token]
				}
			}
			return v
		}
		for _, p := range pairs {
			got, err := contrast(colour(p.on), colour(p.under))
			if err != nil || got < p.least {
				t.Errorf("%s: --%s on --%s: %.2f, want %.1f (%v)", name, p.on, p.under, got, p.least, err)
			}
		}
	}
}

// contrast is the ratio of WCAG 2.2, "contrast ratio".
func contrast(a, b string) (float64, error) {
	la, err := luminance(a)
	if err != nil {
		return 0, err
	}
	lb, err := luminance(b)
	if err != nil {
		return 0, err
	}
	return (max(la, lb) + .05) / (min(la, lb) + .05), nil
}

func luminance(hex string) (float64, error) {
	digits := strings.TrimPrefix(hex, "#")
	if len(digits) == 3 {
		digits = string([]byte{digits[0], digits[0], digits[1], digits[1], digits[2], digits[2]})
	}
	var rgb [3]uint8
	if _, err := fmt.Sscanf(digits, "%02x%02x%02x", &rgb[0], &rgb[1], &rgb[2]); err != nil {
		return 0, fmt.Errorf("colour %q: %w", hex, err)
	}
	sum := 0.0
	for i, weight := range []float64{.2126, .7152, .0722} {
		c := float64(rgb[i]) / 255
		if c <= .04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+.055)/1.055, 2.4)
		}
		sum += weight * c
	}
	return sum, nil
}

// Each icon that a component names is in the sprite; a name that is not would draw nothing.
func TestIconsOfComponents(t *testing.T) {
	sprite, err := makeSprite()
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range []Kind{Neutral, Info, Success, Warning, Danger} {
		if !strings.Contains(string(sprite), `id="`+k.icon()+`"`) {
			t.Errorf("no icon %q", k.icon())
		}
	}
	if strings.Contains(string(sprite), "<svg class") || strings.Contains(string(sprite), "<!--") {
		t.Error("the sprite repeats the sources' own tags")
	}
}

func TestMinifyCSS(t *testing.T) {
	tests := []struct{ in, want string }{
		{"a { b : c ; }", "a{b :c}"},
		{"a :hover { b: c }", "a :hover{b:c}"},
		{"/* x */ a > b , c { d: \"x  /* y */\" }", "a>b,c{d:\"x  /* y */\"}"},
		{"@media (min-width: 40rem) { a { b: calc(1px + 2px) } }", "@media (min-width:40rem){a{b:calc(1px + 2px)}}"},
		{"a:not(b) c{d:e}", "a:not(b) c{d:e}"},
		{"a { b: 'x", ""},
		{"/* open", ""},
	}
	for _, tt := range tests {
		got := string(minifyCSS([]byte(tt.in)))
		if tt.want != "" && got != tt.want {
			t.Errorf("%q: %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestPagesOfAList(t *testing.T) {
	tests := []struct {
		current, total int
		want           string
	}{
		{1, 1, "[1]"}, {1, 3, "[1 2 3]"}, {5, 24, "[1 0 4 5 6 0 24]"}, {2, 24, "[1 2 3 0 24]"}, {24, 24, "[1 0 23 24]"}, {3, 5, "[1 2 3 4 5]"},
	}
	for _, tt := range tests {
		if got := fmt.Sprint(PageSpec{Current: tt.current, Total: tt.total}.numbers()); got != tt.want {
			t.Errorf("%d of %d: %s, want %s", tt.current, tt.total, got, tt.want)
		}
	}
}
