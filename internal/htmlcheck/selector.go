package htmlcheck

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// selector is one alternative: steps from the outermost element to the one that is wanted.
type selector []step

// step is a compound such as a.button[href], and how it hangs on the step before.
type step struct {
	child bool // a child of the step before, else any descendant
	tag   string
	tests []test
}

// test is a condition on one attribute.
type test struct {
	name, op, value string // op is "" for presence, "=", "^=", or "~=" for one of several words
}

var (
	selectorToken = regexp.MustCompile(`^(?:\s*(>)\s*|(\s+)|([a-zA-Z][\w-]*|\*)|#([\w-]+)|\.([\w-]+)|\[\s*([\w:-]+)\s*(?:(\^?=)\s*(?:"([^"]*)"|'([^']*)'|([^\]\s]*))\s*)?\])`)
	comma         = regexp.MustCompile(`\s*,\s*`)
)

// parseSelector reads alternatives parted by commas. A comma inside an attribute's value is not understood.
func parseSelector(text string) ([]selector, error) {
	var all []selector
	for _, part := range comma.Split(strings.TrimSpace(text), -1) {
		s, err := parseAlternative(part)
		if err != nil {
			return nil, fmt.Errorf("selector %q: %w", text, err)
		}
		all = append(all, s)
	}
	return all, nil
}

func parseAlternative(text string) (selector, error) {
	s := selector{{}}
	for rest := text; rest != ""; {
		m := selectorToken.FindStringSubmatch(rest)
		if m == nil {
			return nil, fmt.Errorf("not understood from %q on", rest)
		}
		rest = rest[len(m[0]):]
		last := &s[len(s)-1]
		switch {
		case m[1] != "":
			s = append(s, step{child: true})
		case m[2] != "":
			s = append(s, step{})
		case m[3] != "":
			last.tag = strings.ToLower(m[3])
		case m[4] != "":
			last.tests = append(last.tests, test{"id", "=", m[4]})
		case m[5] != "":
			last.tests = append(last.tests, test{"class", "~=", m[5]})
		default:
			last.tests = append(last.tests, test{m[6], m[7], m[8] + m[9] + m[10]})
		}
	}
	for _, st := range s {
		if st.tag == "" && len(st.tests) == 0 {
			return nil, fmt.Errorf("a step is empty in %q", text)
		}
	}
	return s, nil
}

// matches tells whether the last step is n and the steps before it are found above n.
func (s selector) matches(n *html.Node) bool {
	last := s[len(s)-1]
	if !last.fits(n) {
		return false
	}
	if len(s) == 1 {
		return true
	}
	before := s[:len(s)-1]
	for up := n.Parent; up != nil; up = up.Parent {
		if before.matches(up) {
			return true
		}
		if last.child {
			return false
		}
	}
	return false
}

func (st step) fits(n *html.Node) bool {
	if n.Type != html.ElementNode || st.tag != "" && st.tag != "*" && st.tag != n.Data {
		return false
	}
	return !slices.ContainsFunc(st.tests, func(t test) bool { return !t.holds(n) })
}

func (t test) holds(n *html.Node) bool {
	value, ok := attribute(n, t.name)
	switch t.op {
	case "=":
		return ok && value == t.value
	case "^=":
		return ok && strings.HasPrefix(value, t.value)
	case "~=":
		return ok && slices.Contains(strings.Fields(value), t.value)
	}
	return ok
}

func attribute(n *html.Node, name string) (string, bool) {
	for _, a := range n.Attr {
		if a.Namespace == "" && a.Key == name {
			return a.Val, true
		}
	}
	return "", false
}
