package account

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/web/letter"
	"github.com/klaster-platform/klaster/ruid"
)

// Disproved ends what a certificate has given to an account, when the certificate turns out to have been revoked (rule T4): all sessions of
// whoever has its confirmed СНИЛС, for any of them may be a stranger's, and the level, if the last thing that happened to it is that a
// certificate raised it since the sign-in. The level comes back with any source that vouches anew. since is when the signature was taken.
// Nobody having the СНИЛС is no error.
func (s *Service) Disproved(ctx context.Context, tx *sqldb.Tx, n ruid.SNILS, since time.Time) error {
	who, err := holderOf(ctx, tx, n)
	if errors.Is(err, sqldb.ErrNoRows) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("look for the СНИЛС: %w", err)
	}
	p, err := s.Person(ctx, tx, who)
	if err != nil {
		return err
	}
	if err := s.endIn(ctx, tx, who, "a revoked certificate", anySession); err != nil {
		return err
	}
	lowered, err := s.disproveLevel(ctx, tx, p, since)
	if err != nil {
		return fmt.Errorf("take the word of a revoked certificate back: %w", err)
	}
	return s.letters.Mail(ctx, tx, string(p.Email), p.Lang, topicLevel, letterDisproved(s.site(p.Lang), p, lowered), letterLife)
}

// disproveLevel takes the level back to what it was before a certificate raised it. Where the СНИЛС came with the certificate it is the
// person's own word no more.
func (s *Service) disproveLevel(ctx context.Context, tx *sqldb.Tx, p Person, since time.Time) (lowered bool, err error) {
	changes, err := levelChanges(ctx, tx, p.ID)
	if err != nil || len(changes) == 0 {
		return false, err
	}
	last := changes[len(changes)-1]
	if last.Source != ByCertificate || last.To != p.Level || last.From >= last.To || last.At.Before(since) {
		return false, nil
	}
	if last.From == actor.Simplified {
		err = clearIdentity(ctx, tx, p.ID)
	} else {
		err = setLevel(ctx, tx, p.ID, last.From)
	}
	if err != nil {
		return false, err
	}
	return true, s.noteLevel(ctx, tx, p, last.From, Vouch{Source: ByCertificate, Reference: last.Reference})
}

// letterDisproved tells a person that a certificate with their СНИЛС was revoked.
func letterDisproved(base string, p Person, lowered bool) letter.Letter {
	l := letter.Letter{
		Subject: i18n.M("Сертификат, по которому вы вошли, отозван", "The certificate by which you signed in was revoked"), Greeting: greeting(p),
		Body: []letter.Block{letter.Paragraph(i18n.M(
			"Удостоверяющий центр сообщил, что сертификат электронной подписи, по которому вошли в вашу учётную запись, отозван. Мы завершили все сеансы. Войдите снова паролем, ключом входа или действующей подписью.",
			"The certification authority said that the certificate by which somebody signed in to your account was revoked. We ended all sessions. Sign in again with a password, a passkey or a signature that is in force."))},
		Why: whyAccount,
	}
	if lowered {
		l.Body = append(l.Body, letter.Paragraph(i18n.M(
			"Этот сертификат подтверждал вашу личность, поэтому уровень учётной записи снижен. Подтвердите личность снова любым способом на странице уровня.",
			"That certificate had confirmed who you are, so the level of the account was lowered. Confirm it again in any way on the page of the level.")))
	}
	l.Body = append(l.Body, button(i18n.M("Открыть страницу уровня", "Open the page of the level"), base, "/profile/level"),
		letter.Note(i18n.M("Если входили не вы, сразу смените пароль и напишите в поддержку.", "If it was not you, change the password at once and write to support.")))
	return l
}
