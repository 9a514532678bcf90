package xmltoken

import "bytes"

// qname is a qualified name as it was met, kept once a document.
type qname struct {
	full, prefix, local string
	prefixID            int
	seen                uint64 // the tag that had an attribute of this name last
}

// binding is what a prefix stands for at the moment.
type binding struct {
	prefix, space string
	bound         bool
}

// undo restores a binding at the end of the element that changed it.
type undo struct {
	id  int
	old binding
}

// names holds the names of a document and the namespaces in scope. Every look-up takes constant time, however many are declared.
type names struct {
	qnames   map[string]*qname
	spaces   map[string]string
	prefixes map[string]int
	bindings []binding
	undo     []undo
	bytes    int // of all strings kept
}

const (
	defaultID = 0
	xmlID     = 1
)

func newNames() names {
	return names{
		qnames:   make(map[string]*qname),
		spaces:   make(map[string]string),
		prefixes: map[string]int{"": defaultID, "xml": xmlID},
		bindings: []binding{defaultID: {}, xmlID: {prefix: "xml", space: SpaceXML, bound: true}},
	}
}

// charge counts a string that is kept for the life of the tokenizer.
func (t *Tokenizer) charge(n int) error {
	t.names.bytes += n
	if len(t.names.qnames)+len(t.names.spaces) >= t.limits.Names || t.names.bytes > 64*t.limits.Names {
		return t.fail(ErrLimit, "too many different names")
	}
	return nil
}

// qname looks a qualified name up, and checks it when it is met first.
func (t *Tokenizer) qname(b []byte) (*qname, error) {
	if q, ok := t.names.qnames[string(b)]; ok {
		return q, nil
	}
	if len(b) > t.limits.Name {
		return nil, t.fail(ErrLimit, "a name is too long")
	}
	prefix, local, colon := bytes.Cut(b, []byte{':'})
	if !colon {
		prefix, local = nil, b
	}
	if colon && !validNCName(prefix) || !validNCName(local) {
		return nil, t.failf(ErrMalformed, "%.80q is not a name", b)
	}
	if err := t.charge(len(b)); err != nil {
		return nil, err
	}
	full := string(b)
	q := &qname{full: full, local: full}
	if colon {
		q.prefix, q.local = full[:len(prefix)], full[len(prefix)+1:]
	}
	q.prefixID = t.prefix(q.prefix)
	t.names.qnames[full] = q
	return q, nil
}

// prefix returns the number of a prefix.
func (t *Tokenizer) prefix(p string) int {
	if id, ok := t.names.prefixes[p]; ok {
		return id
	}
	id := len(t.names.bindings)
	t.names.prefixes[p] = id
	t.names.bindings = append(t.names.bindings, binding{prefix: p})
	return id
}

// space keeps the name of a namespace.
func (t *Tokenizer) space(b []byte) (string, error) {
	if s, ok := t.names.spaces[string(b)]; ok {
		return s, nil
	}
	if len(b) > t.limits.Name {
		return "", t.fail(ErrLimit, "the name of a namespace is too long")
	}
	if err := t.charge(len(b)); err != nil {
		return "", err
	}
	s := string(b)
	t.names.spaces[s] = s
	return s, nil
}

// declare binds a prefix until the end of the element («Namespaces in XML 1.0», sections 3 and 5).
func (t *Tokenizer) declare(prefix string, value []byte) error {
	space, err := t.space(value)
	if err != nil {
		return err
	}
	switch {
	case prefix == "xmlns" || space == SpaceXMLNS:
		return t.fail(ErrMalformed, "the prefix xmlns cannot be declared")
	case (prefix == "xml") != (space == SpaceXML):
		return t.fail(ErrMalformed, "the prefix xml belongs to its namespace alone")
	case prefix != "" && space == "":
		return t.fail(ErrMalformed, "a prefix cannot be undeclared")
	}
	id := t.prefix(prefix)
	old := t.names.bindings[id]
	t.names.undo = append(t.names.undo, undo{id: id, old: old})
	t.names.bindings[id] = binding{prefix: old.prefix, space: space, bound: space != ""}
	t.tok.Decls = append(t.tok.Decls, Decl{Prefix: old.prefix, PrefixID: id, Space: space})
	return nil
}

// release undoes the declarations after a mark.
func (t *Tokenizer) release(mark int) {
	for i := len(t.names.undo) - 1; i >= mark; i-- {
		t.names.bindings[t.names.undo[i].id] = t.names.undo[i].old
	}
	t.names.undo = t.names.undo[:mark]
}

// resolve finds the namespace of a name. An attribute without a prefix is in none.
func (t *Tokenizer) resolve(q *qname, attribute bool) (Name, error) {
	n := Name{Prefix: q.prefix, Local: q.local, PrefixID: q.prefixID}
	if attribute && q.prefixID == defaultID {
		return n, nil
	}
	b := &t.names.bindings[q.prefixID]
	if !b.bound && q.prefixID != defaultID {
		return n, t.failf(ErrMalformed, "the prefix of %.80q is not declared", q.full)
	}
	n.Space = b.space
	return n, nil
}

// InScope appends the namespaces in scope at the token returned last to dst, without that of the prefix xml. After an End they
// are those of the element around it.
func (t *Tokenizer) InScope(dst []Decl) []Decl {
	for id, b := range t.names.bindings {
		if b.bound && id != xmlID {
			dst = append(dst, Decl{Prefix: b.prefix, PrefixID: id, Space: b.space})
		}
	}
	return dst
}
