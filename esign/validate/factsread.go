package validate

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/cms"
	"github.com/klaster-platform/klaster/esign/revocation"
	"github.com/klaster-platform/klaster/esign/tsp"
	"github.com/klaster-platform/klaster/esign/xmldsig"
)

// Limits of stored facts.
const (
	// MaxFacts is the length in bytes of the longest JSON that is read.
	MaxFacts = 64 << 20
	// maxMaterial bounds the material of facts in bytes: long lists of large authorities included.
	maxMaterial = 512 << 20
	// maxNames bounds each list of names, maxChecks the checks of one signer or token.
	maxNames  = 1 << 16
	maxChecks = 64
)

// Errors of ReadFacts; they come wrapped.
var (
	// ErrFacts says that bytes are not facts in the form that we know, or were damaged.
	ErrFacts = errors.New("unusable facts")
	// ErrMaterial says that material is not what the facts refer to.
	ErrMaterial = errors.New("material is not that of the facts")
)

func badFacts(format string, args ...any) error {
	return fmt.Errorf("%s: %w", fmt.Sprintf(format, args...), ErrFacts)
}

// ReadFacts reads stored facts. open returns the material with a hash code; each is asked for once and its hash code checked. The
// errors of open are returned wrapped, others wrap ErrFacts or ErrMaterial.
//
// Results of checks are taken as they stand: whoever keeps facts sees that nobody changes them, as a record archive does by its
// signed manifest.
func ReadFacts(data []byte, open func(sum [sha256.Size]byte) ([]byte, error)) (*Facts, error) {
	body, err := readBody(data)
	if err != nil {
		return nil, err
	}
	r := &factsReader{open: open, raw: map[string][]byte{}, certificates: map[string]*cert.Certificate{}}
	f := &Facts{Input: body.Input, Answer: body.Verifier, TrustList: body.TrustList}
	if !body.Input.known() {
		return nil, badFacts("input")
	}
	if l := body.TrustList; l != nil && (!isSum(l.SHA256) || l.Signer != nil && !isSum(*l.Signer)) {
		return nil, badFacts("list of authorities")
	}
	if a := body.Verifier; a != nil && !a.Result.known() {
		return nil, badFacts("answer of the verifier")
	}
	if f.given, err = r.material(body.Given); err != nil {
		return nil, err
	}
	if f.message, err = r.material(body.Message); err != nil {
		return nil, err
	}
	if len(body.Signers) == 0 || len(body.Signers) > cms.MaxSigners {
		return nil, badFacts("%d signers", len(body.Signers))
	}
	required := requiredChecks(body.Input.Signature.Container)
	for i := range body.Signers {
		s, err := r.signer(&body.Signers[i])
		if err != nil {
			return nil, fmt.Errorf("signer %d: %w", i, err)
		}
		if s.Readable && !hasAll(s.Checks, required) {
			return nil, fmt.Errorf("signer %d: %w", i, badFacts("checks are missing"))
		}
		f.Signers = append(f.Signers, s)
	}
	return f, nil
}

// readBody reads the JSON and compares its sum.
func readBody(data []byte) (*factsBody, error) {
	if len(data) > MaxFacts {
		return nil, badFacts("%d bytes", len(data))
	}
	var stored storedFacts
	if err := strict(data, &stored); err != nil {
		return nil, err
	}
	if stored.Format != FactsFormat {
		return nil, badFacts("format %.40q", stored.Format)
	}
	var compact bytes.Buffer
	if err := json.Compact(&compact, stored.Facts); err != nil {
		return nil, badFacts("JSON: %v", err)
	}
	if stored.SHA256 != hexOf(sha256.Sum256(compact.Bytes())) {
		return nil, badFacts("hash code of the facts")
	}
	var body factsBody
	if err := strict(stored.Facts, &body); err != nil {
		return nil, err
	}
	return &body, nil
}

// strict reads one JSON value without fields that we do not know: what they might mean could matter.
func strict(data []byte, out any) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(out); err != nil {
		return badFacts("JSON: %v", err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return badFacts("JSON after the facts")
	}
	return nil
}

func (r Result) known() bool { return r == OK || r == Fail || r == Unknown }

