package cli

import (
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/keyfile"
	"github.com/klaster-platform/klaster/esign/trialca"
	"github.com/klaster-platform/klaster/internal/platform/config"
	"github.com/klaster-platform/klaster/internal/signature/authority"
	"github.com/klaster-platform/klaster/ruid/number"
)

type caIssueCmd struct {
	folderFlag  `embed:""`
	Role        string `help:"What the certificate is for: person (also an employee), head (of an organisation), entrepreneur or ip (ИП), seal (an organisation's machine), tsa, ocsp." enum:"person,head,entrepreneur,ip,seal,tsa,ocsp" required:"" placeholder:"ROLE"`
	holderFlags `embed:""`

	Curve        string        `help:"Curve of the key, such as tc26-512-a (klaster ca init --help has all); that of the authority if it is not given." placeholder:"CURVE"`
	Out          string        `help:"Where to write the certificate, in PEM." placeholder:"FILE"`
	Key          string        `help:"Where to write the key: PKCS #8 in PEM, encrypted if there is a password." placeholder:"FILE"`
	PFX          string        `name:"pfx" help:"Where to write key, certificate and that of the authority together; needs a password." placeholder:"FILE"`
	PasswordFile config.Secret `help:"File with the password for the key; its last newline does not count." placeholder:"FILE"`
}

// holderFlags are whom the certificate names.
type holderFlags struct {
	CN           string `name:"cn" help:"Common name; the organisation or the person if it is not given." placeholder:"TEXT"`
	Surname      string `help:"Фамилия." placeholder:"TEXT"`
	GivenName    string `help:"Имя и отчество." placeholder:"TEXT"`
	Organization string `help:"Name of the organisation." placeholder:"TEXT"`
	Unit         string `help:"Подразделение." placeholder:"TEXT"`
	Title        string `help:"Должность." placeholder:"TEXT"`
	Region       string `help:"Субъект федерации, with its code: «77 Москва»." placeholder:"TEXT"`
	Locality     string `help:"Населённый пункт." placeholder:"TEXT"`
	Street       string `help:"Адрес." placeholder:"TEXT"`
	Email        string `help:"Address of e-mail." placeholder:"ADDRESS"`
	INN          string `name:"inn" help:"ИНН: 10 digits of the organisation; 12 digits count as --inn-person." placeholder:"NUMBER"`
	INNPerson    string `name:"inn-person" help:"ИНН of the person." placeholder:"NUMBER"`
	OGRN         string `name:"ogrn" help:"ОГРН." placeholder:"NUMBER"`
	OGRNIP       string `name:"ogrnip" help:"ОГРНИП." placeholder:"NUMBER"`
	SNILS        string `name:"snils" help:"СНИЛС." placeholder:"NUMBER"`
}

// Help implements [kong.HelpProvider].
func (c *caIssueCmd) Help() string {
	return `Numbers are refused if their check digits are wrong. What a role needs:
  person        --surname --given-name --snils
  head          --surname --given-name --snils --organization --inn --ogrn
  entrepreneur  --surname --given-name --snils --inn-person --ogrnip
  seal          --organization --inn --ogrn
  tsa, ocsp     --cn
The key is written to --key or --pfx or both; files that exist are never replaced.`
}

// Run issues.
func (c *caIssueCmd) Run(s *streams) error {
	password, err := c.check()
	if err != nil {
		return unusable(err)
	}
	holder, err := c.holder()
	if err != nil {
		return unusable(err)
	}
	var issued *cert.Certificate
	var files []newFile
	err = withAuthority(c.Dir, func(a *authority.Authority) error {
		curve := c.Curve
		if curve == "" {
			curve = a.Config.Curve
		}
		key, _, err := authority.NewKey(curve)
		if err != nil {
			return err
		}
		public, err := algorithm.NewPublicKey(key.Public())
		if err != nil {
			return err
		}
		if issued, err = a.Issue(holder, public); err != nil {
			return fmt.Errorf("issue: %w", err)
		}
		files, err = c.files(keyfile.Key{PrivateKey: key}, issued, a.Issuing.Certificate(), password)
		return err
	})
	if err != nil {
		return err
	}
	for _, f := range files {
		if err := writeFile(f.path, f.data, f.mode); err != nil {
			return fmt.Errorf("certificate %s was issued, but: %w", issued.SerialHex(), err)
		}
	}
	_, err = fmt.Fprintf(s.out, "Issued %s to %s, valid until %s.\n", issued.SerialHex(), printable(issued.Subject.String()), stamp(issued.NotAfter))
	return err
}

