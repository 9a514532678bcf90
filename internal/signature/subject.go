package signature

import (
	"context"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/audit"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// Kept is a request as the person's copy of data has it.
type Kept struct {
	Title   string    `json:"title"`
	Purpose string    `json:"purpose"`
	Asked   time.Time `json:"asked"`
	Signed  string    `json:"signed,omitempty"`
	// Certificate is SHA-256 of the certificate that signed.
	Certificate string `json:"certificate,omitempty"`
}

// KeptOf lists what the room knows of a person.
func (s *Service) KeptOf(ctx context.Context, q sqldb.Querier, p actor.PersonID) ([]Kept, error) {
	requests, err := requestsOf(ctx, q, p)
	if err != nil {
		return nil, err
	}
	signed, err := signedBy(ctx, q, p)
	if err != nil {
		return nil, err
	}
	certificates := map[string]string{}
	for _, r := range signed {
		certificates[r.request] = r.certificate
	}
	list := make([]Kept, len(requests))
	for i, r := range requests {
		list[i] = Kept{Title: r.Title.In(i18n.Russian), Purpose: string(r.Purpose), Asked: r.Created, Certificate: certificates[r.ID]}
		if !r.Signed.IsZero() {
			list[i].Signed = r.Signed.Format(time.RFC3339)
		}
	}
	return list, nil
}

// Forget takes a person out of the room. Documents that were signed keep their signatures, which belong to the matter they
// were signed for, without the person's id.
func (s *Service) Forget(ctx context.Context, tx *sqldb.Tx, p actor.PersonID) error {
	return forgetRequests(ctx, tx, p)
}

// Deeds says in plain words what each action of this room is that stands in the journal.
func Deeds() audit.Dictionary {
	return audit.Dictionary{
		"signature.revoked_since": {Topic: audit.AboutData, Text: i18n.M("Повторный запрос показал, что сертификат подписи отозван", "A second asking found the certificate of the signature revoked")},
		"signature.raised":        {Topic: audit.AboutData, Text: i18n.M("К подписи добавлен штамп времени", "A time-stamp was added to the signature")},
		"signature.signed":        {Topic: audit.AboutData, Text: i18n.M("Подписано электронной подписью", "Signed by electronic signature")},
		"signature.refused":       {Topic: audit.AboutData, Text: i18n.M("Электронная подпись не принята", "An electronic signature was not taken")},
		"signature.sent":          {Topic: audit.AboutData, Text: i18n.M("Ссылка для подписания отправлена на почту", "The link to sign was sent by e-mail")},
		"signature.trial_issued":  {Topic: audit.AboutData, Text: i18n.M("Выпущена учебная подпись", "A trial signature was issued")},
		"signature.list_imported": {Topic: audit.AboutWork, Text: i18n.M("Загружен перечень аккредитованных удостоверяющих центров", "The list of accredited certification authorities was imported")},
	}
}
