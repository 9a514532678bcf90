package signature

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"time"
)

// challengeMark begins every text of a sign-in, and no document (T14).
const challengeMark = "KLASTER-LOGIN/1"

// challenge is the text that is signed to sign in (T14): a plain text that no document can be, which names the site, what
// it is for, whose account and which browser it is for, when it ends, and 256 random bits. The browser's secret is not in
// it: the hash of it is.
func (s *Service) challenge(r Request) string {
	random := make([]byte, 32)
	_, _ = rand.Read(random) // it never fails
	account := string(r.Person)
	if account == "" {
		account = "none"
	}
	return fmt.Sprintf(challengeMark+"\n"+
		"origin: %s\n"+
		"purpose: %s\n"+
		"account: %s\n"+
		"browser: %s\n"+
		"expires: %s\n"+
		"random: %s\n"+
		"\n"+
		"Этой подписью вы входите на сайт. Она не соглашается ни с чем другим и не является подписью документа.\n",
		s.origin, r.Purpose, account, r.browser, r.Expires.UTC().Format(time.RFC3339), base64.RawURLEncoding.EncodeToString(random))
}

// isChallenge reports whether signed content is the text of a sign-in, of this request or any other.
func isChallenge(content []byte) bool { return bytes.HasPrefix(content, []byte(challengeMark)) }
