package xmldsig

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/klaster-platform/klaster/esign/xmldsig/c14n"
	"github.com/klaster-platform/klaster/esign/xmldsig/xmltoken"
)

// scanner is the first reading of a document.
type scanner struct {
	tok *xmltoken.Tokenizer

	root       xmltoken.Name
	rootID     string
	rootToken  xmltoken.Token // its place and form only
	lastEnd    xmltoken.Token
	recordings []*recording
	now        *recording
	recorded   int
	tokens     int
	inherited  [][]xmltoken.Attr // attributes xml:… in force, by depth

	ids     map[string]idCount
	idBytes int
	repeat  string // an Id that was met twice
}

// idCount says how often a value was met: as what is an Id to all programs, and as an attribute that some may take for one.
type idCount struct{ sure, any uint8 }

// scan reads src to its end. The hash is of all bytes, also those after an error.
func scan(src io.Reader, limits xmltoken.Limits) (*scanner, [32]byte, error) {
	hash := sha256.New()
	tee := io.TeeReader(src, hash)
	s := &scanner{tok: xmltoken.New(tee, limits), ids: make(map[string]idCount)}
	err := s.run()
	if _, copyErr := io.Copy(io.Discard, tee); err == nil {
		err = copyErr
	}
	return s, [32]byte(hash.Sum(nil)), err
}

func (s *scanner) run() error {
	for {
		t, err := s.tok.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := s.token(t); err != nil {
			return err
		}
	}
}

func (s *scanner) token(t *xmltoken.Token) error {
	if t.Kind == xmltoken.Start {
		if err := s.start(t); err != nil {
			return err
		}
	}
	if s.now != nil {
		s.recorded += s.now.add(t)
		s.tokens++
		if s.recorded > maxRecorded || s.tokens > maxTokens {
			return limit(t, "signatures are too large")
		}
	}
	if t.Kind == xmltoken.End {
		if s.now != nil && t.Depth == s.now.depth {
			s.now = nil
		}
		s.lastEnd = xmltoken.Token{Offset: t.Offset, End: t.End, Empty: t.Empty}
	}
	return nil
}

func limit(t *xmltoken.Token, detail string) error {
	return &xmltoken.SyntaxError{Offset: t.Offset, Kind: xmltoken.ErrLimit, Detail: detail}
}

func (s *scanner) start(t *xmltoken.Token) error {
	if err := s.collectIDs(t); err != nil {
		return err
	}
	var outer []xmltoken.Attr
	if t.Depth == 0 {
		s.root, s.rootToken = t.Name, xmltoken.Token{Offset: t.Offset, End: t.End, Empty: t.Empty}
		s.rootID = idOf(t)
	} else {
		outer = s.inherited[t.Depth-1]
	}
	s.inherited = append(s.inherited[:t.Depth], inherit(outer, t.Attrs))
	if s.now != nil || !t.Name.Is(SpaceDSig, "Signature") {
		return nil
	}
	if len(s.recordings) == maxSignatures {
		return limit(t, "too many signatures")
	}
	s.now = &recording{context: c14n.Context{Decls: s.tok.InScope(nil), Attrs: outer}}
	s.recordings = append(s.recordings, s.now)
	return nil
}

// sureID reports whether an attribute is an Id to all programs that handle signatures.
func sureID(n *xmltoken.Name) bool {
	switch n.Space {
	case "":
		return n.Local == "Id" || n.Local == "ID"
	case xmltoken.SpaceXML:
		return n.Local == "id"
	case spaceWSU:
		return n.Local == "Id"
	}
	return false
}

// idOf returns the Id of an element, empty if it has none or more than one.
func idOf(t *xmltoken.Token) string {
	var id string
	for i := range t.Attrs {
		if n := &t.Attrs[i].Name; sureID(n) || n.Is("", "id") {
			if id != "" {
				return ""
			}
			id = string(t.Attrs[i].Value)
		}
	}
	return id
}

func (s *scanner) collectIDs(t *xmltoken.Token) error {
	for i := range t.Attrs {
		a := &t.Attrs[i]
		if !strings.EqualFold(a.Name.Local, "id") {
			continue
		}
		value := string(a.Value)
		count, known := s.ids[value]
		if !known {
			s.idBytes += len(value)
			if len(s.ids) >= maxIDs || s.idBytes > maxIDBytes {
				return limit(t, "too many Ids")
			}
		}
		if count.any < 2 {
			count.any++
		}
		if sureID(&a.Name) {
			if count.sure++; count.sure > 1 {
				s.repeat, count.sure = value, 1
			}
		}
		s.ids[value] = count
	}
	return nil
}

// unique tells whether an Id is one that no program can take for another element's.
func (s *scanner) unique(id string) bool { return id != "" && s.ids[id].any == 1 }

// duplicate says which Id stands twice, or nothing.
func (s *scanner) duplicate() string {
	if s.repeat == "" {
		return ""
	}
	return fmt.Sprintf("the Id %.80q stands more than once", s.repeat)
}
