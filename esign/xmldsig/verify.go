package xmldsig

import (
	"errors"
	"fmt"
	"io"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/xmldsig/c14n"
	"github.com/klaster-platform/klaster/esign/xmldsig/xmltoken"
)

// Options of Verify. The zero Options are right for most.
type Options struct {
	Limits xmltoken.Limits
	// Certificates are tried for signatures that carry none.
	Certificates []*cert.Certificate
	// Tables may keep tables of keys that verify often.
	Tables *algorithm.Tables
	// Tokens receives the elements and texts that every signature covers, in the order of the document, as they are hashed:
	// Start, Text and End, with names resolved and without Decls. A token is valid during the call. What they say is to be
	// believed only when Verify has returned and Facts.OK reports true. No token comes where a signature does not cover the root.
	Tokens func(*xmltoken.Token) error
	// Signed receives the octets that are hashed for the Reference of the first signature to the document.
	Signed io.Writer
}

// signature is a Signature element under examination.
type signature struct {
	facts  *Signature
	checks checklist
	sig    *element
	root   *element // the Reference to the document, nil if there is not exactly one
	props  *element // the Reference to SignedProperties, nil if there is not exactly one
	method c14n.Method
	target *target
}

// Verify reads a document of size bytes and examines the signatures in it.
//
// A document that is not well-formed, has a DTD or exceeds a limit is an error wrapping one of the errors of package xmltoken, one
// without a signature is ErrNoSignature; the Facts are there in both cases. Other errors, with nil Facts, are those of src, of what
// Options names, and ErrChanged. Whatever else is wrong is no error but a check in the Facts.
func Verify(src io.ReaderAt, size int64, o Options) (*Facts, error) {
	s, sum, err := scan(io.NewSectionReader(src, 0, size), o.Limits)
	facts := &Facts{SHA256: sum, Size: size, Root: s.root, RootID: s.rootID}
	list := newChecklist(CheckSyntax, CheckIDs)
	facts.Checks = list
	if err != nil {
		var syntax *xmltoken.SyntaxError
		if !errors.As(err, &syntax) {
			return nil, fmt.Errorf("verify XML signature: %w", err)
		}
		list.set(CheckSyntax, err.Error())
		return facts, fmt.Errorf("verify XML signature: %w", err)
	}
	list.set(CheckSyntax, "")
	facts.Size = s.tok.Size()
	list.set(CheckIDs, s.duplicate())
	if len(s.recordings) == 0 {
		return facts, fmt.Errorf("verify XML signature: %w", ErrNoSignature)
	}
	signatures := make([]*signature, len(s.recordings))
	for i, rec := range s.recordings {
		signatures[i] = examine(s, rec)
		facts.Signatures = append(facts.Signatures, signatures[i].facts)
	}
	if err := digests(io.NewSectionReader(src, 0, size), s, sum, signatures, o); err != nil {
		return nil, fmt.Errorf("verify XML signature: %w", err)
	}
	for _, g := range signatures {
		g.finish(s, o)
		g.facts.Checks = g.checks
	}
	return facts, nil
}

// examine reads a Signature element without hashing anything.
func examine(s *scanner, rec *recording) *signature {
	g := &signature{
		sig: rec.tree(),
		checks: newChecklist(CheckStructure, CheckCanonicalization, CheckMethod, CheckReferences, CheckCoverage, CheckTransforms,
			CheckDigest, CheckCertificate, CheckSignature),
	}
	g.facts = &Signature{ID: g.sig.attr("Id"), Offset: rec.offset, End: rec.end}
	g.checks.set(CheckStructure, structure(g.sig))

	info := g.sig.child(SpaceDSig, "SignedInfo")
	var problem string
	c := info.child(SpaceDSig, "CanonicalizationMethod")
	g.facts.Canonicalization = c.attr("Algorithm")
	if c != nil {
		g.method, problem = method(c)
		g.checks.set(CheckCanonicalization, problem)
	}
	g.facts.Method = info.child(SpaceDSig, "SignatureMethod").attr("Algorithm")
	g.facts.Scheme, problem = scheme(g.facts.Method)
	g.checks.set(CheckMethod, problem)
	g.references(info)
	g.coverage(s)
	return g
}

