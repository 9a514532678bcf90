package xmldsig

import (
	"fmt"
	"slices"
	"strings"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/xmldsig/c14n"
)

// chain is what the transforms of the Reference to the document come to.
type chain struct {
	enveloped     bool // takes out the Signature that the Reference stands in
	xpath         bool // takes out every Signature
	canonicalized bool // method was named; else it is Canonical XML
	method        c14n.Method
	smev          bool
	smevCanonical bool // the canonicalization comes after the transform of СМЭВ
}

// structure checks the Signature element against its schema (XML Signature, section 4), narrowed by T5: the only Object is one with
// qualifying properties, so that nothing that a program could take for a part of the document hides beside what was signed.
func structure(sig *element) string {
	if sig.rec.strange != "" {
		return sig.rec.strange
	}
	info := sig.child(SpaceDSig, "SignedInfo")
	problems := []string{sig.match(SpaceDSig, "SignedInfo", "SignatureValue", "KeyInfo?", "Object?")}
	if info != nil {
		problems = append(problems,
			info.match(SpaceDSig, "CanonicalizationMethod", "SignatureMethod", "Reference+"),
			info.child(SpaceDSig, "CanonicalizationMethod").leafOr(spaceExc, "InclusiveNamespaces?"),
			info.child(SpaceDSig, "SignatureMethod").leafOr(SpaceDSig))
		for _, ref := range info.all(SpaceDSig, "Reference") {
			problems = append(problems, referenceStructure(ref))
		}
	}
	problems = append(problems, sig.child(SpaceDSig, "SignatureValue").leafOr(SpaceDSig), keyInfoStructure(sig.child(SpaceDSig, "KeyInfo")))
	if object := sig.child(SpaceDSig, "Object"); object != nil {
		problems = append(problems, object.match(SpaceXAdES, "QualifyingProperties"))
	}
	return first(problems)
}

// first returns the first text that is not empty.
func first(texts []string) string {
	i := slices.IndexFunc(texts, func(s string) bool { return s != "" })
	if i < 0 {
		return ""
	}
	return texts[i]
}

// leafOr is match for an element that may be missing and, with an empty pattern, has no children.
func (e *element) leafOr(space string, pattern ...string) string {
	if e == nil {
		return ""
	}
	return e.match(space, pattern...)
}

func referenceStructure(ref *element) string {
	problems := []string{
		ref.match(SpaceDSig, "Transforms?", "DigestMethod", "DigestValue"),
		ref.child(SpaceDSig, "Transforms").leafOr(SpaceDSig, "Transform+"),
		ref.child(SpaceDSig, "DigestMethod").leafOr(SpaceDSig),
		ref.child(SpaceDSig, "DigestValue").leafOr(SpaceDSig),
	}
	return first(problems)
}

func keyInfoStructure(info *element) string {
	if info == nil {
		return ""
	}
	if p := info.match(SpaceDSig, "KeyName|KeyValue|X509Data*"); p != "" {
		return p
	}
	for _, data := range info.all(SpaceDSig, "X509Data") {
		if p := data.match(SpaceDSig, "X509IssuerSerial|X509SKI|X509SubjectName|X509Certificate|X509CRL*"); p != "" {
			return p
		}
		for _, c := range data.all(SpaceDSig, "X509Certificate") {
			if p := c.leafOr(SpaceDSig); p != "" {
				return p
			}
		}
	}
	return ""
}

// method reads CanonicalizationMethod, or a Transform that canonicalizes. It returns what is wrong, or nothing.
func method(e *element) (c14n.Method, string) {
	uri := e.attr("Algorithm")
	m, ok := c14n.ByURI(uri)
	if !ok {
		return m, fmt.Sprintf("canonicalization %.120q", uri)
	}
	for _, c := range e.children {
		if !m.Exclusive || !c.is(spaceExc, "InclusiveNamespaces") || len(e.children) > 1 || len(c.children) > 0 {
			return m, fmt.Sprintf("%.80q within the method of canonicalization", c.tok.Name.Local)
		}
		m.Prefixes = strings.Fields(c.attr("PrefixList"))
	}
	return m, ""
}

// scheme reads SignatureMethod.
func scheme(uri string) (algorithm.Scheme, string) {
	s := schemeByURI(uri)
	switch {
	case s != algorithm.Scheme{}:
		return s, ""
	case strings.Contains(uri, "hmac"):
		return s, fmt.Sprintf("%.120q proves nothing to a third party", uri)
	}
	return s, fmt.Sprintf("signature method %.120q", uri)
}

// transforms reads the transforms of the Reference to the document: those that take signatures out, then at most one
// canonicalization and the transform of СМЭВ.
func transforms(ref *element) (chain, string) {
	var c chain
	for _, e := range ref.child(SpaceDSig, "Transforms").all(SpaceDSig, "Transform") {
		if problem := c.add(e); problem != "" {
			return c, problem
		}
	}
	if !c.enveloped && !c.xpath {
		return c, "no transform takes the signature out"
	}
	return c, ""
}

func (c *chain) add(e *element) string {
	uri := e.attr("Algorithm")
	octets := c.canonicalized || c.smev
	switch {
	case uri == transformEnveloped && !c.enveloped && !octets:
		c.enveloped = true
		return e.match("")
	case uri == transformXPath && !c.xpath && !octets:
		c.xpath = true
		return xpath(e)
	case uri == c14n.SMEV && !c.smev:
		c.smev = true
		return e.match("")
	}
	m, problem := method(e)
	switch {
	case problem != "":
		return fmt.Sprintf("transform %.120q", uri)
	case c.canonicalized:
		return "two canonicalizations"
	}
	c.canonicalized, c.method, c.smevCanonical = true, m, c.smev
	return ""
}

// xpath allows one text, in which the prefix may be any that is bound to the namespace of XML Signature.
func xpath(transform *element) string {
	if p := transform.match(SpaceDSig, "XPath"); p != "" {
		return p
	}
	e := transform.children[0]
	if len(e.children) > 0 {
		return "elements within XPath"
	}
	text, ok := strings.CutPrefix(e.content(), "not(ancestor-or-self::")
	prefix, ok2 := strings.CutSuffix(text, ":Signature)")
	if !ok || !ok2 || prefix == "" || strings.ContainsAny(prefix, " \t\r\n:()") {
		return fmt.Sprintf("XPath %.120q", e.content())
	}
	for _, d := range e.scope().Decls {
		if d.Prefix == prefix && d.Space == SpaceDSig {
			return ""
		}
	}
	return fmt.Sprintf("the prefix in XPath %.120q is not that of XML Signature", e.content())
}
