package validate_test

import (
	"slices"
	"testing"
	"time"

	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/klaster-platform/klaster/esign/cms"
	"github.com/klaster-platform/klaster/esign/der"
	"github.com/klaster-platform/klaster/esign/validate"
)

// TestT6_ManySigners: a message with as many signers as may be is judged, each with its own chain; one signer more is refused.
func TestT6_ManySigners(t *testing.T) {
	p := newTrial(t)
	m, err := cms.Parse(p.stamped(t, p.sign(t), nil))
	if err != nil {
		t.Fatal(err)
	}
	begun := time.Now()
	r := p.trusted(t, p.input(t, repeated(m, cms.MaxSigners)))
	t.Logf("%d signers: %v", len(r.Signers), time.Since(begun))
	if len(r.Signers) != cms.MaxSigners {
		t.Fatalf("%d signers", len(r.Signers))
	}
	if r.Indication == validate.TotalFailed { // on a busy machine the time may end, which leaves some indeterminate
		t.Errorf("%v", r.SubIndications)
	}
	expect(t, p.trusted(t, p.input(t, repeated(m, 100))), validate.TotalPassed) // more than the paths of one signer may cost
	expect(t, p.trusted(t, p.input(t, repeated(m, cms.MaxSigners+1))), validate.TotalFailed, validate.FormatFailure)
}

// repeated makes a message with its one signer n times.
func repeated(m *cms.SignedData, n int) []byte {
	oid := func(id der.OID) []byte { return der.Element(asn1.OBJECT_IDENTIFIER, []byte(id)) }
	context := asn1.Tag(0).Constructed().ContextSpecific()
	return der.Element(asn1.SEQUENCE, oid(cms.OIDSignedData), der.Element(context, der.Element(asn1.SEQUENCE,
		der.Element(asn1.INTEGER, []byte{1}), der.Element(asn1.SET),
		der.Element(asn1.SEQUENCE, oid(cms.OIDData), der.Element(context, der.Element(asn1.OCTET_STRING, m.Content))),
		der.Element(context, m.Certificates[0].Raw),
		der.Element(asn1.SET, slices.Repeat([][]byte{m.Signers[0].Raw}, n)...))))
}
