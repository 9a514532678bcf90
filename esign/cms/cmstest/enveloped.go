package cmstest

import (
	"crypto"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/cms"
	"github.com/klaster-platform/klaster/esign/keyfile"
	"github.com/klaster-platform/klaster/gost/gost3410"
)

// Enveloped is an encrypted message of the shared data with what opens it. Names are of files below gost/.
type Enveloped struct {
	Name string
	Kind cms.RecipientKind
	// KeyFile is a file of the data, or else Key is the number that the message's source has beside it, the least significant
	// octet first.
	KeyFile, Key string
	Curve        *gost3410.Curve
	// Certificate is that of the recipient, Originator that of the sender; empty where the data have none, or need none.
	Certificate, Originator string
	Want                    string
}

// Opener returns the recipient's key, and the certificates of both sides where they are named. Root is the folder gost/.
func (e Enveloped) Opener(tb testing.TB, root string) (*gost3410.PrivateKey, *cert.Certificate, []*cert.Certificate) {
	tb.Helper()
	var recipient *cert.Certificate
	var originators []*cert.Certificate
	if e.Certificate != "" {
		recipient = certificates(tb, filepath.Join(root, e.Certificate))[0]
	}
	if e.Originator != "" {
		originators = certificates(tb, filepath.Join(root, e.Originator))
	}
	var key crypto.PrivateKey
	if e.KeyFile != "" {
		b, err := keyfile.Parse(read(tb, filepath.Join(root, e.KeyFile)), nil)
		if err != nil {
			tb.Fatal(err)
		}
		key = b.Keys[0].PrivateKey
	} else {
		raw, err := hex.DecodeString(e.Key)
		if err != nil {
			tb.Fatal(err)
		}
		if key, err = e.Curve.NewPrivateKey(raw); err != nil {
			tb.Fatal(err)
		}
	}
	return key.(*gost3410.PrivateKey), recipient, originators
}

func read(tb testing.TB, path string) []byte {
	tb.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		tb.Fatal(err)
	}
	return data
}

func certificates(tb testing.TB, path string) []*cert.Certificate {
	tb.Helper()
	list, err := cert.ParseFile(read(tb, path))
	if err != nil {
		tb.Fatal(err)
	}
	return list
}

// tc26Text is the content of the examples of Р 1323565.1.025-2019, in windows-1251.
const tc26Text = "\xca\xee\xed\xf2\xf0\xee\xeb\xfc\xed\xfb\xe9 \xef\xf0\xe8\xec\xe5\xf0 \xe4\xeb\xff " +
	"\xf1\xf2\xf0\xf3\xea\xf2\xf3\xf0\xfb EnvelopedData."

// The private keys of the examples of TC26 (2014) and of RFC 4490, section 8: everybody knows them.
const (
	tc26Key256 = "249939faa839edc3f2aafe0f643de4463c924abbeac6a73230dd5c3e621dcfbf"
	tc26Key512 = "4b07cb6b4e014ea4e67d0c5f17fd33fd488cb4eec876b987e57c0741e6307575352446ee5aa02b99679efe8d5280f3b76de6414c" +
		"7782b42e975fecd4dc1cc03f"
	rfc4490Key = "770f04919816afaf56da6d6d78425bf368ab6b1a6385e7da2b08d050e03b290b"
)