// check looks at the files to write before anything is issued.
func (c *caIssueCmd) check() ([]byte, error) {
	if c.Key == "" && c.PFX == "" {
		return nil, errors.New("the key would be lost: say where to write it with --key FILE or --pfx FILE")
	}
	if c.Key != "" && c.Out == "" && c.PFX == "" {
		return nil, errors.New("the certificate would be lost: say where to write it with --out FILE")
	}
	if c.Curve != "" {
		if err := knownCurve(c.Curve); err != nil {
			return nil, err
		}
	}
	var paths []string
	for _, path := range []string{c.Out, c.Key, c.PFX} {
		if path == "" {
			continue
		}
		if slices.Contains(paths, path) {
			return nil, fmt.Errorf("%s is named twice: each file needs a name of its own", path)
		}
		if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("%s exists: keys and certificates are never replaced", path)
		}
		paths = append(paths, path)
	}
	password, err := readPassword(c.PasswordFile)
	switch {
	case err != nil:
		return nil, err
	case password != nil && len(password) == 0:
		return nil, fmt.Errorf("--%s: %s is empty", passwordFlag, c.PasswordFile)
	case password == nil && c.PFX != "":
		return nil, fmt.Errorf("--pfx needs a password: write it into a file and add --%s FILE", passwordFlag)
	}
	return password, nil
}

// newFile is a file to write.
type newFile struct {
	path string
	data []byte
	mode fs.FileMode
}

func (c *caIssueCmd) files(key keyfile.Key, issued, authority *cert.Certificate, password []byte) ([]newFile, error) {
	var files []newFile
	if c.Key != "" {
		encoded, err := encodeKey(key, password)
		if err != nil {
			return nil, err
		}
		files = append(files, newFile{c.Key, encoded, 0o600})
	}
	if c.PFX != "" {
		key.FriendlyName = issued.Subject.Text(cert.OIDCommonName)
		bundle := &keyfile.Bundle{Keys: []keyfile.Key{key}, Certificates: []keyfile.Certificate{
			{Raw: issued.Raw}, {Raw: authority.Raw},
		}}
		pfx, err := keyfile.WritePKCS12(bundle, password, keyfile.Encryption{})
		if err != nil {
			return nil, err
		}
		files = append(files, newFile{c.PFX, pfx, 0o600})
	}
	if c.Out != "" {
		files = append(files, newFile{c.Out, cert.PEM(issued), 0o644})
	}
	return files, nil
}

// encodeKey writes a key, encrypted in the way that OpenSSL with gost-engine reads too.
func encodeKey(key keyfile.Key, password []byte) ([]byte, error) {
	if password == nil {
		raw, err := keyfile.WritePKCS8(key.PrivateKey)
		return pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: raw}), err
	}
	raw, err := keyfile.WriteEncryptedPKCS8(key.PrivateKey, password, keyfile.Encryption{Cipher: keyfile.Kuznyechik})
	return pem.EncodeToMemory(&pem.Block{Type: "ENCRYPTED PRIVATE KEY", Bytes: raw}), err
}

// holder reads the flags of whom the certificate names.
func (c *caIssueCmd) holder() (trialca.Holder, error) {
	h := trialca.Holder{
		Role: roleByName(c.Role), CommonName: c.CN, Surname: c.Surname, GivenName: c.GivenName, Organization: c.Organization,
		Unit: c.Unit, Title: c.Title, Region: c.Region, Locality: c.Locality, Street: c.Street, Email: c.Email,
	}
	if err := c.numbers(&h); err != nil {
		return h, err
	}
	if err := checkTexts(c.texts()...); err != nil {
		return h, err
	}
	return h, c.complete()
}

func roleByName(name string) trialca.Role {
	switch name {
	case "person":
		return trialca.Individual
	case "head":
		return trialca.Head
	case "entrepreneur", "ip":
		return trialca.Entrepreneur
	case "seal":
		return trialca.Seal
	case "tsa":
		return trialca.TimeStamping
	default:
		return trialca.StatusService
	}
}

