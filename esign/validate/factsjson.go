package validate

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"time"

	"github.com/klaster-platform/klaster/esign/cert"
)

// FactsFormat is the name of the form of stored facts.
const FactsFormat = "klaster-facts/1"

// MaterialKind is a kind of raw material; record archives have a folder of this name for each.
type MaterialKind string

// The kinds of material.
const (
	MaterialCertificate MaterialKind = "cert"
	MaterialCRL         MaterialKind = "crl"
	MaterialOCSP        MaterialKind = "ocsp"
	MaterialToken       MaterialKind = "tst"
)

// Material is something that facts refer to by its SHA-256, to be stored beside them.
type Material struct {
	Kind   MaterialKind
	SHA256 [sha256.Size]byte
	Raw    []byte
}

// storedFacts is the JSON of facts. The sum is SHA-256 of the compact JSON of Facts: it finds out damage, and is no signature.
type storedFacts struct {
	Format string          `json:"format"`
	SHA256 string          `json:"sha256"`
	Facts  json.RawMessage `json:"facts"`
}

type factsBody struct {
	Input     InputFacts     `json:"input"`
	Given     materialNames  `json:"given"`
	Message   materialNames  `json:"message"`
	Signers   []signerRecord `json:"signers"`
	TrustList *TrustList     `json:"trust_list"`
	Verifier  *Answer        `json:"verifier"`
}

// materialNames are SHA-256 in hexadecimal.
type materialNames struct {
	Certificates []string `json:"certificates"`
	CRLs         []string `json:"crls"`
	OCSP         []string `json:"ocsp"`
}

type signerRecord struct {
	Index       int           `json:"index"`
	Readable    bool          `json:"readable"`
	Level       *string       `json:"level"`
	Coverage    *string       `json:"coverage"`
	Claimed     *time.Time    `json:"claimed"`
	Strong      bool          `json:"strong"`
	Digest      *DigestFact   `json:"digest"`
	Certificate *string       `json:"certificate"`
	Own         materialNames `json:"own"`
	Tokens      []tokenRecord `json:"timestamps"`
	Checks      []CheckFact   `json:"checks"`
}

type tokenRecord struct {
	Kind        TokenKind   `json:"kind"`
	SHA256      string      `json:"sha256"`
	Time        *time.Time  `json:"time"`
	Certificate *string     `json:"certificate"`
	Covers      []string    `json:"covers"`
	Checks      []CheckFact `json:"checks"`
}

// Store returns the facts in their JSON form, and all material to which it refers, each once, in the order in which it is referred to.
// The material points into what was gathered and must not be changed.
func (f *Facts) Store() ([]byte, []Material, error) {
	w := &factsWriter{seen: map[[sha256.Size]byte]bool{}}
	body := factsBody{
		Input: f.Input, Given: w.material(f.given), Message: w.material(f.message), Signers: []signerRecord{},
		TrustList: f.TrustList, Verifier: f.Answer,
	}
	for i := range f.Signers {
		body.Signers = append(body.Signers, w.signer(&f.Signers[i]))
	}
	compact, err := compactJSON(body)
	if err != nil {
		return nil, nil, fmt.Errorf("store facts: %w", err)
	}
	out, err := compactJSON(storedFacts{FactsFormat, hexOf(sha256.Sum256(compact)), compact})
	if err != nil {
		return nil, nil, fmt.Errorf("store facts: %w", err)
	}
	return out, w.out, nil
}

// compactJSON writes letters as they are, so that compacting the result again changes nothing.
func compactJSON(v any) ([]byte, error) {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimRight(out.Bytes(), "\n"), nil
}

type factsWriter struct {
	seen map[[sha256.Size]byte]bool
	out  []Material
}

// keep stores material once and returns its name.
func (w *factsWriter) keep(kind MaterialKind, raw []byte) string {
	sum := sha256.Sum256(raw)
	if !w.seen[sum] {
		w.seen[sum] = true
		w.out = append(w.out, Material{kind, sum, raw})
	}
	return hexOf(sum)
}

func (w *factsWriter) certificate(c *cert.Certificate) *string {
	if c == nil {
		return nil
	}
	return text(w.keep(MaterialCertificate, c.Raw))
}

func (w *factsWriter) material(m material) materialNames {
	out := materialNames{[]string{}, []string{}, []string{}}
	for _, c := range m.certificates {
		out.Certificates = append(out.Certificates, w.keep(MaterialCertificate, c.Raw))
	}
	for _, l := range m.evidence.CRLs {
		out.CRLs = append(out.CRLs, w.keep(MaterialCRL, l.Raw))
	}
	for _, r := range m.evidence.Responses {
		out.OCSP = append(out.OCSP, w.keep(MaterialOCSP, r.Raw))
	}
	return out
}

func (w *factsWriter) signer(f *SignerFacts) signerRecord {
	r := signerRecord{
		Index: f.Index, Readable: f.Readable, Level: text(f.Level), Claimed: moment(f.Claimed), Strong: f.Strong, Digest: f.Digest,
		Certificate: w.certificate(f.Certificate), Own: w.material(f.own), Tokens: []tokenRecord{}, Checks: listed(f.Checks),
	}
	if f.Whole {
		r.Coverage = text(whole)
	}
	for _, t := range f.Tokens {
		r.Tokens = append(r.Tokens, tokenRecord{
			Kind: t.Kind, SHA256: w.keep(MaterialToken, t.raw), Time: moment(t.Time), Certificate: w.certificate(t.Certificate),
			Covers: listed(t.Covers), Checks: listed(t.Checks),
		})
	}
	return r
}

// listed returns a list that is not null in JSON.
func listed[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
