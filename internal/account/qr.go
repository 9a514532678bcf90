package account

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/httpx"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// A code to scan lives two minutes and takes three numbers (rule T15).
const (
	QRLife  = 2 * time.Minute
	qrTries = 3
)

// QRState is where a sign-in by QR code stands.
type QRState string

// The states. The last four are ends.
const (
	QRShown    QRState = "shown"    // nobody has opened the link
	QRTaken    QRState = "taken"    // a signed-in person looks at it on a telephone
	QRApproved QRState = "approved" // the waiting browser may come in
	QRUsed     QRState = "used"
	QRRefused  QRState = "refused" // «Это не я»
	QRSpent    QRState = "spent"   // three wrong numbers
	QRExpired  QRState = "expired"
)

// qrProof is how the telephone confirmed.
type qrProof string

const (
	qrBySession qrProof = "session" // it was signed in, in the same network
	qrByPasskey qrProof = "passkey"
)

// QR is one sign-in by a code on a screen.
type QR struct {
	ID      string
	Browser string // that shows the code: «Chrome, Windows»
	Network string // in which it stands
	Next    string
	Created time.Time
	Expires time.Time

	person   actor.PersonID // who took it
	session  string         // in which they took it
	number   string         // MAC
	tries    int
	proof    qrProof
	far      bool // confirmed from another network
	approved bool
	ended    QRState // "" while it goes on
}

// State returns where it stands at a moment.
func (q QR) State(now time.Time) QRState {
	switch {
	case q.ended != "":
		return q.ended
	case !now.Before(q.Expires):
		return QRExpired
	case q.approved:
		return QRApproved
	case q.person != "":
		return QRTaken
	}
	return QRShown
}

// over reports whether nothing more will come of it.
func (s QRState) over() bool { return s != QRShown && s != QRTaken && s != QRApproved }

// Refusals of sign-in by QR code.
var (
	ErrNoQR = fault.New(fault.NotFound, i18n.M(
		"Этот код больше не действует: прошло 2 минуты, им уже воспользовались или он открыт на другом телефоне. Обновите код на том экране, где входите.",
		"This code no longer works: 2 minutes have passed, it has been used, or another phone has it open. Refresh the code on the screen where you sign in."))
	ErrQRNumber = fault.New(fault.Invalid, i18n.M(
		"Число не подошло. Введите две цифры, которые стоят рядом с кодом на другом экране.",
		"The number is not right. Enter the two digits beside the code on the other screen."))
	ErrQRSpent = fault.New(fault.NotFound, i18n.M(
		"Число не подошло три раза, поэтому код больше не действует. Обновите его на том экране, где входите.",
		"The number was wrong three times, so the code no longer works. Refresh it on the screen where you sign in."))
	ErrQRFar = fault.New(fault.Forbidden, i18n.M(
		"Тот экран — в другой сети, а так код могут подсунуть мошенники. Поэтому вход разрешается только ключом доступа, а у вас его пока нет. Войдите на том устройстве по паролю или добавьте ключ доступа на странице «Безопасность».",
		"That screen is in another network, and that is how swindlers pass codes on. So it takes a passkey, and you have none yet. Sign in on that device with your password, or add a passkey on the page “Security”."))
	ErrQRMoved = fault.New(fault.Forbidden, i18n.M(
		"Пока вы подтверждали вход, этот браузер сменил сеть. Покажите новый код и отсканируйте его.",
		"While you confirmed the sign-in this browser changed its network. Show a new code and scan it."))
	ErrQRUnsure = fault.New(fault.Forbidden, i18n.M(
		"Сеанс на этом телефоне открыт по коду из другой сети и ещё не подтверждён. Сначала подтвердите, что это вы.",
		"The session on this phone was opened by a code from another network and has not been confirmed. Confirm first that it is you."))
)

