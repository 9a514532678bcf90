package signer

import (
	"bytes"
	encodingasn1 "encoding/asn1"
	"encoding/pem"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/der"
	"github.com/klaster-platform/klaster/gost/gost3410"
)

const (
	// maxFile is the length in bytes of the longest key file that is read, maxBlocks how many blocks of PEM it may have.
	maxFile   = 1 << 20
	maxBlocks = 100
)

// pair is a key with its certificate, and the certificates that came beside it.
type pair struct {
	key         *gost3410.PrivateKey
	certificate *cert.Certificate
	others      []*cert.Certificate
}

// readPair reads a key in PKCS #8 and its certificate out of one or more files, each in PEM or DER, as `klaster ca issue` writes
// them without a password. Package keyfile reads more forms; with the ciphers and hash functions of passwords, the module would be
// half as large again.
func readPair(files ...[]byte) (*pair, Outcome) {
	var p pair
	var list []*cert.Certificate
	for _, file := range files {
		certificates, outcome := p.read(file)
		if outcome != OK {
			return nil, outcome
		}
		list = append(list, certificates...)
	}
	if p.key == nil {
		return nil, NoKey
	}
	for _, c := range list {
		public, err := c.PublicKey()
		if err == nil && p.certificate == nil && public.Key() != nil && p.key.PublicKey().Equal(public.Key()) {
			p.certificate = c
			continue
		}
		p.others = append(p.others, c)
	}
	if p.certificate == nil {
		return nil, NoCertificate
	}
	return &p, OK
}

// read takes what one file has: a key becomes that of the pair.
func (p *pair) read(file []byte) ([]*cert.Certificate, Outcome) {
	if len(file) > maxFile {
		return nil, BadKey
	}
	if len(file) > 0 && file[0] == byte(asn1.SEQUENCE) {
		return p.block(formOf(file), file)
	}
	var list []*cert.Certificate
	for n, rest := 0, file; n < maxBlocks; n++ {
		var block *pem.Block
		if block, rest = pem.Decode(rest); block == nil {
			break
		}
		certificates, outcome := p.block(block.Type, block.Bytes)
		if outcome != OK {
			return nil, outcome
		}
		list = append(list, certificates...)
	}
	return list, OK
}

// formOf gives a structure in DER the label that it would have in PEM, by its first two elements.
func formOf(file []byte) string {
	seq, err := der.Whole(file, asn1.SEQUENCE)
	var first, second asn1.Tag
	var skipped cryptobyte.String
	if err != nil || !seq.ReadAnyASN1(&skipped, &first) || !seq.ReadAnyASN1(&skipped, &second) {
		return "PRIVATE KEY" // which will be said to be broken
	}
	isKey := seq.PeekASN1Tag(asn1.OCTET_STRING)
	switch {
	case first == asn1.SEQUENCE && second == asn1.SEQUENCE:
		return "CERTIFICATE"
	case first == asn1.INTEGER && second == asn1.SEQUENCE && isKey:
		return "PRIVATE KEY"
	}
	return "ENCRYPTED PRIVATE KEY" // or PFX, whose second element is the last or has a code behind it
}

func (p *pair) block(label string, content []byte) ([]*cert.Certificate, Outcome) {
	switch label {
	case "CERTIFICATE", "X509 CERTIFICATE":
		c, err := cert.Parse(content)
		if err != nil {
			return nil, BadCertificate
		}
		return []*cert.Certificate{c}, OK
	case "PRIVATE KEY":
		key, outcome := readKey(content)
		if outcome == OK {
			p.key = key
		}
		return nil, outcome
	case "ENCRYPTED PRIVATE KEY":
		return nil, LockedKey
	case "RSA PRIVATE KEY", "EC PRIVATE KEY":
		return nil, OtherKey
	}
	return nil, OK
}

// readKey reads PrivateKeyInfo (RFC 5208) with a key of ГОСТ Р 34.10-2012: the little-endian octets themselves (RFC 9548), or one
// OCTET STRING around them.
func readKey(content []byte) (*gost3410.PrivateKey, Outcome) {
	seq, err := der.Whole(content, asn1.SEQUENCE)
	var version []byte
	if err != nil || !der.ReadInteger(&seq, &version) || !bytes.Equal(version, []byte{0}) && !bytes.Equal(version, []byte{1}) {
		return nil, BadKey
	}
	id, err := algorithm.ReadIdentifier(&seq)
	var value cryptobyte.String
	if err != nil || !seq.ReadASN1(&value, asn1.OCTET_STRING) {
		return nil, BadKey
	}
	if id.OID != algorithm.OIDKeyGOST256 && id.OID != algorithm.OIDKeyGOST512 {
		return nil, OtherKey
	}
	parameters, err := der.Whole(id.Parameters, asn1.SEQUENCE)
	var oid encodingasn1.ObjectIdentifier
	if err != nil || !parameters.ReadASN1ObjectIdentifier(&oid) {
		return nil, BadKey
	}
	curve, ok := gost3410.CurveByOID(oid)
	if !ok {
		return nil, OtherKey
	}
	if (curve.Size() == 64) != (id.OID == algorithm.OIDKeyGOST512) {
		return nil, BadKey
	}
	octets := value
	if len(octets)%curve.Size() != 0 && !der.Inner(value, &octets, asn1.OCTET_STRING) {
		return nil, BadKey
	}
	key, err := curve.NewMaskedPrivateKey(octets)
	if err != nil {
		return nil, BadKey
	}
	return key, OK
}
