package document

import (
	"fmt"
	"strings"
	"time"

	"github.com/klaster-platform/klaster/internal/application/document/paper"
	"github.com/klaster-platform/klaster/internal/application/form"
	"github.com/klaster-platform/klaster/workdays"
)

// Certificate is a paper that shows somebody's status on a day. What it says is worth no more than the public check whose
// address it bears: the status may have ended since.
type Certificate struct {
	Number     string
	Made       time.Time
	Trial      bool
	Foundation string
	Holder     Applicant
	Status     string // «Участник инновационного кластера»
	Since      workdays.Date
	Decision   string   // «Решение № 15 от 22.11.2026»; "" for a status that was given by itself
	Directions []string // of the cluster
	Check      string   // the address under which it is checked
}

// nameSize is the size of the letters of a name, in points, so that the longest of the register leaves room for the rest.
func nameSize(characters int) float64 {
	switch {
	case characters <= 90:
		return 18
	case characters <= 300:
		return 12
	default:
		return 8.5
	}
}

// Certify draws a certificate on one page.
func Certify(c Certificate) ([]byte, error) {
	holder := c.Holder.plain()
	if c.Number == "" || c.Foundation == "" || holder.Name == "" || c.Status == "" || c.Since.IsZero() || c.Check == "" || !timely(c.Made) {
		return nil, fmt.Errorf("draw a certificate: %w: a number, a name, a day or an address is missing", ErrForm)
	}
	page := paper.New("Свидетельство № "+c.Number, c.Foundation, c.Made)
	page.Frame()
	page.Space(18)
	page.Centred(form.Plain(c.Foundation), 12)
	page.Space(16)
	page.Title("СВИДЕТЕЛЬСТВО", "№ "+form.Plain(c.Number))
	page.Space(14)
	page.Centred("подтверждает, что на "+dayOf(c.Made), 11)
	page.Space(4)
	page.Bold(holder.Name, nameSize(len([]rune(holder.Name))))
	page.Space(2)
	var ids []string
	for _, id := range [][2]string{{"ИНН", holder.INN}, {registerName("ОГРН", holder.Kind), holder.OGRN}} {
		if id[1] != "" {
			ids = append(ids, id[0]+" "+id[1])
		}
	}
	page.Centred(strings.Join(ids, ", "), 10)
	page.Space(6)
	page.Centred("имеет статус", 11)
	page.Space(3)
	page.Bold(form.Plain(c.Status), 15)
	page.Space(2)
	page.Centred("с "+russianDay(c.Since.String()), 11)
	if c.Decision != "" {
		page.Space(4)
		page.Centred(form.Plain(c.Decision), 10)
	}
	if len(c.Directions) > 0 {
		page.Space(6)
		page.Centred("Направления: "+form.Plain(strings.Join(c.Directions, "; ")), 10)
	}
	if err := page.Seal(c.Check, "Действителен ли статус сегодня, показывает проверка: "+c.Check); err != nil {
		return nil, fmt.Errorf("draw a certificate: %w", err)
	}
	f := paper.Foot{Lines: []string{"Сформировано " + moment(c.Made)}}
	if c.Trial {
		f.Warning = TrialNotice
	}
	out, err := page.Bytes(f)
	if err != nil {
		return nil, fmt.Errorf("draw a certificate: %w", err)
	}
	return out, nil
}
