package app

import (
	"context"
	"encoding/hex"
	"fmt"
	"slices"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/web/letter"
	"github.com/klaster-platform/klaster/internal/signature"
	"github.com/klaster-platform/klaster/ruid"
)

// disproved ends what rests on a signature whose certificate the second asking has found revoked (rule T4), in one transaction: a status that
// came by itself, the rights in organisation accounts until their holder enters by a certificate that stands, an appointment that it signed,
// the sessions and the level that it gave. The person, the representatives and the foundation are told by letter.
func (a *App) disproved(ctx context.Context, tx *sqldb.Tx, one signature.Fallen) error {
	c, err := a.Organisation.OpenedBy(ctx, tx, one.Request)
	if err != nil {
		return err
	}
	if c.ID != "" {
		if err := a.Membership.Disproved(ctx, tx, c.ID); err != nil {
			return err
		}
	}
	if err := a.Organisation.GrantDisproved(ctx, tx, one.ID); err != nil {
		return err
	}
	if one.Certificate != nil {
		sum := one.Certificate.SHA256()
		if err := a.Organisation.Disproved(ctx, tx, hex.EncodeToString(sum[:])); err != nil {
			return err
		}
		if n := holderOf(one.Certificate).SNILS; n != "" {
			if err := a.Account.Disproved(ctx, tx, ruid.SNILS(n), one.At); err != nil {
				return err
			}
		}
	}
	return a.tellOffice(ctx, tx, letterFallen(one))
}

// officeLife is how long a letter to the foundation's people is worth sending.
const officeLife = 72 * time.Hour

// tellOffice writes a letter to all operators and owners.
func (a *App) tellOffice(ctx context.Context, tx *sqldb.Tx, m letter.Letter) error {
	members, err := a.Staff.Members(ctx, tx)
	if err != nil {
		return fmt.Errorf("list who works for the foundation: %w", err)
	}
	for _, who := range members {
		roles, err := a.Staff.Roles(ctx, tx, who)
		if err != nil {
			return fmt.Errorf("read what somebody does for the foundation: %w", err)
		}
		if !slices.ContainsFunc(roles, func(r actor.Role) bool { return r == actor.Operator || r == actor.Owner }) {
			continue
		}
		to, err := correspondents{a}.Addressee(ctx, tx, who)
		if err != nil {
			return fmt.Errorf("read whom to write: %w", err)
		}
		if to.Email == "" {
			continue
		}
		m.Greeting = i18n.F("Здравствуйте, %s!", "Hello, %s!").With(to.Greeting)
		if err := (bell{a}).Mail(ctx, tx, to.Email, to.Lang, "office.disproof", m, officeLife); err != nil {
			return err
		}
	}
	return nil
}

// letterFallen tells the foundation of a signature that fell. It names no person: whoever needs the name opens the journal, which notes it.
func letterFallen(one signature.Fallen) letter.Letter {
	return letter.Letter{
		Subject: i18n.M("Отозван сертификат подписи", "The certificate of a signature was revoked"),
		Body: []letter.Block{
			letter.Paragraph(i18n.F("Повторный запрос показал, что сертификат подписи от %s отозван (номер подписи %s). Сеансы владельца завершены, права и статус, которые держались на этом сертификате, прекращены, ему и представителям организации отправлены письма.",
				"A second asking found that the certificate of a signature of %s was revoked (signature %s). The sessions of its holder are ended, so are the rights and the status that rested on it; the holder and the representatives were written to.").
				With(i18n.Date(one.At), one.ID)),
			letter.Paragraph(i18n.M("Владелец или аудитор может посмотреть в журнале, что сделано с этим сертификатом за последние дни: номер подписи там назван.",
				"An owner or an auditor can look in the journal what was done with this certificate in the last days: it names the number of the signature.")),
		},
		Why: i18n.M("Вы получили это письмо, потому что работаете в фонде.", "You received this letter because you work for the foundation."),
	}
}