func (c *caIssueCmd) numbers(h *trialca.Holder) (err error) {
	if inn := strings.ReplaceAll(c.INN, " ", ""); len(inn) == 12 && c.INNPerson == "" {
		c.INN, c.INNPerson = "", inn
	}
	if c.INN != "" {
		if h.INN, err = number.ParseINN(c.INN); err != nil || !h.INN.Organisation() {
			return fmt.Errorf("--inn %q is no ИНН of an organisation: want 10 digits with right check digits", c.INN)
		}
	}
	if c.INNPerson != "" {
		if h.INNPerson, err = number.ParseINN(c.INNPerson); err != nil || !h.INNPerson.Person() {
			return fmt.Errorf("--inn-person %q is no ИНН of a person: want 12 digits with right check digits", c.INNPerson)
		}
	}
	if c.OGRN != "" {
		if h.OGRN, err = number.ParseOGRN(c.OGRN); err != nil {
			return fmt.Errorf("--ogrn %q is no ОГРН: want 13 digits with a right check digit", c.OGRN)
		}
	}
	if c.OGRNIP != "" {
		if h.OGRNIP, err = number.ParseOGRNIP(c.OGRNIP); err != nil {
			return fmt.Errorf("--ogrnip %q is no ОГРНИП: want 15 digits with a right check digit", c.OGRNIP)
		}
	}
	if c.SNILS != "" {
		if h.SNILS, err = number.ParseSNILS(c.SNILS); err != nil {
			return fmt.Errorf("--snils %q is no СНИЛС: want 11 digits with a right control number", c.SNILS)
		}
	}
	return nil
}

// namedText is the value of a flag.
type namedText struct{ flag, value string }

func (c *caIssueCmd) texts() []namedText {
	return []namedText{
		{"cn", c.CN},
		{"surname", c.Surname},
		{"given-name", c.GivenName},
		{"organization", c.Organization},
		{"unit", c.Unit},
		{"title", c.Title},
		{"region", c.Region},
		{"locality", c.Locality},
		{"street", c.Street},
		{"email", c.Email},
		{"inn", c.INN},
		{"inn-person", c.INNPerson},
		{"ogrn", c.OGRN},
		{"ogrnip", c.OGRNIP},
		{"snils", c.SNILS},
	}
}

// checkTexts sees that texts can stand in a name.
func checkTexts(texts ...namedText) error {
	for _, t := range texts {
		bad := strings.ContainsFunc(t.value, func(r rune) bool { return unicode.IsControl(r) || r == utf8.RuneError })
		if bad || len(t.value) > 1000 {
			return fmt.Errorf("--%s: want a text of at most 1000 bytes of UTF-8 without control characters", t.flag)
		}
		if t.flag == "email" && strings.ContainsFunc(t.value, func(r rune) bool { return r > unicode.MaxASCII }) {
			return errors.New("--email: want an address in ASCII (domains in their form xn--…)")
		}
	}
	return nil
}

// complete sees that the role has what it needs, and nothing that would make it another.
func (c *caIssueCmd) complete() error {
	needs := map[string][]string{
		"person": {"surname", "given-name", "snils"}, "head": {"surname", "given-name", "snils", "organization", "inn", "ogrn"},
		"entrepreneur": {"surname", "given-name", "snils", "inn-person", "ogrnip"},
		"ip":           {"surname", "given-name", "snils", "inn-person", "ogrnip"},
		"seal":         {"organization", "inn", "ogrn"}, "tsa": {"cn"}, "ocsp": {"cn"},
	}
	refuses := map[string][]string{
		"person": {"inn", "ogrn", "ogrnip"}, "head": {"ogrnip"}, "entrepreneur": {"inn", "ogrn"}, "ip": {"inn", "ogrn"},
		"seal": {"snils", "inn-person", "ogrnip"},
	}
	var missing, wrong []string
	for _, t := range c.texts() {
		if t.value == "" && slices.Contains(needs[c.Role], t.flag) {
			missing = append(missing, "--"+t.flag)
		}
		if t.value != "" && slices.Contains(refuses[c.Role], t.flag) {
			wrong = append(wrong, "--"+t.flag)
		}
	}
	switch {
	case len(missing) > 0:
		return fmt.Errorf("--role %s needs %s", c.Role, strings.Join(missing, ", "))
	case len(wrong) > 0:
		return fmt.Errorf("--role %s cannot have %s", c.Role, strings.Join(wrong, ", "))
	}
	return nil
}
