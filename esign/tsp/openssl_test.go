package tsp_test

import (
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/cms"
	"github.com/klaster-platform/klaster/esign/cms/cmstest"
	"github.com/klaster-platform/klaster/esign/tsp"
	"github.com/klaster-platform/klaster/gost/gost3410"
	"github.com/klaster-platform/klaster/internal/opensslgost"
)

const authorityConfiguration = `[tsa]
default_tsa=t
[t]
serial=${SERIAL}
crypto_device=builtin
signer_digest=${DIGEST}
default_policy=1.2.3.4.1
digests=md_gost12_256,md_gost12_512
accuracy=secs:1,millisecs:500,microsecs:7
ordering=yes
tsa_name=yes
ess_cert_id_alg=${DIGEST}
`

func digestName(c *gost3410.Curve) (string, algorithm.Digest) {
	if c.Size() == 64 {
		return "md_gost12_512", algorithm.Streebog512
	}
	return "md_gost12_256", algorithm.Streebog256
}

// TestOpenSSLVerifiesOurs: openssl ts -verify takes our answers to its requests, on every curve.
func TestOpenSSLVerifiesOurs(t *testing.T) {
	opensslgost.Require(t)
	for name, c := range cmstest.Curves() {
		t.Run(name, func(t *testing.T) {
			a := authority(t, c)
			digest, _ := digestName(c)
			data := cmstest.File(t, "data", stamped)
			query := opensslgost.Run(t, nil, "ts", "-query", "-data", data, "-"+digest, "-cert")
			reply, err := a.Respond(query)
			if err != nil {
				t.Fatal(err)
			}
			verify := []string{
				"ts", "-verify", "-queryfile", cmstest.File(t, "req", query), "-in", cmstest.File(t, "resp", reply),
				"-CAfile", cmstest.File(t, "ca.pem", cert.PEM(a.Chain[0])), "-attime", strconv.FormatInt(cmstest.Now.Unix(), 10),
			}
			opensslgost.Run(t, nil, verify...)
			other := opensslgost.Run(t, nil, "ts", "-query", "-data", cmstest.File(t, "other", []byte("другое")), "-"+digest)
			verify[3] = cmstest.File(t, "other.req", other)
			if _, err := opensslgost.Try(t, nil, verify...); err == nil {
				t.Error("openssl verifies anything")
			}
		})
	}
}

// TestOursVerifiesOpenSSL: we take what openssl ts -reply makes of our requests, on every curve.
func TestOursVerifiesOpenSSL(t *testing.T) {
	opensslgost.Require(t)
	for name, c := range cmstest.Curves() {
		t.Run(name, func(t *testing.T) {
			a := authority(t, c)
			name, d := digestName(c)
			request := &tsp.Request{Imprint: tsp.NewImprint(d, stamped), Nonce: []byte{0x12, 0x34}, CertReq: true}
			query, err := request.Encode()
			if err != nil {
				t.Fatal(err)
			}
			key, certificate := cmstest.Holder{Key: a.Key, Certificate: a.Certificate}.Files(t)
			values := map[string]string{"SERIAL": filepath.Join(t.TempDir(), "serial"), "DIGEST": name}
			configuration := os.Expand(authorityConfiguration, func(k string) string { return values[k] })
			reply := opensslgost.Run(t, nil, "ts", "-reply", "-config", cmstest.File(t, "ts.cnf", []byte(configuration)), "-section", "t",
				"-queryfile", cmstest.File(t, "req", query), "-signer", certificate, "-inkey", key)
			response, err := tsp.ParseResponse(reply)
			if err != nil || response.Err() != nil {
				t.Fatal(err, response.Err())
			}
			token := response.Token
			if err := token.Answers(request); err != nil {
				t.Error(err)
			}
			if err := token.Verify(token.Certificate(), stamped, nil).Err(cms.Full); err != nil {
				t.Error(err)
			}
			if !token.Ordering || token.Name == nil || token.Accuracy.String() != "1.500007s" {
				t.Errorf("token %+v", token)
			}
		})
	}
}
