package account

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
)

// Passkey is a passkey (ключ доступа) or a security key (ключ безопасности) of a person, by WebAuthn.
type Passkey struct {
	ID       string
	Alone    bool // a passkey: verifies the person and opens a session by itself; else a second factor
	Name     string
	BackedUp bool // its maker keeps a copy, so that it is on several devices
	Created  time.Time
	Used     time.Time // zero when never

	person actor.PersonID
	record webauthn.Credential
}

// Limits of what a browser may send and a person may have.
const (
	answerMax  = 24 << 10 // bytes of JSON; a real answer has one or two thousand
	keyMax     = 20       // keys of a person
	keyNameMax = 60       // characters
)

// Refusals of keys.
var (
	ErrKeyAnswer = fault.New(fault.Invalid, i18n.M(
		"Ключ не подошёл. Попробуйте ещё раз или выберите другой способ.",
		"The key was not accepted. Try again or choose another way."))
	ErrKeyUnknown = fault.New(fault.Invalid, i18n.M(
		"Этот ключ больше не привязан к учётной записи. Войдите другим способом, а ключ удалите на устройстве.",
		"This key no longer belongs to an account. Sign in another way and remove the key from your device."))
	ErrKeyCloned = fault.New(fault.Invalid, i18n.M(
		"Похоже, у этого ключа есть копия: его счётчик отстал. Войдите другим способом, удалите ключ и добавьте его заново.",
		"This key seems to have a copy: its counter is behind. Sign in another way, remove the key and add it again."))
	ErrKeyKnown = fault.New(fault.Conflict, i18n.M(
		"Этот ключ уже добавлен.", "This key has been added already."))
	ErrKeysFull = fault.New(fault.Conflict, i18n.M(
		"Ключей уже 20. Удалите ненужные и добавьте новый.",
		"There are 20 keys already. Remove those that you do not need and add the new one."))
	ErrNoKey = fault.New(fault.NotFound, i18n.M(
		"Такого ключа нет: возможно, он уже удалён.", "There is no such key; maybe it has been removed already."))
	ErrKeysOff = fault.New(fault.Unavailable, i18n.M(
		"На этой установке ключи не работают: её адрес — не имя сайта. Войдите другим способом.",
		"Keys do not work on this installation, because its address is no name. Sign in another way."))
)

// KeysWork reports whether browsers take keys of this site: its address is a name.
func (s *Service) KeysWork() bool { return s.keys != nil }

// relyingParty is this site to keys: its name is the host of the base URL. It is nil when the host is a bare address,
// which browsers refuse.
func relyingParty(baseURL, name string) (*webauthn.WebAuthn, error) {
	u, err := url.Parse(baseURL)
	if err != nil {
		return nil, fmt.Errorf("read the base URL: %w", err)
	}
	if named := protocol.ValidateRPID(u.Hostname()) == nil; !named {
		return nil, nil
	}
	timeout := webauthn.TimeoutConfig{Timeout: CeremonyLife, TimeoutUVD: CeremonyLife}
	return webauthn.New(&webauthn.Config{
		RPID: u.Hostname(), RPDisplayName: name, RPOrigins: []string{baseURL},
		AttestationPreference:             protocol.PreferNoAttestation,
		Timeouts:                          webauthn.TimeoutsConfig{Login: timeout, Registration: timeout},
		ExtensionsUnsolicitedOutputPolicy: protocol.UnsolicitedOutputPolicyIgnore, // no output of an extension is used
	})
}

// holder is a person as the library of keys sees them.
type holder struct {
	handle []byte
	person Person
	keys   []Passkey
}

func (h holder) WebAuthnID() []byte          { return h.handle }
func (h holder) WebAuthnName() string        { return string(h.person.Email) }
func (h holder) WebAuthnDisplayName() string { return h.person.Name.Short() }
func (h holder) WebAuthnCredentials() []webauthn.Credential {
	list := make([]webauthn.Credential, len(h.keys))
	for i, k := range h.keys {
		list[i] = k.record
	}
	return list
}

func (h holder) key(credential []byte) (Passkey, bool) {
	for _, k := range h.keys {
		if string(k.record.ID) == string(credential) {
			return k, true
		}
	}
	return Passkey{}, false
}

func descriptors(keys []Passkey) []protocol.CredentialDescriptor {
	list := make([]protocol.CredentialDescriptor, len(keys))
	for i, k := range keys {
		list[i] = k.record.Descriptor()
	}
	return list
}

var errAnswer = errors.New("account: the answer of a key cannot be read")

// readAssertion reads what a key answered when it was asked to prove that it is there.
func readAssertion(answer []byte) (*protocol.ParsedCredentialAssertionData, error) {
	if err := soundAnswer(answer); err != nil {
		return nil, err
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes(answer)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errAnswer, err)
	}
	return parsed, nil
}

// readAttestation reads what a new key tells of itself.
func readAttestation(answer []byte) (*protocol.ParsedCredentialCreationData, error) {
	if err := soundAnswer(answer); err != nil {
		return nil, err
	}
	parsed, err := protocol.ParseCredentialCreationResponseBytes(answer)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errAnswer, err)
	}
	return parsed, nil
}

// soundAnswer bounds the JSON before a parser sees it: its size and its depth.
func soundAnswer(answer []byte) error {
	if len(answer) == 0 || len(answer) > answerMax || !json.Valid(answer) {
		return errAnswer
	}
	depth, text := 0, false
	for i := 0; i < len(answer); i++ {
		switch c := answer[i]; {
		case text && c == '\\':
			i++
		case c == '"':
			text = !text
		case text:
		case c == '{' || c == '[':
			if depth++; depth > 8 {
				return errAnswer
			}
		case c == '}' || c == ']':
			depth--
		}
	}
	return nil
}

func encode(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }
