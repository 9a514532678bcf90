package xmltoken

// Namespaces that are bound or reserved by «Namespaces in XML 1.0», section 3.
const (
	SpaceXML   = "http://www.w3.org/XML/1998/namespace"
	SpaceXMLNS = "http://www.w3.org/2000/xmlns/"
)

// Kind is a kind of tokens. The zero Kind is none.
type Kind uint8

// The kinds of tokens.
const (
	// Declaration is the XML declaration; Data is empty.
	Declaration Kind = iota + 1
	// Start is a start-tag, or an empty-element tag, which a token End follows in any case.
	Start
	// End is an end-tag.
	End
	// Text is character data within the root, decoded and with line ends normalised.
	Text
	// Comment is a comment.
	Comment
	// Instruction is a processing instruction: Name.Local is its target.
	Instruction
)

// Name is a name resolved in its namespace. The strings may be kept.
type Name struct {
	Prefix, Local string
	// Space is the name of the namespace, empty for none.
	Space string
	// PrefixID numbers the prefixes of one Tokenizer densely from 0, the empty one, and 1, "xml", so that tables need no map.
	PrefixID int
}

// Is reports whether the name is the one of the namespace.
func (n Name) Is(space, local string) bool { return n.Local == local && n.Space == space }

// Attr is an attribute that is not a namespace declaration. Value is decoded and normalised as CDATA; it lives as long as the token.
type Attr struct {
	Name  Name
	Value []byte
}

// Decl is a namespace declaration; an empty Space undoes the default namespace.
type Decl struct {
	Prefix   string
	PrefixID int
	Space    string
}

// Token is one piece of a document.
type Token struct {
	Kind Kind
	Name Name
	// Attrs and Decls are in the order of the document.
	Attrs []Attr
	Decls []Decl
	// Data is the text, the comment, or what follows the target of an instruction.
	Data []byte
	// CDATA says that a text, or the rest of it, stands in a CDATA section.
	CDATA bool
	// Empty says of Start and End that they are one tag, <a/>.
	Empty bool
	// Offset and End are the place of the token in the document, in bytes. Those of the End of an empty-element tag are equal.
	Offset, End int64
	// Depth is the number of open elements around the token: 0 for the root's tags.
	Depth int
}

// Attr returns the value of the attribute without a namespace, and whether there is one.
func (t *Token) Attr(local string) ([]byte, bool) {
	for i := range t.Attrs {
		if t.Attrs[i].Name.Is("", local) {
			return t.Attrs[i].Value, true
		}
	}
	return nil, false
}
