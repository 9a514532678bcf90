package web

import (
	"bytes"
	"strings"
)

// minifyCSS takes out comments and the spaces that mean nothing. It knows strings, and no more of the grammar than our
// own style sheets need: a space before a colon may mean something, the others around punctuation do not.
func minifyCSS(css []byte) []byte {
	var out bytes.Buffer
	for i := 0; i < len(css); i++ {
		switch c := css[i]; {
		case bytes.HasPrefix(css[i:], []byte("/*")):
			end := bytes.Index(css[i+2:], []byte("*/"))
			if end < 0 {
				return out.Bytes()
			}
			i += end + 3
		case c == '"' || c == '\'':
			end := bytes.IndexByte(css[i+1:], c)
			if end < 0 {
				return out.Bytes()
			}
			out.Write(css[i : i+end+2])
			i += end + 1
		case isSpace(c):
			for i+1 < len(css) && isSpace(css[i+1]) {
				i++
			}
			if i+1 < len(css) && !strings.ContainsRune("{};,>", rune(css[i+1])) && !endsIn(&out, "{};,:>") {
				out.WriteByte(' ')
			}
		case c == '}' && endsIn(&out, ";"):
			out.Truncate(out.Len() - 1)
			out.WriteByte(c)
		default:
			out.WriteByte(c)
		}
	}
	return out.Bytes()
}

func isSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' }

func endsIn(b *bytes.Buffer, set string) bool {
	return b.Len() == 0 || strings.IndexByte(set, b.Bytes()[b.Len()-1]) >= 0
}

// trimScript takes out the lines of a script that are empty or only a comment, and the indentation.
func trimScript(js []byte) []byte {
	var out bytes.Buffer
	for line := range bytes.Lines(js) {
		line = bytes.TrimSpace(line)
		if len(line) == 0 || bytes.HasPrefix(line, []byte("//")) {
			continue
		}
		out.Write(line)
		out.WriteByte('\n')
	}
	return out.Bytes()
}
