package validate

import (
	"crypto/sha256"
	"slices"
	"time"

	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/cms"
	"github.com/klaster-platform/klaster/esign/der"
	"github.com/klaster-platform/klaster/esign/tsp"
)

// TokenKind says what a time-stamp is over.
type TokenKind string

// The kinds of time-stamps. Those over content say that the signature is not older; all others, that it is not newer.
const (
	OverSignature  TokenKind = "signature"
	OverReferences TokenKind = "references"
	ArchiveV3      TokenKind = "archive-v3"
	ArchiveV2      TokenKind = "archive-v2"
	OverContent    TokenKind = "content"
)

// Tokens beyond these numbers are not looked at, so that a message cannot make the check long.
const (
	maxTokens        = 1024      // of all signers
	maxTokensASigner = 8         // of each kind
	maxOldTokens     = 8         // archive time-stamps of version 2 in a message, each of which hashes the content again
	maxHashedAgain   = 256 << 20 // bytes that they hash together
)

// TokenFacts are of one time-stamp.
type TokenFacts struct {
	Kind TokenKind
	// SHA256 is of the token.
	SHA256 string
	// Time is zero, and Checks are empty, if the token cannot be read.
	Time time.Time
	// Checks are of package tsp, "tsp.imprint" among them.
	Checks []CheckFact
	// Certificate is that of the authority, nil if it is not at hand.
	Certificate *cert.Certificate
	// Covers are SHA-256 of other tokens of the signer over which an archive time-stamp is.
	Covers []string

	raw   []byte
	token *tsp.Token
}

// stamp is a token before it is verified.
type stamp struct {
	kind  TokenKind
	raw   []byte
	token *tsp.Token // nil if it cannot be read
}

// stamps reads the tokens of a signer.
func (g *gatherer) stamps(n *cms.Signer) []stamp {
	var out []stamp
	for _, list := range []struct {
		kind   TokenKind
		tokens [][]byte
	}{
		{OverSignature, n.SignatureTimestamps()},
		{OverReferences, n.ReferenceTimestamps()},
		{ArchiveV3, n.ArchiveTimestamps()},
		{ArchiveV2, n.ArchiveTimestampsV2()},
		{OverContent, n.SignedAttributes.Values(cms.OIDContentTimestamp)},
	} {
		for _, raw := range list.tokens[:min(len(list.tokens), maxTokensASigner)] {
			if g.tokens == maxTokens || list.kind == ArchiveV2 && g.old == maxOldTokens {
				break
			}
			g.tokens++
			if list.kind == ArchiveV2 {
				g.old++
			}
			token, err := tsp.Parse(raw)
			if err != nil {
				token = nil
			}
			out = append(out, stamp{list.kind, raw, token})
		}
	}
	return out
}

// overContent returns the hash function by which the content must be hashed for the token, if any.
func (t stamp) overContent() (algorithm.Digest, bool) {
	if t.token == nil || t.kind != ArchiveV3 && t.kind != OverContent {
		return 0, false
	}
	d, err := algorithm.DigestOf(t.token.Imprint.Algorithm)
	return d, err == nil
}

// token verifies a token of a signed message as far as that needs no trust.
func (g *gatherer) token(n *cms.Signer, content *cms.Content, t stamp, others []*cert.Certificate) TokenFacts {
	return g.tokenOver(t, others, func(c *cert.Certificate) (cms.Checks, bool) { return g.verify(n, content, t, c) })
}

// tokenOver verifies a token by a function that knows what it is over; known is false if that is not at hand.
func (g *gatherer) tokenOver(
	t stamp, others []*cert.Certificate, verify func(*cert.Certificate) (checks cms.Checks, known bool),
) TokenFacts {
	f := TokenFacts{Kind: t.kind, SHA256: hexOf(sha256.Sum256(t.raw)), raw: t.raw, token: t.token}
	if t.token == nil {
		return f
	}
	f.Time, f.Certificate = t.token.Time.UTC(), t.token.Certificate(others...)
	checks, known := verify(f.Certificate)
	if !known {
		checks = t.token.VerifyImprint(f.Certificate, t.token.Imprint, g.tables)
	}
	f.Checks = factsOf(checks)
	for i := range f.Checks {
		if !known && f.Checks[i].ID == CheckID(tsp.CheckImprint) {
			f.Checks[i].Result = Unknown
		}
	}
	return f
}