func (i InputFacts) known() bool {
	return (i.Signature.Container == "cms" || i.Signature.Container == "xmldsig") && isSum(i.Signature.SHA256) &&
		(i.Document.SHA256 == nil || isSum(*i.Document.SHA256))
}

func isSum(name string) bool {
	raw, err := hex.DecodeString(name)
	return err == nil && len(raw) == sha256.Size && hex.EncodeToString(raw) == name
}

type factsReader struct {
	open         func(sum [sha256.Size]byte) ([]byte, error)
	raw          map[string][]byte
	size         int
	certificates map[string]*cert.Certificate
}

// bytes returns material by its name.
func (r *factsReader) bytes(name string, limit int) ([]byte, error) {
	if raw, ok := r.raw[name]; ok {
		return raw, nil
	}
	if !isSum(name) {
		return nil, badFacts("name of material %.80q", name)
	}
	sum, _ := hex.DecodeString(name)
	raw, err := r.open([sha256.Size]byte(sum))
	if err != nil {
		return nil, fmt.Errorf("material %s: %w", name, err)
	}
	if r.size += len(raw); len(raw) > limit || r.size > maxMaterial {
		return nil, badFacts("material %s of %d bytes", name, len(raw))
	}
	if hexOf(sha256.Sum256(raw)) != name {
		return nil, fmt.Errorf("material %s: %w", name, ErrMaterial)
	}
	r.raw[name] = raw
	return raw, nil
}

func (r *factsReader) certificate(name *string) (*cert.Certificate, error) {
	if name == nil {
		return nil, nil
	}
	if c, ok := r.certificates[*name]; ok {
		return c, nil
	}
	raw, err := r.bytes(*name, cert.MaxSize)
	if err != nil {
		return nil, err
	}
	c, err := cert.Parse(raw)
	if err != nil {
		return nil, fmt.Errorf("material %s: %w: %w", *name, ErrFacts, err)
	}
	r.certificates[*name] = c
	return c, nil
}

func (r *factsReader) material(names materialNames) (material, error) {
	var m material
	if len(names.Certificates) > maxNames || len(names.CRLs) > maxNames || len(names.OCSP) > maxNames {
		return m, badFacts("too much material")
	}
	for _, name := range names.Certificates {
		c, err := r.certificate(&name)
		if err != nil {
			return m, err
		}
		m.certificates = append(m.certificates, c)
	}
	for _, name := range names.CRLs {
		raw, err := r.bytes(name, revocation.MaxCRL)
		if err != nil {
			return m, err
		}
		list, err := revocation.ParseCRL(raw)
		if err != nil {
			return m, fmt.Errorf("material %s: %w: %w", name, ErrFacts, err)
		}
		m.evidence.CRLs = append(m.evidence.CRLs, list)
	}
	for _, name := range names.OCSP {
		raw, err := r.bytes(name, revocation.MaxOCSP)
		if err != nil {
			return m, err
		}
		answer, err := revocation.ParseResponse(raw)
		if err != nil {
			return m, fmt.Errorf("material %s: %w: %w", name, ErrFacts, err)
		}
		m.evidence.Responses = append(m.evidence.Responses, answer)
	}
	return m, nil
}

func (r *factsReader) signer(in *signerRecord) (SignerFacts, error) {
	s := SignerFacts{Index: in.Index, Readable: in.Readable, Strong: in.Strong, Digest: in.Digest, Claimed: timeOf(in.Claimed)}
	if in.Level != nil {
		s.Level = *in.Level
	}
	s.Whole = in.Coverage != nil && *in.Coverage == whole
	var err error
	if s.Checks, err = knownChecks(in.Checks, isCheck); err != nil {
		return s, err
	}
	if s.Certificate, err = r.certificate(in.Certificate); err != nil {
		return s, err
	}
	if s.own, err = r.material(in.Own); err != nil {
		return s, err
	}
	if len(in.Tokens) > maxTokens {
		return s, badFacts("%d time-stamps", len(in.Tokens))
	}
	for i := range in.Tokens {
		t, err := r.token(&in.Tokens[i])
		if err != nil {
			return s, fmt.Errorf("time-stamp %d: %w", i, err)
		}
		s.Tokens = append(s.Tokens, t)
	}
	return s, nil
}

func timeOf(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return t.UTC()
}

