package outbound

import (
	"slices"
	"time"
)

// Purpose says what a request is for and so what it may do. It is also a label of the metrics.
type Purpose string

// The purposes. Mail and Scanner are for [Client.Dial], all others for HTTP.
const (
	Webhook  Purpose = "webhook"  // an integrator's address gets an event
	CRL      Purpose = "crl"      // certificate revocation list (RFC 5280 §4.2.1.13)
	OCSP     Purpose = "ocsp"     // state of one certificate (RFC 6960)
	AIA      Purpose = "aia"      // certificate of an issuer (RFC 5280 §4.2.2.1)
	TSA      Purpose = "tsa"      // timestamp (RFC 3161)
	List     Purpose = "list"     // trusted list, register file, calendar
	Register Purpose = "register" // question to a state register or to a service that has one
	DaData   Purpose = "dadata"   // question to a commercial copy of the registers
	// Embedding is a service that makes vectors of texts for the search.
	Embedding Purpose = "embedding"
	OIDC      Purpose = "oidc"    // outside identity provider
	SMS       Purpose = "sms"     // SMS gateway
	S3        Purpose = "s3"      // object store
	Mail      Purpose = "mail"    // SMTP relay
	Scanner   Purpose = "scanner" // virus scanner over TCP
)

// Limits is what requests of one purpose are held to.
type Limits struct {
	// Body bounds the answer in bytes, after unpacking, and just so before.
	Body int64
	// Time bounds the exchange from resolving the name to the last byte of the answer. For Dial it bounds connecting.
	Time time.Duration
	// Ports are allowed for hosts that are not listed.
	Ports []uint16
	// Plain allows http for hosts that are not listed.
	Plain bool
	// raw is set for protocols other than HTTP.
	raw bool
}

const (
	kib = 1 << 10
	mib = 1 << 20
	gib = 1 << 30
)

// standard gives the limits of each purpose. The figures: the largest accredited CA publishes lists of some 10 MiB, the
// trusted list of Минцифры has some 20 MiB, OCSP answers and tokens with whole chains stay under 64 KiB.
func standard() map[Purpose]Limits {
	web := []uint16{80, 443}
	tls := []uint16{443}
	return map[Purpose]Limits{
		Webhook:  {Body: 64 * kib, Time: 10 * time.Second, Ports: tls},
		CRL:      {Body: 64 * mib, Time: time.Minute, Ports: web, Plain: true},
		OCSP:     {Body: 256 * kib, Time: 15 * time.Second, Ports: web, Plain: true},
		AIA:      {Body: 256 * kib, Time: 15 * time.Second, Ports: web, Plain: true},
		TSA:      {Body: 256 * kib, Time: 15 * time.Second, Ports: web, Plain: true},
		List:     {Body: 128 * mib, Time: 5 * time.Minute, Ports: tls},
		Register: {Body: 4 * mib, Time: 20 * time.Second, Ports: tls},
		DaData:   {Body: 1 * mib, Time: 15 * time.Second, Ports: tls},
		// GigaChat gives out its tokens on port 9443.
		Embedding: {Body: 16 * mib, Time: 30 * time.Second, Ports: []uint16{443, 9443}},
		OIDC:      {Body: 1 * mib, Time: 15 * time.Second, Ports: tls},
		SMS:       {Body: 64 * kib, Time: 15 * time.Second, Ports: tls},
		S3:        {Body: 5 * gib, Time: time.Hour, Ports: tls},
		Mail:      {Time: 15 * time.Second, Ports: []uint16{25, 465, 587}, raw: true},
		Scanner:   {Time: 10 * time.Second, raw: true},
	}
}

// override takes what is set in o. The operator may change how much and how long, not how.
func (l Limits) override(o Limits) Limits {
	if o.Body > 0 {
		l.Body = o.Body
	}
	if o.Time > 0 {
		l.Time = o.Time
	}
	return l
}

func (l Limits) allowsPort(port uint16) bool { return slices.Contains(l.Ports, port) }
