package validate

import (
	"encoding/hex"
	"slices"
	"time"
)

// Format is the name of the form of reports.
const Format = "klaster-validation/1"

// Indication is a main status of ETSI EN 319 102-1, section 5.1.3.
type Indication string

// The indications, the best first.
const (
	TotalPassed   Indication = "TOTAL_PASSED"
	Indeterminate Indication = "INDETERMINATE"
	TotalFailed   Indication = "TOTAL_FAILED"
)

func (i Indication) worse(than Indication) bool {
	rank := []Indication{TotalPassed, Indeterminate, TotalFailed}
	return slices.Index(rank, i) > slices.Index(rank, than)
}

// SubIndication is the reason of an indication (ETSI EN 319 102-1, table 5 and 6).
type SubIndication string

// The sub-indications that this package gives. Those of the first group go with [TotalFailed], the others with [Indeterminate].
const (
	FormatFailure    SubIndication = "FORMAT_FAILURE"
	HashFailure      SubIndication = "HASH_FAILURE"
	SigCryptoFailure SubIndication = "SIG_CRYPTO_FAILURE"
	NotYetValid      SubIndication = "NOT_YET_VALID"
	Revoked          SubIndication = "REVOKED"
	Expired          SubIndication = "EXPIRED"

	SigConstraintsFailure          SubIndication = "SIG_CONSTRAINTS_FAILURE"
	ChainConstraintsFailure        SubIndication = "CHAIN_CONSTRAINTS_FAILURE"
	CertificateChainGeneralFailure SubIndication = "CERTIFICATE_CHAIN_GENERAL_FAILURE"
	CryptoConstraintsFailure       SubIndication = "CRYPTO_CONSTRAINTS_FAILURE"
	NoSigningCertificateFound      SubIndication = "NO_SIGNING_CERTIFICATE_FOUND"
	NoCertificateChainFound        SubIndication = "NO_CERTIFICATE_CHAIN_FOUND"
	RevokedNoPOE                   SubIndication = "REVOKED_NO_POE"
	RevokedCANoPOE                 SubIndication = "REVOKED_CA_NO_POE"
	OutOfBoundsNoPOE               SubIndication = "OUT_OF_BOUNDS_NO_POE"
	TryLater                       SubIndication = "TRY_LATER"
	SignedDataNotFound             SubIndication = "SIGNED_DATA_NOT_FOUND"
	TimestampOrderFailure          SubIndication = "TIMESTAMP_ORDER_FAILURE"
)

// Result is how a check ended.
type Result string

// The results. Unknown is a check that could not be made.
const (
	OK      Result = "ok"
	Fail    Result = "fail"
	Unknown Result = "unknown"
)

// Report is what came out of checking. Its JSON has all fields; what is unknown is null.
type Report struct {
	Format         string          `json:"format"`
	Tool           Tool            `json:"tool"`
	Policy         PolicyRef       `json:"policy"`
	ControlTime    *time.Time      `json:"control_time"`
	Input          InputFacts      `json:"input"`
	Indication     Indication      `json:"indication"`
	SubIndications []SubIndication `json:"sub_indications"`
	Signers        []Signer        `json:"signers"`
	// TrustList is the list of accredited authorities by which the policy Qualified judged, null under others.
	TrustList *TrustList `json:"trust_list"`
	// Verifier is the answer of an outside certified verifier, null if none was asked or it did not answer.
	Verifier *Answer `json:"verifier"`
}

// TrustList names a version of the list of accredited authorities. Signer is SHA-256 of the certificate that signed it, null if the
// list was not signed; whether that signer may sign the list is for whoever passed the list.
type TrustList struct {
	Number int       `json:"number"`
	Date   time.Time `json:"date"`
	SHA256 string    `json:"sha256"`
	Signer *string   `json:"signer"`
}

// Tool is what made the report. It is not a certified one; Certified says that a certified verifier agreed with the report (T7 of
// the rules of trust).
type Tool struct {
	Version   string `json:"version"`
	Certified bool   `json:"certified"`
}

// PolicyRef names a policy.
type PolicyRef struct {
	ID      Policy `json:"id"`
	Version string `json:"version"`
}

// InputFacts are of the bytes that were checked.
type InputFacts struct {
	Signature SignatureFile `json:"signature"`
	Document  DocumentFile  `json:"document"`
}

// SignatureFile is the file with the signature. Container is cms or xmldsig, Encoding der, ber or xml.
type SignatureFile struct {
	SHA256    string  `json:"sha256"`
	Container string  `json:"container"`
	Encoding  *string `json:"encoding"`
}

// DocumentFile is what was signed: SHA256 is null if it is not at hand. An XML document with its signature counts as a whole.
type DocumentFile struct {
	SHA256   *string `json:"sha256"`
	Attached bool    `json:"attached"`
}

// Signer is one signature.
type Signer struct {
	Index          int             `json:"index"`
	Indication     Indication      `json:"indication"`
	SubIndications []SubIndication `json:"sub_indications"`
	Level          *string         `json:"level"`
	// Coverage is "whole" if the signature is over the whole document, null if that is not known.
	Coverage *string `json:"coverage"`
	// Qualified says that the signature has the marks of a qualified one («признаки квалифицированной подписи»): it passed under the
	// policy Qualified. Without reservation that can be said only where Tool.Certified is true.
	Qualified   bool         `json:"qualified"`
	Trial       bool         `json:"trial"`
	TrustSource *string      `json:"trust_source"`
	Certificate *Certificate `json:"certificate"`
	Identity    *Identity    `json:"identity"`
	Times       Times        `json:"times"`
	// Chain has SHA-256 of the certificates, the signer's first, the anchor last; it is empty where none was built.
	Chain      []string     `json:"chain"`
	Revocation []Revocation `json:"revocation"`
	Timestamps []Timestamp  `json:"timestamps"`
	Checks     []Check      `json:"checks"`
	// Accreditation is what the list says of the authority that issued the certificate, null if that is not in it or none was asked.
	Accreditation *Accreditation `json:"accreditation"`
}

