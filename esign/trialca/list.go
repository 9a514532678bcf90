package trialca

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/ruid/number"
)

// ListedAuthority is an authority in a trial list of accredited authorities.
type ListedAuthority struct {
	Name, ShortName, Number string
	INN                     number.INN
	OGRN                    number.OGRN
	// Statuses is the history, the earliest first; the last one is the present status.
	Statuses []ListedStatus
	Keys     []ListedKey
}

// ListedStatus is a state of accreditation in the words of the list, such as «Действует».
type ListedStatus struct {
	Name string
	From time.Time
}

// ListedKey is a key of an authority with its certificates.
type ListedKey struct {
	ID           []byte
	CRLs         []string
	Certificates []*cert.Certificate
}

// TrustedList writes a list of accredited authorities in the form of that of Минцифры России, without signature. It is written in
// canonical form (C14N 1.0), so that its bytes are what a signature of it is computed over.
func TrustedList(number int, date time.Time, authorities ...ListedAuthority) []byte {
	var w listWriter
	w.element("АккредитованныеУдостоверяющиеЦентры", func() {
		w.text("Версия", strconv.Itoa(number))
		w.time("Дата", date)
		for _, a := range authorities {
			w.element("УдостоверяющийЦентр", func() { w.authority(a) })
		}
	})
	return w.out.Bytes()
}

// listWriter writes canonical XML: no declaration, no white space between elements, no empty-element tags.
type listWriter struct{ out bytes.Buffer }

func (w *listWriter) element(name string, content func()) {
	w.out.WriteString("<" + name + ">")
	content()
	w.out.WriteString("</" + name + ">")
}

func (w *listWriter) text(name, value string) {
	w.element(name, func() {
		w.out.WriteString(strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "\r", "&#xD;").Replace(value))
	})
}

func (w *listWriter) time(name string, t time.Time) {
	w.text(name, t.In(time.FixedZone("MSK", 3*60*60)).Format(time.RFC3339))
}

func (w *listWriter) authority(a ListedAuthority) {
	w.text("Название", a.Name)
	w.text("КраткоеНазвание", a.ShortName)
	w.text("ИНН", string(a.INN))
	w.text("ОГРН", string(a.OGRN))
	w.text("РеестровыйНомер", a.Number)
	if n := len(a.Statuses); n > 0 {
		w.status(a.Statuses[n-1])
	}
	w.element("ИсторияСтатусовАккредитации", func() {
		for _, s := range a.Statuses {
			w.status(s)
		}
	})
	w.element("ПрограммноАппаратныеКомплексы", func() {
		w.element("ПрограммноАппаратныйКомплекс", func() {
			w.text("Псевдоним", "Учебный комплекс")
			w.text("КлассСредствЭП", "КС1")
			w.element("КлючиУполномоченныхЛиц", func() {
				for _, k := range a.Keys {
					w.element("Ключ", func() { w.key(k) })
				}
			})
		})
	})
}

func (w *listWriter) status(s ListedStatus) {
	w.element("СтатусАккредитации", func() {
		w.text("Статус", s.Name)
		w.time("ДействуетС", s.From)
	})
}

func (w *listWriter) key(k ListedKey) {
	w.text("ИдентификаторКлюча", strings.ToUpper(hex.EncodeToString(k.ID)))
	w.element("АдресаСписковОтзыва", func() {
		for _, address := range k.CRLs {
			w.text("Адрес", address)
		}
	})
	w.element("Сертификаты", func() {
		for _, c := range k.Certificates {
			sum := c.SHA1()
			w.element("ДанныеСертификата", func() {
				w.text("Отпечаток", strings.ToUpper(hex.EncodeToString(sum[:])))
				w.text("КемВыдан", c.Issuer.String())
				w.text("КомуВыдан", c.Subject.String())
				w.text("СерийныйНомер", c.SerialHex())
				w.time("ПериодДействияС", c.NotBefore)
				w.time("ПериодДействияДо", c.NotAfter)
				w.text("Данные", base64.StdEncoding.EncodeToString(c.Raw))
			})
		}
	})
}

// Identifiers of XML signatures (draft-chudov-cryptopro-cpxmldsig and its successors in use).
const (
	xmlDSig = "http://www.w3.org/2000/09/xmldsig#"
	xmlC14N = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
	xmlGOST = "urn:ietf:params:xml:ns:cpxmlsec:algorithms:"
)

// SignTrustedList puts an enveloped XML signature of the authority, whose key must be of ГОСТ Р 34.10-2012, at the end of what
// TrustedList wrote. It knows that those bytes are canonical and so needs no canonicalisation; it is no general signer of XML.
func (a *Authority) SignTrustedList(list []byte) ([]byte, error) {
	size := map[algorithm.Digest]string{algorithm.Streebog256: "256", algorithm.Streebog512: "512"}[a.signer.Scheme().Digest]
	end := bytes.LastIndex(list, []byte("</"))
	if size == "" || end < 0 {
		return nil, fmt.Errorf("sign a list by %s: %w", a.signer.Scheme(), ErrKey)
	}
	digest := base64.StdEncoding.EncodeToString(a.signer.Scheme().Digest.Append(nil, list))
	info := `<ds:CanonicalizationMethod Algorithm="` + xmlC14N + `"></ds:CanonicalizationMethod>` +
		`<ds:SignatureMethod Algorithm="` + xmlGOST + `gostr34102012-gostr34112012-` + size + `"></ds:SignatureMethod>` +
		`<ds:Reference URI=""><ds:Transforms>` +
		`<ds:Transform Algorithm="` + xmlDSig + `enveloped-signature"></ds:Transform>` +
		`<ds:Transform Algorithm="` + xmlC14N + `"></ds:Transform></ds:Transforms>` +
		`<ds:DigestMethod Algorithm="` + xmlGOST + `gostr34112012-` + size + `"></ds:DigestMethod>` +
		`<ds:DigestValue>` + digest + `</ds:DigestValue></ds:Reference></ds:SignedInfo>`
	// Alone, as it is signed, SignedInfo carries the declaration of its prefix itself.
	value, err := a.signer.Sign(random(a.options.Rand), []byte(`<ds:SignedInfo xmlns:ds="`+xmlDSig+`">`+info))
	if err != nil {
		return nil, err
	}
	signature := `<ds:Signature xmlns:ds="` + xmlDSig + `"><ds:SignedInfo>` + info +
		`<ds:SignatureValue>` + base64.StdEncoding.EncodeToString(value) + `</ds:SignatureValue>` +
		`<ds:KeyInfo><ds:X509Data><ds:X509Certificate>` + base64.StdEncoding.EncodeToString(a.certificate.Raw) +
		`</ds:X509Certificate></ds:X509Data></ds:KeyInfo></ds:Signature>`
	out := []byte(xml.Header)
	out = append(out, list[:end]...)
	out = append(out, signature...)
	return append(out, list[end:]...), nil
}