// EnvelopedMessages are all enveloped messages of the shared data.
func EnvelopedMessages() []Enveloped {
	const bc = "bc/NewEnvelopedDataTest-"
	a, b := gost3410.CryptoProA(), gost3410.TC512B()
	return []Enveloped{
		// Р 1323565.1.025-2019, A.2.1 to A.2.4.
		{
			Name: "tc26-cms/encrypted_keyagree_a211.pem", Kind: cms.KeyAgreement, KeyFile: "tc26-cms/recipient512_key.pem", Certificate: "tc26-cms/recipient512_cert.pem",
			Want: tc26Text,
		},
		{
			Name: "tc26-cms/encrypted_keyagree_a221.pem", Kind: cms.KeyAgreement, KeyFile: "tc26-cms/recipient256_key.pem", Certificate: "tc26-cms/recipient256_cert.pem", Originator: "tc26-cms/sender256_cert.pem",
			Want: tc26Text,
		},
		{
			Name: "tc26-cms/encrypted_keytrans_a231.pem", Kind: cms.KeyTransport, KeyFile: "tc26-cms/recipient256_key.pem", Certificate: "tc26-cms/recipient256_cert.pem",
			Want: tc26Text,
		},
		{
			Name: "tc26-cms/encrypted_keytrans_a241.pem", Kind: cms.KeyTransport, KeyFile: "tc26-cms/recipient512_key.pem", Certificate: "tc26-cms/recipient512_cert.pem",
			Want: tc26Text,
		},
		// The same standard's forerunner of 2014.
		{
			Name: "pygost/cms-TestEnvelopedKTRI-test_256-1.der", Kind: cms.KeyTransport, Key: tc26Key256, Curve: a,
			Want: strings.Repeat("Test data to encrypt.\n", 100),
		},
		{
			Name: "pygost/cms-TestEnvelopedKTRI-test_512-1.der", Kind: cms.KeyTransport, Key: tc26Key512, Curve: b,
			Want: "Test message",
		},
		{
			Name: "pygost/cms-TestEnvelopedKARI-test_256-1.der", Kind: cms.KeyAgreement, Key: tc26Key256, Curve: a,
			Want: "Test message",
		},
		{
			Name: "pygost/cms-TestEnvelopedKARI-test_512-1.der", Kind: cms.KeyAgreement, Key: tc26Key512, Curve: b,
			Want: "Test message",
		},
		// The last two are the examples of RFC 4490, sections 8.2 and 8.3.
		{
			Name: bc + "gost2012_512_Reci_Msg.der", Kind: cms.KeyAgreement, KeyFile: bc + "gost2012_512_Reci_Key.der", Certificate: bc + "gost2012_512_Reci_Cert.der",
			Want: "Hello World!",
		},
		{
			Name: bc + "gost2012_Reci_Msg.der", Kind: cms.KeyAgreement, Key: "6ed826ac5c6164b426f47d46c74f810154cfe9954bbb6d0a72628dcdd221aca7", Curve: a, Certificate: bc + "gost2012_Reci_Cert.der",
			Want: "Hello World!",
		},
		{
			Name: bc + "gost2012_KeyTrans_Msg.der", Kind: cms.KeyTransport, Key: "cbe74fbb4b0ba89fc5a24a268aeebd951038f0768f3643fb926cc31cec4f4057", Curve: a, Certificate: bc + "gost2012_KeyTrans_Reci_Cert.der",
			Want: "Hello World!",
		},
		{
			Name: bc + "gost2001_Rand_Msg.der", Kind: cms.KeyTransport, Key: "0d615c1ffe4a8f02305eb31dc8ee4206725da0e56d2a9ed631be042258dcf8ae", Curve: a, Certificate: bc + "gost2001_Rand_Cert.der",
			Want: "Hello world!",
		},
		{
			Name: bc + "gost2001_Rand_Gen_Msg.der", Kind: cms.KeyAgreement, Key: "e680c09ff05d597e1149f1dea99c87028fc2340cbed9ad09ab767ddb67187924", Curve: a, Certificate: bc + "gost2001_Rand_Reci_Cert.der",
			Want: "Hello World!",
		},
		{
			Name: bc + "github539_GostEnvData.der", Kind: cms.KeyTransport, Key: "d99c35d210f1a3a487355bd4a5fc9725eb0365a11da0089db55efad0c16b6418", Curve: a,
			Want: ".",
		},
		{
			Name: bc + "gost3410_2001_KeyAgree.der", Kind: cms.KeyAgreement, Key: rfc4490Key, Curve: a, Certificate: bc + "gost3410_RecipCert.der",
			Want: "sample text\n",
		},
		{
			Name: bc + "gost3410_2001_KeyTrans.der", Kind: cms.KeyTransport, Key: rfc4490Key, Curve: a, Certificate: bc + "gost3410_RecipCert.der",
			Want: "sample text\n",
		},
	}
}