// Accreditation is of the day on which the certificate was issued: Status and, as Word, the word of the list for it. Ended is when
// accreditation ended since or before, Successor ОГРН of whoever took over.
type Accreditation struct {
	Authority string     `json:"authority"`
	Number    *string    `json:"number"`
	OGRN      *string    `json:"ogrn"`
	Status    string     `json:"status"`
	Word      *string    `json:"word"`
	From      *time.Time `json:"from"`
	Until     *time.Time `json:"until"`
	Ended     *time.Time `json:"ended"`
	Successor *string    `json:"successor"`
}

// Certificate is that of a signer. Key is the identifier of the curve, or the kind of the key where it has none.
type Certificate struct {
	SHA256    string    `json:"sha256"`
	Serial    string    `json:"serial"`
	NotBefore time.Time `json:"not_before"`
	NotAfter  time.Time `json:"not_after"`
	Key       *string   `json:"key"`
}

// Identity is whom the numbers in the certificate name (T10 of the rules of trust).
type Identity struct {
	Kind      *string `json:"kind"`
	Ambiguous bool    `json:"ambiguous"`
	INN       *string `json:"inn"`
	INNPerson *string `json:"inn_person"`
	OGRN      *string `json:"ogrn"`
	OGRNIP    *string `json:"ogrnip"`
	SNILS     *string `json:"snils"`
}

// Times are the time that the signer claims, which proves nothing, and the earliest that is proven, with SHA-256 of the token.
type Times struct {
	Claimed *time.Time `json:"claimed"`
	Proven  *time.Time `json:"proven"`
	Proof   *string    `json:"proof"`
}

// Revocation is what one list or answer says of one certificate of the chain.
type Revocation struct {
	Cert       string     `json:"cert"`
	Status     string     `json:"status"`
	At         *time.Time `json:"at"`
	Source     string     `json:"source"`
	ThisUpdate *time.Time `json:"this_update"`
	// SHA256 is of the list or answer.
	SHA256 string `json:"sha256"`
}

// Timestamp is a token. Time is null if it cannot be read; Kind says what it is over.
type Timestamp struct {
	Time       *time.Time `json:"time"`
	Imprint    Result     `json:"imprint"`
	Indication Indication `json:"indication"`
	Kind       TokenKind  `json:"kind"`
}

// Check is one check, with what is right if it is ok. Sub is what it has done to the verdict, null if nothing.
type Check struct {
	ID     CheckID        `json:"id"`
	Result Result         `json:"result"`
	Sub    *SubIndication `json:"sub"`
	Ru     string         `json:"ru"`
	En     string         `json:"en"`
}

// usualChecks is about how many checks a signature has.
const usualChecks = 32

func newSigner(index int) *Signer {
	return &Signer{
		Index: index, Indication: TotalPassed, SubIndications: []SubIndication{}, Chain: []string{},
		Revocation: []Revocation{}, Timestamps: []Timestamp{}, Checks: make([]Check, 0, usualChecks),
	}
}

// note reports a check that has no part in the verdict.
func (s *Signer) note(id CheckID, r Result) {
	t := texts[id]
	s.Checks = append(s.Checks, Check{ID: id, Result: r, Ru: t.ru, En: t.en})
}

// judge reports a check and, unless it is OK, lets it act on the verdict.
func (s *Signer) judge(id CheckID, r Result, i Indication, sub SubIndication) {
	s.note(id, r)
	if r == OK {
		return
	}
	s.Checks[len(s.Checks)-1].Sub = &sub
	if i.worse(s.Indication) {
		s.Indication, s.SubIndications = i, nil
	}
	if i == s.Indication && !slices.Contains(s.SubIndications, sub) {
		s.SubIndications = append(s.SubIndications, sub)
	}
}

// conclude makes the verdict of the worst signer that of the report.
func (r *Report) conclude() {
	r.Indication, r.SubIndications = TotalPassed, []SubIndication{}
	for _, s := range r.Signers {
		if s.Indication.worse(r.Indication) {
			r.Indication, r.SubIndications = s.Indication, []SubIndication{}
		}
		if s.Indication != r.Indication {
			continue
		}
		for _, sub := range s.SubIndications {
			if !slices.Contains(r.SubIndications, sub) {
				r.SubIndications = append(r.SubIndications, sub)
			}
		}
	}
}

// moment returns a time for reports. What RFC 3339 cannot write, as a claimed time may be, counts as unknown.
func moment(t time.Time) *time.Time {
	t = t.UTC()
	if t.IsZero() || t.Year() < 0 || t.Year() > 9999 {
		return nil
	}
	return &t
}

func text[S ~string](s S) *string {
	if s == "" {
		return nil
	}
	out := string(s)
	return &out
}

func hexOf(sum [32]byte) string { return hex.EncodeToString(sum[:]) }