// ShowQR begins a sign-in in a browser and returns the secret that the browser keeps.
func (s *Service) ShowQR(ctx context.Context, b Browser, next string) (id.Secret, error) {
	if err := s.throttleQR(ctx); err != nil {
		return "", err
	}
	secret := id.NewSecret()
	now := s.clock.Now()
	q := QR{ID: id.New(), Browser: b.Name, Network: httpx.InfoOf(ctx).Network(), Next: next, Created: now, Expires: now.Add(QRLife)}
	q.number = s.codeMAC(q.ID, "qr.number", s.qrNumber(secret))
	err := s.db.Update(ctx, func(tx *sqldb.Tx) error { return insertQR(ctx, tx, q, secret.Hash(), s.qrCodeMAC(s.qrCode(secret))) })
	if err != nil {
		return "", fmt.Errorf("show a QR code: %w", err)
	}
	return secret, nil
}

// ShownQR is what the waiting browser shows.
type ShownQR struct {
	QR
	State  QRState
	Code   string // of the link
	Number string // of two digits
}

// WaitingQR returns the sign-in that a browser waits for. Looking changes nothing.
func (s *Service) WaitingQR(ctx context.Context, secret id.Secret) (ShownQR, error) {
	var q QR
	err := s.db.View(ctx, func(r sqldb.Querier) (err error) {
		q, err = qrByBrowser(ctx, r, secret.Hash())
		return err
	})
	switch {
	case errors.Is(err, sqldb.ErrNoRows):
		return ShownQR{}, ErrNoQR
	case err != nil:
		return ShownQR{}, fmt.Errorf("read the QR code: %w", err)
	}
	return ShownQR{q, q.State(s.clock.Now()), s.qrCode(secret), s.qrNumber(secret)}, nil
}

// ScannedQR is what the telephone shows.
type ScannedQR struct {
	QR
	State   QRState // when it is not [QRShown], it is this session that has it
	Far     bool    // the screen is in another network
	Passkey bool    // the person has one, so it is asked for
}

// Refused reports whether the way is closed: another network, and no passkey.
func (s ScannedQR) Refused() bool { return s.Far && !s.Passkey }

// ScannedQR returns what stands behind a code that a signed-in person scanned. Looking changes nothing.
func (s *Service) ScannedQR(ctx context.Context, code string, a actor.Actor) (sc ScannedQR, err error) {
	err = s.db.View(ctx, func(r sqldb.Querier) error {
		sc, err = s.scanned(ctx, r, code, a)
		return err
	})
	return sc, err
}

func (s *Service) scanned(ctx context.Context, r sqldb.Querier, code string, a actor.Actor) (ScannedQR, error) {
	q, err := qrByCode(ctx, r, s.qrCodeMAC(code))
	switch {
	case errors.Is(err, sqldb.ErrNoRows):
		return ScannedQR{}, ErrNoQR
	case err != nil:
		return ScannedQR{}, fmt.Errorf("read the QR code: %w", err)
	}
	state := q.State(s.clock.Now())
	mine := q.person == a.Person && q.session == a.Session
	if state == QRExpired || state == QRSpent || state != QRShown && !mine {
		return ScannedQR{}, ErrNoQR
	}
	passkey, err := s.passkeys.has(ctx, r, a.Person)
	if err != nil {
		return ScannedQR{}, fmt.Errorf("look for a passkey: %w", err)
	}
	here := httpx.InfoOf(ctx).Network()
	return ScannedQR{q, state, here == "" || here != q.Network, passkey}, nil
}

// TakeQR lets the signed-in person go on with a code: nobody else can any more.
func (s *Service) TakeQR(ctx context.Context, code string, a actor.Actor) error {
	if err := s.throttleQRBy(ctx, a.Person); err != nil {
		return err
	}
	return s.db.Update(ctx, func(tx *sqldb.Tx) error {
		sc, err := s.scanned(ctx, tx, code, a)
		switch {
		case err != nil || sc.State == QRTaken:
			return err
		case sc.State != QRShown:
			return ErrNoQR
		case sc.Refused():
			return ErrQRFar
		}
		taken, err := takeQR(ctx, tx, sc.ID, a.Person, a.Session)
		if err != nil {
			return fmt.Errorf("take the QR code: %w", err)
		}
		if !taken {
			return ErrNoQR
		}
		return s.record(ctx, tx, a.Person, "account.qr_taken", sc.ID)
	})
}

