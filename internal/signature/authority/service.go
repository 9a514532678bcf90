package authority

import (
	"bytes"
	"crypto/rand"
	"time"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/revocation"
	"github.com/klaster-platform/klaster/esign/trialca"
	"github.com/klaster-platform/klaster/esign/tsp"
	"github.com/klaster-platform/klaster/internal/platform/clock"
)

// List signs the list of what was revoked: that of the root is about the authority below it. next is when the list after
// it comes.
func (a *Authority) List(root bool, next time.Duration) (*revocation.CRL, error) {
	if root {
		return a.Root.CRL(next)
	}
	return a.Issuing.CRL(next)
}

// Status answers an OCSP request.
func (a *Authority) Status(request []byte, next time.Duration) ([]byte, error) {
	if a.forRoot(request) {
		return a.Root.Responder().Respond(request, next)
	}
	responder, err := a.responder()
	if err != nil {
		return nil, err
	}
	return responder.Respond(request, next)
}

func (a *Authority) responder() (*trialca.Responder, error) {
	c, key, err := a.pair(OCSP)
	if err != nil {
		return nil, err
	}
	return a.Issuing.OpenResponder(c, key)
}

// forRoot reports whether the first question of a request is about a certificate of the root.
func (a *Authority) forRoot(request []byte) bool {
	r, err := revocation.ParseRequest(request)
	if err != nil || len(r.IDs) == 0 {
		return false
	}
	d, err := algorithm.DigestOf(r.IDs[0].Hash)
	if err != nil {
		return false
	}
	id, err := revocation.NewCertID(a.Issuing.Certificate(), a.Root.Certificate(), d)
	return err == nil && bytes.Equal(id.NameHash, r.IDs[0].NameHash) && bytes.Equal(id.KeyHash, r.IDs[0].KeyHash)
}

// Stamp answers a time-stamp request.
func (a *Authority) Stamp(request []byte) ([]byte, error) {
	c, key, err := a.pair(TSA)
	if err != nil {
		return nil, err
	}
	service := &tsp.Authority{
		Key: key, Certificate: c, Chain: []*cert.Certificate{a.Issuing.Certificate()},
		Policy: cert.OIDTrialPolicy, Accuracy: time.Second, Now: clock.System{}.Now, Serial: stampSerial,
	}
	return service.Respond(request)
}

// stampSerial draws a number of 127 random bits: none comes twice, and nothing has to be remembered.
func stampSerial() ([]byte, error) {
	serial := make([]byte, 16)
	if _, err := rand.Read(serial); err != nil {
		return nil, err
	}
	serial[0] = serial[0]&0x3f | 0x40
	return serial, nil
}
