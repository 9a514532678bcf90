package organisation

import (
	"context"
	"errors"
	"fmt"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/web/letter"
)

// disproof is why rights have ended that rested on a certificate which turned out to be revoked. It is stored, so the word never changes.
const disproof = "disproof"

var (
	whyDisproof = i18n.M("Сертификат, по которому вы вошли в кабинет, отозван. Войдите по действующей подписи, и кабинет откроется снова.",
		"The certificate by which you entered it was revoked. Enter by a signature that is in force, and the account opens again.")
	reasonDisproof = i18n.M("Отозван сертификат, которым подписано назначение.", "The certificate that signed the appointment was revoked.")
)

// Disproved ends what rests on sign-ins by a certificate that the second asking has found revoked (rule T4): whoever entered an organisation
// account by it signs no more and loses the sessions until they enter anew by a certificate that stands; the certificate leaves the
// register of signatures, and trusted persons wait for somebody to confirm them, as after a new head. Told twice, it ends them once.
func (s *Service) Disproved(ctx context.Context, tx *sqldb.Tx, certificate string) error {
	list, err := signersBy(ctx, tx, certificate)
	if err != nil {
		return fmt.Errorf("list who signs by a certificate: %w", err)
	}
	for _, signer := range list {
		if err := s.disproveSigner(ctx, tx, signer); err != nil {
			return fmt.Errorf("end the rights by a revoked certificate: %w", err)
		}
	}
	return nil
}

func (s *Service) disproveSigner(ctx context.Context, tx *sqldb.Tx, signer Signatory) error {
	c, err := cabinetByID(ctx, tx, signer.Organisation)
	if err != nil {
		return fmt.Errorf("read the cabinet: %w", err)
	}
	if err := holdCabinet(ctx, tx, c.ID); err != nil {
		return fmt.Errorf("hold the cabinet: %w", err)
	}
	human, err := s.people.Human(ctx, tx, signer.Person)
	if err != nil {
		return err
	}
	gone, err := s.dismiss(ctx, tx, c, signer, dismissal{
		why: disproof, sessions: "a revoked certificate", says: whyDisproof,
		tell: func(to Human) letter.Letter { return letterDisproved(s.site(to.Lang), to, c, human.Name) },
	})
	if err != nil || !gone {
		return err
	}
	if _, err := removeCertificate(ctx, tx, c.ID, signer.Certificate, "", s.clock.Now()); err != nil {
		return fmt.Errorf("take the certificate out of the register: %w", err)
	}
	return s.holdTrusted(ctx, tx, c)
}

// GrantDisproved ends an appointment whose signature the second asking has found to be by a revoked certificate: whoever has a stolen key would
// otherwise leave somebody behind.
func (s *Service) GrantDisproved(ctx context.Context, tx *sqldb.Tx, signature string) error {
	g, err := grantBySignature(ctx, tx, signature)
	if errors.Is(err, sqldb.ErrNoRows) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("look for the grant of a signature: %w", err)
	}
	c, err := cabinetByID(ctx, tx, g.Organisation)
	if err != nil {
		return fmt.Errorf("read the cabinet: %w", err)
	}
	return s.end(ctx, tx, c, g, Revoked, actor.PersonID(""), reasonDisproof)
}

// letterDisproved tells the representatives that somebody entered by a certificate that was revoked.
func letterDisproved(base string, to Human, c Cabinet, name string) letter.Letter {
	return letter.Letter{
		Subject: i18n.M("Отозван сертификат представителя", "The certificate of a representative was revoked"), Greeting: greeting(to),
		Body: []letter.Block{
			letter.Paragraph(i18n.F("%s входит в кабинет организации «%s» по сертификату, который отозван. Право подписи закончилось, пока человек не войдёт по действующему сертификату. Посмотрите, что сделано за последние дни.",
				"%s enters the account of “%s” by a certificate that was revoked. The right to sign has ended until they enter by a certificate that is in force. Look what was done in the last days.").With(name, c.Name)),
			button(openEmployees, base, c.Path()+"/people"), letter.Note(noteSignerUnlike),
		},
		Why: whyOrganisation,
	}
}