// RefuseQR ends a sign-in: the person says that it is not theirs.
func (s *Service) RefuseQR(ctx context.Context, code string, a actor.Actor) error {
	return s.db.Update(ctx, func(tx *sqldb.Tx) error {
		sc, err := s.scanned(ctx, tx, code, a)
		switch {
		case err != nil:
			return err
		case sc.State.over():
			return ErrNoQR
		}
		if _, err := takeQR(ctx, tx, sc.ID, a.Person, a.Session); err != nil {
			return fmt.Errorf("take the QR code: %w", err)
		}
		if err := s.endQR(ctx, tx, sc.ID, QRRefused); err != nil {
			return err
		}
		return s.record(ctx, tx, a.Person, "account.qr_refused", sc.ID)
	})
}

// ApproveQR lets the waiting browser in, when the number is the one beside the code. proof is what the passkey of the
// telephone signed, nil when the person has none. A wrong number is counted whatever follows, so the verdict leaves the
// transaction by a variable.
func (s *Service) ApproveQR(ctx context.Context, code string, a actor.Actor, number string, proof passkeyProof) error {
	var verdict *fault.Fault
	err := s.db.Update(ctx, func(tx *sqldb.Tx) (err error) {
		verdict, err = s.approveQR(ctx, tx, code, a, number, proof)
		return err
	})
	if err == nil && verdict != nil {
		err = verdict
	}
	return err
}

func (s *Service) approveQR(ctx context.Context, tx *sqldb.Tx, code string, a actor.Actor, number string, proof passkeyProof) (*fault.Fault, error) {
	sc, err := s.scanned(ctx, tx, code, a)
	switch {
	case err != nil:
		return nil, err
	case sc.State != QRTaken:
		return nil, ErrNoQR
	case sc.Refused():
		return nil, ErrQRFar
	}
	if !hmac.Equal([]byte(sc.number), []byte(s.codeMAC(sc.ID, "qr.number", number))) {
		return s.wrongNumber(ctx, tx, sc.QR, a)
	}
	by := qrBySession
	if sc.Passkey {
		if verdict, err := s.passkeys.confirm(ctx, tx, a, proof); err != nil || verdict != nil {
			return verdict, err
		}
		by = qrByPasskey
	} else if !a.Proved() {
		return nil, ErrQRUnsure // else a chain of codes would lead from an unproved session to a better one
	}
	ok, err := approveQR(ctx, tx, sc.ID, by, sc.Far, s.clock.Now())
	switch {
	case err != nil:
		return nil, fmt.Errorf("approve the QR code: %w", err)
	case !ok:
		return nil, ErrNoQR
	}
	return nil, s.record(ctx, tx, a.Person, "account.qr_approved."+string(by), sc.ID)
}

func (s *Service) wrongNumber(ctx context.Context, tx *sqldb.Tx, q QR, a actor.Actor) (*fault.Fault, error) {
	if err := countQRTry(ctx, tx, q.ID); err != nil {
		return nil, fmt.Errorf("count a number: %w", err)
	}
	if q.tries+1 < qrTries {
		return ErrQRNumber, nil
	}
	if err := s.endQR(ctx, tx, q.ID, QRSpent); err != nil {
		return nil, err
	}
	return ErrQRSpent, s.record(ctx, tx, a.Person, "account.qr_spent", q.ID)
}

func (s *Service) endQR(ctx context.Context, tx *sqldb.Tx, qr string, why QRState) error {
	if _, err := endQR(ctx, tx, qr, s.clock.Now(), why); err != nil {
		return fmt.Errorf("end the QR code: %w", err)
	}
	return nil
}

