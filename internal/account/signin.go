package account

import (
	"context"
	"errors"
	"fmt"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/ruid"
)

// ErrCredentials is the one answer to an unknown e-mail, number or СНИЛС and to a wrong password.
var ErrCredentials = fault.New(fault.Invalid, i18n.M(
	"Почта, телефон, СНИЛС или пароль не подошли. Проверьте раскладку клавиатуры и попробуйте ещё раз или восстановите пароль.",
	"The email, the number, the SNILS or the password is not right. Check the keyboard layout and try again, or recover the password."))

// SignIn lets in the owner of an e-mail or a mobile number who knows the password. Whatever is wrong, it
// costs the same work and gives the same answer.
func (s *Service) SignIn(ctx context.Context, login, secret string, b Browser) (Entry, error) {
	p, err := s.find(ctx, login)
	if err != nil {
		return Entry{}, fmt.Errorf("sign in: %w", err)
	}
	attempt, err := s.throttleSignIn(ctx, login, p, b)
	if err != nil {
		return Entry{}, err
	}
	right, err := s.hasher.Verify(ctx, secret, p.hash)
	if err != nil {
		return Entry{}, fmt.Errorf("sign in: %w", err)
	}
	if !right {
		return Entry{}, ErrCredentials
	}
	var in Entry
	err = s.db.Update(ctx, func(tx *sqldb.Tx) error {
		// The password may have been changed while the hash was computed. Taking hold of the row makes this sign-in and
		// a recovery follow one another: a session by the old password never outlives it.
		same, err := holdPassword(ctx, tx, p.ID, p.hash)
		if err != nil {
			return fmt.Errorf("hold the account: %w", err)
		}
		if !same {
			return ErrCredentials
		}
		person, err := personByID(ctx, tx, p.ID)
		if err != nil {
			return err
		}
		if err := attempt.forgive(ctx, tx); err != nil {
			return err
		}
		in, err = s.admit(ctx, tx, person, byPassword, b)
		return err
	})
	if err != nil {
		return Entry{}, fmt.Errorf("sign in: %w", err)
	}
	return in, nil
}

// candidate is who a login may mean: the zero value when nobody has it.
type candidate struct {
	Person
	hash string
}

func (s *Service) find(ctx context.Context, login string) (c candidate, err error) {
	// Two states of the store will do: what is found here is held and read again before a session is opened.
	q := s.db.Single()
	if c.Person, err = s.byLogin(ctx, q, login); err == nil {
		c.hash, err = passwordOf(ctx, q, c.ID)
	}
	if errors.Is(err, sqldb.ErrNoRows) {
		return candidate{}, nil
	}
	return c, err
}

// byLogin finds the person by e-mail, mobile number or confirmed СНИЛС; [sqldb.ErrNoRows] when nobody has it. Eleven
// digits without separators may be a number and a СНИЛС: then whoever has the number comes first.
func (s *Service) byLogin(ctx context.Context, q sqldb.Querier, login string) (Person, error) {
	l, _ := ParseLogin(login) // what is no login is nobody's: no СНИЛС is ""
	p, err := s.named(ctx, q, l)
	if n, bad := ruid.ParseSNILS(login); l.Kind == LoginPhone && bad == nil && errors.Is(err, sqldb.ErrNoRows) {
		return personByOwnSNILS(ctx, q, n)
	}
	return p, err
}

// Person returns a person by id.
func (s *Service) Person(ctx context.Context, q sqldb.Querier, p actor.PersonID) (Person, error) {
	person, err := personByID(ctx, q, p)
	if errors.Is(err, sqldb.ErrNoRows) {
		return Person{}, ErrNoPerson
	}
	return person, err
}

// ErrNoPerson says that there is no such account.
var ErrNoPerson = fault.New(fault.NotFound, i18n.M("Такой учётной записи нет.", "There is no such account."))
