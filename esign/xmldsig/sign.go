package xmldsig

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/xmldsig/c14n"
	"github.com/klaster-platform/klaster/esign/xmldsig/xmltoken"
)

// Form says what signature to make. Certificate is needed; the zero value of the rest is plain XML Signature with Canonical XML.
type Form struct {
	// Certificate is the signer's; Chain follows it in KeyInfo.
	Certificate *cert.Certificate
	Chain       []*cert.Certificate
	// Exclusive takes Exclusive XML Canonicalization instead of Canonical XML, without comments in both cases.
	Exclusive bool
	// SMEV adds the transform urn://smev-gov-ru/xmldsig/transform after the canonicalization.
	SMEV bool
	// ByID refers to the document by the Id of its root, instead of by URI="". Instructions outside the root are not covered then.
	ByID bool
	// XAdES makes a signature XAdES-BES: with the signing certificate and SigningTime, which may be zero for none.
	XAdES       bool
	SigningTime time.Time
	Limits      xmltoken.Limits
}

// Prepared is a signature that lacks only its value, so that the value can be made elsewhere: by a device, or by a program in the
// signer's browser. Preparing the same document in the same Form again gives the same octets to sign.
type Prepared struct {
	src        io.ReaderAt
	size       int64
	sum        [32]byte
	at         insertion
	build      template
	signedInfo []byte
	key        *algorithm.PublicKey
	scheme     algorithm.Scheme
}

// insertion is where the Signature goes: before the end-tag of the root. A root that is an empty-element tag becomes a pair of tags,
// which is the same to every canonical form.
type insertion struct {
	offset, resume int64
	before, after  string
}

// Prepare reads a document of size bytes and computes what is to be signed. src is read again by Prepared.Complete.
//
// The document must be well-formed and without a signature (ErrSigned). ErrForm says that the key of the certificate is of a kind
// with which nothing is signed in XML, or that the root has no Id of its own to refer to.
func Prepare(src io.ReaderAt, size int64, f Form) (*Prepared, error) {
	if f.Certificate == nil {
		return nil, fmt.Errorf("prepare XML signature: %w: no certificate", ErrForm)
	}
	key, err := f.Certificate.PublicKey()
	if err != nil {
		return nil, fmt.Errorf("prepare XML signature: %w", err)
	}
	p := &Prepared{src: src, size: size, key: key, scheme: algorithm.Scheme{Key: key.Kind(), Digest: key.Digest()}}
	if schemeURI(p.scheme) == "" {
		return nil, fmt.Errorf("prepare XML signature: %w: key of %v", ErrForm, key.Kind())
	}
	var s *scanner
	if s, p.sum, err = scan(p.section(), f.Limits); err != nil {
		return nil, fmt.Errorf("prepare XML signature: %w", err)
	}
	if err := p.place(s, f); err != nil {
		return nil, fmt.Errorf("prepare XML signature: %w", err)
	}
	if err := p.digest(s, f); err != nil {
		return nil, fmt.Errorf("prepare XML signature: %w", err)
	}
	return p, nil
}

func (p *Prepared) section() io.Reader { return io.NewSectionReader(p.src, 0, p.size) }

// place finds where the Signature goes.
func (p *Prepared) place(s *scanner, f Form) error {
	id := "sig-" + hex.EncodeToString(p.sum[:8])
	switch {
	case len(s.recordings) > 0:
		return ErrSigned
	case s.duplicate() != "":
		return fmt.Errorf("%w: %s", ErrForm, s.duplicate())
	case f.ByID && !s.unique(s.rootID):
		return fmt.Errorf("%w: the root has no Id of its own", ErrForm)
	case s.ids[id].any+s.ids[id+"-props"].any > 0:
		return fmt.Errorf("%w: the Id %s is taken", ErrForm, id)
	}
	p.at = insertion{offset: s.lastEnd.Offset, resume: s.lastEnd.Offset}
	if s.rootToken.Empty {
		p.at = insertion{offset: s.rootToken.End - int64(len("/>")), resume: s.rootToken.End, before: ">", after: "</" + tagName(s.root) + ">"}
	}
	p.build = template{form: f, id: id, scheme: p.scheme}
	if f.ByID {
		p.build.uri = "#" + s.rootID
	}
	return nil
}

func tagName(n xmltoken.Name) string { return strings.TrimPrefix(n.Prefix+":"+n.Local, ":") }