// SignInByQR opens the session in the browser that showed the code, once. The session that approved must still live, and
// the browser must stand where the telephone was told that it stands.
func (s *Service) SignInByQR(ctx context.Context, secret id.Secret, b Browser) (in Entry, err error) {
	err = s.db.Update(ctx, func(tx *sqldb.Tx) error {
		q, err := qrByBrowser(ctx, tx, secret.Hash())
		switch {
		case errors.Is(err, sqldb.ErrNoRows):
			return ErrNoQR
		case err != nil:
			return fmt.Errorf("read the QR code: %w", err)
		case q.State(s.clock.Now()) != QRApproved:
			return ErrNoQR
		case q.Network != httpx.InfoOf(ctx).Network():
			return ErrQRMoved
		}
		in, err = s.openByQR(ctx, tx, q, b)
		return err
	})
	if err != nil {
		return Entry{}, fmt.Errorf("sign in by QR code: %w", err)
	}
	return in, nil
}

func (s *Service) openByQR(ctx context.Context, tx *sqldb.Tx, q QR, b Browser) (Entry, error) {
	now := s.clock.Now()
	used, err := endQR(ctx, tx, q.ID, now, QRUsed)
	if err != nil {
		return Entry{}, fmt.Errorf("use the QR code: %w", err)
	}
	if !used {
		return Entry{}, ErrNoQR
	}
	// Taking hold of the row makes this and an end of that session follow one another: what a person ended lets nobody in.
	confirmed, err := holdSession(ctx, tx, q.session, now, now.Add(-s.config.SessionIdle))
	switch {
	case errors.Is(err, sqldb.ErrNoRows):
		return Entry{}, ErrNoQR
	case err != nil:
		return Entry{}, fmt.Errorf("look at the session that approved: %w", err)
	}
	p, err := personByID(ctx, tx, q.person)
	if err != nil {
		return Entry{}, fmt.Errorf("read the person: %w", err)
	}
	in, err := s.admit(ctx, tx, p, q.method(), b)
	if err != nil || in.Half() || q.proof == qrByPasskey {
		return in, err
	}
	// Nothing was proved just now: the session is as fresh as the one that let it in.
	return in, setConfirmed(ctx, tx, in.Session.Hash(), confirmed)
}

// method is the way in of a code that was confirmed.
func (q QR) method() method {
	switch {
	case q.far:
		return byQRFar
	case q.proof == qrByPasskey:
		return byQRAndPasskey
	}
	return byQR
}

// qrAlphabet has neither I and L, which look like 1, nor O, nor U.
var qrAlphabet = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

// qrCode is the code of the link: ten characters, 50 bits. It lives two minutes, and only somebody signed in may try one.
func (s *Service) qrCode(secret id.Secret) string {
	return qrAlphabet.EncodeToString(s.derive("qr.code", secret))[:10]
}

// qrNumber is the number beside the code: 10 to 99.
func (s *Service) qrNumber(secret id.Secret) string {
	return fmt.Sprintf("%d", 10+binary.BigEndian.Uint64(s.derive("qr.number", secret))%90)
}

func (s *Service) qrCodeMAC(code string) string { return s.codeMAC("", "qr.code", qrTyped(code)) }

// qrTyped reads a code as people type it.
func qrTyped(code string) string {
	if len(code) > 64 {
		return ""
	}
	return strings.NewReplacer("-", "", " ", "", "o", "0", "i", "1", "l", "1").Replace(strings.ToLower(code))
}

// derive makes of a browser's secret another value that only this installation can make.
func (s *Service) derive(what string, secret id.Secret) []byte {
	mac := hmac.New(sha256.New, s.key)
	fmt.Fprintf(mac, "derive\x00%s\x00%s", what, secret)
	return mac.Sum(nil)
}
