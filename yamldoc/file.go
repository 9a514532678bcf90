package yamldoc

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// File is one file that was read, and what is wrong with it.
type File struct {
	root     *yaml.Node
	lines    []string
	problems Problems
}

// Read reads a file of at most limit bytes. What cannot be read at all has no root, and problems that say why.
func Read(content []byte, limit int) *File {
	r := &File{}
	if len(content) > limit {
		r.At(1, 1, Say("файл больше %d байт", "the file is larger than %d bytes", limit))
		return r
	}
	content = bytes.TrimPrefix(content, []byte("\ufeff"))
	if !utf8.Valid(content) {
		r.At(1, 1, Say("файл не в кодировке UTF-8", "the file is not UTF-8"))
		return r
	}
	// YAML ends lines by more signs than editors do; places are to be those of the editor.
	content = bytes.ReplaceAll(bytes.ReplaceAll(content, []byte("\r\n"), []byte("\n")), []byte("\r"), []byte("\n"))
	r.lines = strings.Split(string(content), "\n")
	for i, line := range r.lines {
		if at := strings.IndexAny(line, "\u0085\u2028\u2029"); at >= 0 {
			r.At(i+1, utf8.RuneCountInString(line[:at])+1, Say("недопустимый знак конца строки", "a sign that ends lines and is not allowed"))
			return r
		}
	}
	r.root = r.parse(content)
	return r
}

// Root is the only document of the file, nil if there is none.
func (r *File) Root() *yaml.Node { return r.root }

// Problems are what is wrong with the file, nil if nothing is.
func (r *File) Problems() Problems {
	slices.SortStableFunc(r.problems, func(a, b Problem) int {
		if a.Line != b.Line {
			return a.Line - b.Line
		}
		return a.Column - b.Column
	})
	return r.problems[:min(len(r.problems), MaxProblems)]
}

// At notes a problem at a place, counted from 1.
func (r *File) At(line, column int, text Text) {
	// A file that is wrong throughout ends the reading early enough.
	if len(r.problems) < 20*MaxProblems {
		r.problems = append(r.problems, Problem{Line: max(line, 1), Column: max(column, 1), Text: text})
	}
}

// Wrong notes a problem at a node.
func (r *File) Wrong(n *yaml.Node, ru, en string, args ...any) {
	r.At(n.Line, n.Column, Say(ru, en, args...))
}

// yamlLine finds the line in a message of the parser.
var yamlLine = regexp.MustCompile(`line (\d+): (.*)`)

// parse is the root of the only document, or nil.
func (r *File) parse(content []byte) *yaml.Node {
	var document, further yaml.Node
	decoder := yaml.NewDecoder(bytes.NewReader(content))
	if err := decoder.Decode(&document); err != nil {
		if errors.Is(err, io.EOF) {
			r.At(1, 1, Say("файл пуст", "the file is empty"))
			return nil
		}
		r.unreadable(err)
		return nil
	}
	if err := decoder.Decode(&further); !errors.Is(err, io.EOF) {
		if err != nil {
			r.unreadable(err)
		} else {
			r.Wrong(&further, "в файле должен быть один документ", "a file holds one document")
		}
		return nil
	}
	if len(document.Content) != 1 {
		r.At(1, 1, Say("файл пуст", "the file is empty"))
		return nil
	}
	return document.Content[0]
}

func (r *File) unreadable(err error) {
	line, message := 1, err.Error()
	if m := yamlLine.FindStringSubmatch(message); m != nil {
		_, _ = fmt.Sscan(m[1], &line)
		message = m[2]
	}
	r.At(line, 1, Say("файл не читается как YAML: %s", "not readable as YAML: %s", strings.TrimPrefix(message, "yaml: ")))
}