// digest hashes the document, then the signed properties, then writes SignedInfo. The last two are canonicalized as they will stand
// in the document, by the code that verifies them.
func (p *Prepared) digest(s *scanner, f Form) error {
	c := chain{enveloped: true, canonicalized: true, method: c14n.Method{Exclusive: f.Exclusive}, smev: f.SMEV}
	t := newTarget(c, !f.ByID, -1, p.scheme.Digest, nil)
	if err := cover(p.section(), f.Limits, p.sum, nil, []*target{t}, nil); err != nil {
		return err
	}
	if t.err != nil {
		return t.err
	}
	p.build.digest = t.hash.Sum(nil)

	root := make([]byte, s.rootToken.End-s.rootToken.Offset)
	if _, err := p.src.ReadAt(root, s.rootToken.Offset); err != nil {
		return fmt.Errorf("read the root: %w", err)
	}
	if s.rootToken.Empty {
		root = append(root[:len(root)-2], '>')
	}
	sig, err := p.inPlace(root, s)
	if err != nil {
		return err
	}
	if f.XAdES {
		props, err := sig.child(SpaceDSig, "Object").child(SpaceXAdES, "QualifyingProperties").child(SpaceXAdES, "SignedProperties").canonical(c.method)
		if err != nil {
			return err
		}
		p.build.properties = p.scheme.Digest.Append(nil, props)
		if sig, err = p.inPlace(root, s); err != nil {
			return err
		}
	}
	p.signedInfo, err = sig.child(SpaceDSig, "SignedInfo").canonical(c.method)
	return err
}

// inPlace reads the Signature as far as it is built, as a child of the root.
func (p *Prepared) inPlace(root []byte, s *scanner) (*element, error) {
	doc := slices.Concat(root, []byte(p.build.text(nil)), []byte("</"+tagName(s.root)+">"))
	inner, _, err := scan(bytes.NewReader(doc), p.build.form.Limits)
	if err != nil {
		return nil, err
	}
	return inner.recordings[0].tree(), nil
}

// SignedInfo returns the octets to sign: the canonical form of SignedInfo. They must not be changed.
func (p *Prepared) SignedInfo() []byte { return p.signedInfo }

// Digest returns the hash code of SignedInfo, for those who sign that.
func (p *Prepared) Digest() []byte { return p.scheme.Digest.Append(nil, p.signedInfo) }

// Scheme returns the scheme in which SignedInfo is to be signed, that of the certificate's key.
func (p *Prepared) Scheme() algorithm.Scheme { return p.scheme }

// Complete writes the document with the signature in it. The value is as crypto.Signer returns it, s‖r for ГОСТ Р 34.10 and a
// SEQUENCE for ECDSA; algorithm.ErrSignature, before anything is written, says that it is not one by the key of the certificate.
// With any other error what was written is to be thrown away.
func (p *Prepared) Complete(w io.Writer, value []byte) error {
	if err := p.key.VerifyDigest(p.scheme, p.Digest(), value); err != nil {
		return fmt.Errorf("complete XML signature: %w", err)
	}
	size := 0
	if k, ok := p.key.Key().(*ecdsa.PublicKey); ok {
		size = (k.Params().N.BitLen() + 7) / 8
	}
	raw, err := fromDER(p.scheme, value, size)
	if err != nil {
		return fmt.Errorf("complete XML signature: %w", err)
	}
	hash := sha256.New()
	head := io.TeeReader(io.NewSectionReader(p.src, 0, p.at.offset), hash)
	gap := io.NewSectionReader(p.src, p.at.offset, p.at.resume-p.at.offset)
	tail := io.TeeReader(io.NewSectionReader(p.src, p.at.resume, p.size-p.at.resume), hash)
	if _, err := io.Copy(w, head); err != nil {
		return fmt.Errorf("complete XML signature: %w", err)
	}
	if _, err := io.WriteString(w, p.at.before+p.build.text(raw)+p.at.after); err != nil {
		return fmt.Errorf("complete XML signature: %w", err)
	}
	if _, err := io.Copy(hash, gap); err != nil {
		return fmt.Errorf("complete XML signature: %w", err)
	}
	if _, err := io.Copy(w, tail); err != nil {
		return fmt.Errorf("complete XML signature: %w", err)
	}
	if [32]byte(hash.Sum(nil)) != p.sum {
		return fmt.Errorf("complete XML signature: %w", ErrChanged)
	}
	return nil
}

// Sign prepares a signature, makes its value by a key in memory or in a device, and writes the signed document. rand may be nil for
// crypto/rand.
func Sign(w io.Writer, src io.ReaderAt, size int64, key crypto.Signer, rand io.Reader, f Form) error {
	signer, err := algorithm.NewSigner(key)
	if err != nil {
		return fmt.Errorf("sign XML: %w", err)
	}
	p, err := Prepare(src, size, f)
	if err != nil {
		return err
	}
	if signer.Scheme() != p.scheme {
		return fmt.Errorf("sign XML: the key is not that of the certificate: %w", algorithm.ErrMismatch)
	}
	value, err := signer.SignDigest(rand, p.Digest())
	if err != nil {
		return fmt.Errorf("sign XML: %w", err)
	}
	return p.Complete(w, value)
}