// isCheck: the list of checks is closed, and so it is for facts.
func isCheck(id CheckID) bool { _, ok := texts[id]; return ok }

// tokenChecks are those of package tsp, beside those of signed messages.
var tokenChecks = []CheckID{
	CheckID(tsp.CheckVersion), CheckID(tsp.CheckSigner), CheckID(tsp.CheckImprint), CheckID(tsp.CheckPurpose),
	CheckID(tsp.CheckKeyUsage), CheckID(tsp.CheckTime), CheckID(tsp.CheckName), CheckID(tsp.CheckExtensions),
}

func isTokenCheck(id CheckID) bool {
	return slices.Contains(tokenChecks, id) || slices.Contains(requiredChecks("cms"), id)
}

// knownChecks sees that checks are as Gather writes them: none is no list, for where nothing was checked nothing is good.
func knownChecks(in []CheckFact, is func(CheckID) bool) ([]CheckFact, error) {
	if len(in) == 0 || len(in) > maxChecks {
		return nil, badFacts("%d checks", len(in))
	}
	seen := map[CheckID]bool{}
	for _, c := range in {
		if !is(c.ID) || !c.Result.known() || seen[c.ID] {
			return nil, badFacts("check %.60q %.20q", c.ID, c.Result)
		}
		seen[c.ID] = true
	}
	return in, nil
}

// requiredChecks are those without which nothing was verified: Gather makes each of them for every signature that can be read.
func requiredChecks(container string) []CheckID {
	if container == "cms" {
		return []CheckID{
			CheckID(cms.CheckContent), CheckID(cms.CheckContentForm), CheckID(cms.CheckSignedAttributes), CheckID(cms.CheckContentType),
			CheckID(cms.CheckMessageDigest), CheckID(cms.CheckSigningCertificate), CheckID(cms.CheckSignerIdentifier),
			CheckID(cms.CheckSigningTime), CheckID(cms.CheckAlgorithms), CheckID(cms.CheckSignature),
		}
	}
	return []CheckID{
		xmldsig.CheckSyntax, xmldsig.CheckIDs, xmldsig.CheckStructure, xmldsig.CheckCanonicalization, xmldsig.CheckMethod,
		xmldsig.CheckReferences, xmldsig.CheckCoverage, xmldsig.CheckTransforms, xmldsig.CheckDigest, xmldsig.CheckCertificate,
		xmldsig.CheckSignature,
	}
}

func hasAll(checks []CheckFact, ids []CheckID) bool {
	return !slices.ContainsFunc(ids, func(id CheckID) bool {
		return !slices.ContainsFunc(checks, func(c CheckFact) bool { return c.ID == id })
	})
}

// token reads a token; what can be seen in the token itself must agree with what the facts say.
func (r *factsReader) token(in *tokenRecord) (TokenFacts, error) {
	t := TokenFacts{Kind: in.Kind, SHA256: in.SHA256, Time: timeOf(in.Time)}
	switch in.Kind {
	case OverSignature, OverReferences, ArchiveV2, ArchiveV3, OverContent:
	default:
		return t, badFacts("kind %.20q", in.Kind)
	}
	var err error
	if t.raw, err = r.bytes(in.SHA256, cms.MaxSize); err != nil {
		return t, err
	}
	if t.token, err = tsp.Parse(t.raw); err != nil {
		t.token = nil
		if in.Time != nil || len(in.Checks) > 0 {
			return t, badFacts("time of an unreadable token")
		}
		return t, nil
	}
	if !t.token.Time.Equal(t.Time) {
		return t, badFacts("time of the token")
	}
	if t.Checks, err = knownChecks(in.Checks, isTokenCheck); err != nil {
		return t, err
	}
	required := tokenChecks
	if get(t.Checks, CheckID(tsp.CheckSigner)) == OK {
		required = append(requiredChecks("cms"), tokenChecks...)
	}
	if !hasAll(t.Checks, required) {
		return t, badFacts("checks are missing")
	}
	if len(in.Covers) > maxTokens {
		return t, badFacts("covers %d tokens", len(in.Covers))
	}
	if len(in.Covers) > 0 {
		t.Covers = in.Covers
	}
	t.Certificate, err = r.certificate(in.Certificate)
	return t, err
}