// references sorts the References: one to SignedProperties, if any, and one to the document.
func (g *signature) references(info *element) {
	refs := info.all(SpaceDSig, "Reference")
	if len(refs) > maxReferences {
		g.checks.set(CheckReferences, "too many References")
		return
	}
	documents, properties := 0, 0
	for _, e := range refs {
		ref := Reference{ID: e.attr("Id"), URI: e.attr("URI"), Type: e.attr("Type"), DigestMethod: e.child(SpaceDSig, "DigestMethod").attr("Algorithm")}
		for _, t := range e.child(SpaceDSig, "Transforms").all(SpaceDSig, "Transform") {
			ref.Transforms = append(ref.Transforms, t.attr("Algorithm"))
		}
		var err error
		if ref.Digest, err = e.child(SpaceDSig, "DigestValue").base64(); err != nil {
			g.checks.set(CheckReferences, err.Error())
		}
		g.facts.References = append(g.facts.References, ref)
		if ref.Type == typeSignedProperties {
			g.props = e
			properties++
		} else {
			g.root = e
			documents++
		}
	}
	switch {
	case documents != 1:
		g.root = nil
		g.checks.set(CheckReferences, fmt.Sprintf("%d References to the document", documents))
	case properties > 1:
		g.props = nil
		g.checks.set(CheckReferences, "two References to SignedProperties")
	default:
		g.checks.set(CheckReferences, "")
	}
}

// coverage judges what the Reference to the document points to.
func (g *signature) coverage(s *scanner) {
	if g.root == nil {
		return
	}
	uri, present := g.root.tok.Attr("URI")
	var problem string
	switch {
	case g.sig.rec.depth == 0:
		problem = "the Signature is the root, not in it"
	case !present:
		problem = "the Reference does not say to what"
	case len(uri) == 0:
	case string(uri) != "#"+s.rootID || s.rootID == "":
		problem = fmt.Sprintf("%.120q is not the root", uri)
	case !s.unique(s.rootID):
		problem = fmt.Sprintf("%.120q is not only the root", uri)
	}
	g.checks.set(CheckCoverage, problem)
	_, problem = transforms(g.root)
	g.checks.set(CheckTransforms, problem)
}

// digests hashes the document for all signatures whose Reference covers it in a way that we take.
func digests(src io.Reader, s *scanner, sum [32]byte, signatures []*signature, o Options) error {
	var targets []*target
	sink, left := o.Tokens, int64(maxHashed)
	for i, g := range signatures {
		copyTo := o.Signed
		if i > 0 {
			copyTo = nil
		}
		if g.target = g.newTarget(i, copyTo); g.target == nil {
			sink = nil
			continue
		}
		if left -= g.cost(s.tok.Size()); left < 0 && len(targets) > 0 {
			g.target, sink = nil, nil
			g.checks.put(CheckDigest, Unknown, "too much would have to be hashed")
			continue
		}
		targets = append(targets, g.target)
	}
	if len(targets) == 0 {
		return nil
	}
	return cover(src, o.Limits, sum, s.recordings, targets, sink)
}

func (g *signature) newTarget(own int, copyTo io.Writer) *target {
	coverage, _ := checkOf(g.checks, CheckCoverage)
	if coverage.Result != OK {
		return nil
	}
	c, problem := transforms(g.root)
	digest := digestByURI(g.root.child(SpaceDSig, "DigestMethod").attr("Algorithm"))
	if problem != "" {
		return nil
	}
	if digest == 0 {
		g.checks.set(CheckDigest, "a hash function that is not known or not taken")
		return nil
	}
	return newTarget(c, g.root.attr("URI") == "", own, digest, copyTo)
}

// cost is how much work it is to hash a document of a size for the signature: ГОСТ Р 34.11-94 takes sixteen times as long as others.
func (g *signature) cost(size int64) int64 {
	if digestByURI(g.root.child(SpaceDSig, "DigestMethod").attr("Algorithm")) == algorithm.GOSTR341194 {
		return 16 * size
	}
	return size
}

func checkOf(l checklist, id string) (Check, bool) { return (&Signature{Checks: l}).Check(id) }

// finish compares the digest of the document, then checks the qualifying properties and the signature value.
func (g *signature) finish(s *scanner, o Options) {
	if t := g.target; t != nil {
		if t.err != nil {
			g.checks.set(CheckDigest, t.err.Error())
		} else {
			g.compare(g.root, t.hash.Sum(nil), CheckDigest)
		}
	}
	g.certificates(o)
	g.value(o)
	g.qualifying(s)
}

// compare judges a computed digest and keeps it with the facts.
func (g *signature) compare(ref *element, computed []byte, check string) {
	i := 0
	for _, e := range ref.parent.all(SpaceDSig, "Reference") {
		if e == ref {
			break
		}
		i++
	}
	g.facts.References[i].Computed = computed
	if string(computed) != string(g.facts.References[i].Digest) {
		g.checks.set(check, "the digest differs from the one that was signed")
		return
	}
	g.checks.set(check, "")
}
