package cli

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/cms"
	"github.com/klaster-platform/klaster/esign/der"
	"github.com/klaster-platform/klaster/gost/gost3410"
)

type certShowCmd struct {
	File string `arg:"" help:"Certificates in PEM or DER, or a signed message that has some."`
	JSON bool   `name:"json" help:"Print a list of objects."`
}

// Help implements [kong.HelpProvider].
func (c *certShowCmd) Help() string {
	return `Shows what a certificate says; nothing is verified. Whom it names is read from ИНН, ОГРН, ОГРНИП and СНИЛС alone, and is ambiguous where these contradict each other or have wrong check digits.`
}

// Run prints the certificates of a file in their order.
func (c *certShowCmd) Run(s *streams) error {
	list, err := c.read()
	if err != nil {
		return unusable(err)
	}
	shown := make([]shownCertificate, 0, len(list))
	for _, c := range list {
		shown = append(shown, show(c))
	}
	if c.JSON {
		return printJSON(s.out, shown)
	}
	w := bufio.NewWriter(s.out)
	for i := range shown {
		if i > 0 {
			fmt.Fprintln(w)
		}
		shown[i].writeTo(w)
	}
	return w.Flush()
}

func (c *certShowCmd) read() ([]*cert.Certificate, error) {
	data, err := readFile(c.File, maxCertificates)
	if err != nil {
		return nil, err
	}
	list, err := cert.ParseFile(data)
	if err == nil {
		return list, nil
	}
	raw, cmsErr := cms.Unarmor(data)
	if cmsErr == nil {
		var message *cms.SignedData
		if message, cmsErr = cms.Parse(raw); cmsErr == nil && len(message.Certificates) > 0 {
			return message.Certificates, nil
		}
	}
	return nil, fmt.Errorf("%s: want certificates in PEM, one in DER, or a signed message: %w", c.File, err)
}

// shownCertificate is what `cert show` prints of a certificate.
type shownCertificate struct {
	Subject    string           `json:"subject"`
	Issuer     string           `json:"issuer"`
	Serial     string           `json:"serial"`
	NotBefore  time.Time        `json:"not_before"`
	NotAfter   time.Time        `json:"not_after"`
	Identity   shownIdentity    `json:"identity"`
	Attributes []shownAttribute `json:"attributes"`
	Key        shownKey         `json:"key"`
	Signature  string           `json:"signature_algorithm"`
	CA         bool             `json:"ca"`
	Policies   []shownName      `json:"policies"`
	KeyUsage   []string         `json:"key_usage"`
	Purposes   []shownName      `json:"extended_key_usage"`
	SignTool   *string          `json:"subject_sign_tool"`
	CRLs       []string         `json:"crl"`
	OCSP       []string         `json:"ocsp"`
	CAIssuers  []string         `json:"ca_issuers"`
	Trial      bool             `json:"trial"`
	SHA1       string           `json:"sha1"`
	SHA256     string           `json:"sha256"`
}

// shownIdentity has the fields of the report, and why it is ambiguous.
type shownIdentity struct {
	Kind      *string  `json:"kind"`
	Ambiguous bool     `json:"ambiguous"`
	INN       *string  `json:"inn"`
	INNPerson *string  `json:"inn_person"`
	OGRN      *string  `json:"ogrn"`
	OGRNIP    *string  `json:"ogrnip"`
	SNILS     *string  `json:"snils"`
	Doubts    []string `json:"doubts"`
}

// shownAttribute is an attribute of the subject as it stands. Value is null if it is no text.
type shownAttribute struct {
	OID   string  `json:"oid"`
	Name  string  `json:"name"`
	Value *string `json:"value"`
}

// shownKey is the public key. Size is in bits, 0 if the key is none that we know.
type shownKey struct {
	Kind  string    `json:"kind"`
	Size  int       `json:"size"`
	Curve shownName `json:"curve"`
}

// shownName is an identifier and its name; Name is empty if we know none.
type shownName struct {
	OID  string `json:"oid"`
	Name string `json:"name"`
}