// verify makes the checks of a token over what its kind says; known is false if that is not at hand.
func (g *gatherer) verify(n *cms.Signer, content *cms.Content, t stamp, c *cert.Certificate) (checks cms.Checks, known bool) {
	switch t.kind {
	case OverSignature:
		return t.token.Verify(c, n.Signature, g.tables), true
	case OverReferences:
		data, err := n.CAdESCData()
		return t.token.Verify(c, data, g.tables), err == nil
	case OverContent:
		d, _ := t.overContent()
		sum := content.Sum(d)
		return t.token.VerifyImprint(c, tsp.Imprint{Algorithm: t.token.Imprint.Algorithm, Hash: sum}, g.tables), sum != nil
	case ArchiveV3:
		return g.verifyV3(n, content, t, c)
	case ArchiveV2:
		// By a broken function nothing is proven, and ГОСТ Р 34.11-94 is slow besides.
		if d, err := algorithm.DigestOf(t.token.Imprint.Algorithm); err != nil || d.Weak() {
			return nil, false
		}
		if g.hashed += int64(len(g.in.Signature)) + content.Size; g.hashed > maxHashedAgain {
			return nil, false
		}
		document, err := g.again()
		if err != nil {
			return nil, false
		}
		checks, err = t.token.VerifyArchiveV2(n, c, document, g.tables)
		return checks, err == nil
	}
	return nil, false
}

// verifyV3: an index that names what the message has no more is as bad as another imprint.
func (g *gatherer) verifyV3(n *cms.Signer, content *cms.Content, t stamp, c *cert.Certificate) (cms.Checks, bool) {
	index, err := cms.ReadHashIndex(t.token.Message)
	if err != nil {
		return t.token.VerifyImprint(c, tsp.Imprint{}, g.tables), true
	}
	d, _ := t.overContent()
	data, err := n.ArchiveData(index, d, content)
	if err != nil {
		return nil, false
	}
	if n.Covered(index) != nil {
		return t.token.VerifyImprint(c, tsp.Imprint{}, g.tables), true
	}
	return t.token.Verify(c, data, g.tables), true
}

// covered notes which tokens each archive time-stamp is over: those that its index names, or by version 2 those before it.
func covered(facts []TokenFacts, stamps []stamp) {
	types := map[TokenKind]der.OID{
		OverSignature: cms.OIDSignatureTimestamp, OverReferences: cms.OIDCAdESCTimestamp,
		ArchiveV3: cms.OIDArchiveTimestampV3, ArchiveV2: cms.OIDArchiveTimestampV2,
	}
	for i, archive := range stamps {
		if archive.token == nil || archive.kind != ArchiveV3 && archive.kind != ArchiveV2 {
			continue
		}
		var indexed func(part []byte) bool
		if archive.kind == ArchiveV3 {
			indexed = indexOf(archive.token)
		}
		for k, other := range stamps {
			id, unsigned := types[other.kind]
			switch {
			case k == i || other.token == nil:
			case !unsigned: // it is signed, and what is signed is covered
				facts[i].Covers = append(facts[i].Covers, facts[k].SHA256)
			case indexed != nil && indexed(slices.Concat(der.Element(asn1.OBJECT_IDENTIFIER, []byte(id)), other.raw)),
				indexed == nil && other.token.Time.Before(archive.token.Time):
				facts[i].Covers = append(facts[i].Covers, facts[k].SHA256)
			}
		}
	}
}

// indexOf returns whether the index of an archive time-stamp names a part of the unsigned attributes.
func indexOf(token *tsp.Token) func(part []byte) bool {
	index, err := cms.ReadHashIndex(token.Message)
	if err != nil {
		return func([]byte) bool { return false }
	}
	d, err := algorithm.DigestOf(index.Algorithm)
	if err != nil {
		return func([]byte) bool { return false }
	}
	sums := make(map[string]bool, len(index.Attributes))
	for _, sum := range index.Attributes {
		sums[string(sum)] = true
	}
	return func(part []byte) bool { return sums[string(d.Append(nil, part))] }
}
