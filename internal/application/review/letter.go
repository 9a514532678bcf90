package review

import (
	"context"
	"time"

	"github.com/klaster-platform/klaster/internal/application"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/web/letter"
)

// letters sends messages by jobs of the transaction: package notification.
type letters interface {
	Mail(ctx context.Context, tx *sqldb.Tx, to string, l i18n.Lang, topic string, m letter.Letter, life time.Duration) error
}

const (
	letterTopic = "review"
	letterLife  = 3 * 24 * time.Hour
)

// letterEnding tells that a term comes to its end. It names the number and no applicant: the page does that.
func letterEnding(a application.Addressee, w ending, left Days, site string) letter.Letter {
	if a.Lang == i18n.English {
		site += "/en"
	}
	return letter.Letter{
		Subject:  i18n.F("Срок ответа подходит: № %s", "The term of the answer comes to its end: No. %s").With(w.number),
		Greeting: i18n.F("Здравствуйте, %s!", "Hello, %s!").With(a.Greeting),
		Body: []letter.Block{
			letter.Paragraph(i18n.F("Ответ по заявлению № %s нужен до %s, %s. Срок сам ничего не решает: решите заявление или передайте его коллеге.",
				"The answer to application No. %s is due by %s, %s. A term decides nothing by itself: decide the application or hand it to a colleague.").
				With(w.number, i18n.Date(w.due.Start()), left.text())),
			letter.Button{Label: i18n.M("Открыть список заявлений", "Open the list of applications"), URL: site + PathQueue},
		},
		Why: i18n.M("Вы получили это письмо, потому что рассматриваете заявления в фонде.", "You received this letter because you review applications at the foundation."),
	}
}