func show(c *cert.Certificate) shownCertificate {
	out := shownCertificate{
		Subject: c.Subject.String(), Issuer: c.Issuer.String(), Serial: c.SerialHex(), NotBefore: c.NotBefore, NotAfter: c.NotAfter,
		Identity: showIdentity(c.Identity()), Attributes: []shownAttribute{}, Key: showKey(c), CA: c.IsCA,
		Policies: named(c.Policies, policyName), KeyUsage: usages(c), Purposes: named(c.ExtKeyUsage, purposeName),
		CRLs: []string{}, OCSP: append([]string{}, c.OCSP...), CAIssuers: append([]string{}, c.CAIssuers...),
		Signature: c.SignatureAlgorithm.OID.String(), SignTool: given(c.SubjectSignTool), Trial: c.Trial(),
		SHA1: fmt.Sprintf("%x", c.SHA1()), SHA256: fmt.Sprintf("%x", c.SHA256()),
	}
	for _, p := range c.CRLDistributionPoints {
		out.CRLs = append(out.CRLs, p.URIs...)
	}
	for _, a := range c.Subject.Attributes() {
		shown := shownAttribute{OID: a.Type.String(), Name: attributeName(a.Type)}
		if text, err := a.Text(); err == nil {
			shown.Value = &text
		}
		out.Attributes = append(out.Attributes, shown)
	}
	return out
}

func showIdentity(id cert.Identity) shownIdentity {
	out := shownIdentity{
		Kind: given(id.Kind), Ambiguous: id.Ambiguous(), INN: given(id.INN), INNPerson: given(id.INNPerson), OGRN: given(id.OGRN),
		OGRNIP: given(id.OGRNIP), SNILS: given(string(id.SNILS)), Doubts: []string{},
	}
	for _, d := range id.Doubts {
		text := string(d.Reason)
		if d.Attribute != "" {
			text = attributeName(d.Attribute) + ": " + text
		}
		out.Doubts = append(out.Doubts, text)
	}
	return out
}

func given[S ~string](s S) *string {
	if s == "" {
		return nil
	}
	text := string(s)
	return &text
}

func showKey(c *cert.Certificate) shownKey {
	key, err := c.PublicKey()
	if err != nil {
		return shownKey{Kind: "unknown"}
	}
	out := shownKey{Kind: key.Kind().String()}
	switch k := key.Key().(type) {
	case *gost3410.PublicKey:
		out.Size = 8 * k.Curve().Size()
		out.Curve.Name = k.Curve().String()
	case interface{ Size() int }: // RSA
		out.Size = 8 * k.Size()
	}
	if curve := key.Curve(); curve != "" {
		out.Curve.OID = curve.String()
	}
	return out
}

func named(ids []der.OID, name func(der.OID) string) []shownName {
	out := make([]shownName, 0, len(ids))
	for _, id := range ids {
		out = append(out, shownName{id.String(), name(id)})
	}
	return out
}

// writeTo writes a certificate for people.
func (c *shownCertificate) writeTo(w io.Writer) {
	line := func(label, format string, args ...any) {
		fmt.Fprintf(w, "%-13s%s\n", label, printable(fmt.Sprintf(format, args...)))
	}
	if c.Trial {
		line("TRIAL", "«Учебный сертификат: юридической силы не имеет»")
	}
	line("subject", "%s", c.Subject)
	for _, a := range c.Attributes {
		if isNumber(a.Name) {
			line("  "+a.Name, "%s", *cmp.Or(a.Value, given("not a text")))
		}
	}
	line("identity", "%s", c.Identity)
	line("issuer", "%s", c.Issuer)
	line("serial", "%s", c.Serial)
	line("valid", "%s to %s", stamp(c.NotBefore), stamp(c.NotAfter))
	line("key", "%s", c.Key)
	line("policies", "%s", list(c.Policies))
	if c.CA {
		line("authority", "may issue certificates")
	}
	line("key usage", "%s", strings.Join(c.KeyUsage, ", "))
	line("purposes", "%s", list(c.Purposes))
	if c.SignTool != nil {
		line("sign tool", "%s", *c.SignTool)
	}
	for _, where := range slices.Concat(c.CRLs, c.OCSP, c.CAIssuers) {
		line("address", "%s", where)
	}
	line("sha1", "%s", c.SHA1)
	line("sha256", "%s", c.SHA256)
}

func (id shownIdentity) String() string {
	text := "nobody"
	if id.Kind != nil {
		text = *id.Kind
	}
	if id.Ambiguous {
		text += ", AMBIGUOUS (" + strings.Join(id.Doubts, "; ") + ")"
	}
	return text
}

func (k shownKey) String() string {
	text := k.Kind
	if k.Size > 0 {
		text += fmt.Sprintf(", %d bits", k.Size)
	}
	if k.Curve.OID != "" {
		text += ", " + k.Curve.String()
	}
	return text
}

func (n shownName) String() string {
	if n.Name == "" {
		return n.OID
	}
	if n.OID == "" {
		return n.Name
	}
	return n.Name + " (" + n.OID + ")"
}

func list(names []shownName) string {
	texts := make([]string, 0, len(names))
	for _, n := range names {
		texts = append(texts, n.String())
	}
	return strings.Join(texts, ", ")
}
