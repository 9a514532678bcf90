package mail

import "crypto/x509"

// Trust makes the sender trust a certificate of the test's own making.
func (s *SMTP) Trust(roots *x509.CertPool) { s.roots = roots }
