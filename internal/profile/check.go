package profile

import (
	"regexp"
	"slices"
	"unicode/utf8"

	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/money"
	"github.com/klaster-platform/klaster/ruid"
	"github.com/klaster-platform/klaster/statereg/classifier"
	"github.com/klaster-platform/klaster/workdays"
)

// What an item may hold at most.
const (
	mostTitle  = 150 // characters
	mostText   = 3000
	mostUnit   = 40
	mostCodes  = 10
	mostNamed  = 20
	mostDays   = 3650
	mostTRL    = 9
	mostVolume = 1_000_000_000_000
	mostYears  = 15 // ahead, of a last day
)

// mostPrice is a trillion rubles.
var mostPrice = money.Kopecks(100_000_000_000_000)

// classCode is the form of codes of ОКВЭД-2 and ОКПД2: «25», «25.6», «25.62», «25.62.1», «26.11.30.000».
var classCode = regexp.MustCompile(`^\d\d(\.\d{1,2}(\.\d{1,3}(\.\d{1,3})?)?)?$`)

// Wrong is one thing that is wrong with an item, and the field that it is about.
type Wrong struct {
	Field string
	Text  i18n.Text
}

// faultOf makes the refusal of what is wrong, of the first thing.
func faultOf(list []Wrong) error {
	if len(list) == 0 {
		return nil
	}
	return fault.New(fault.Invalid, list[0].Text)
}

// check says what is wrong with an item on a day.
func (i *Item) check(today workdays.Date) (list []Wrong) {
	bad := func(field string, text i18n.Text, when bool) {
		if when {
			list = append(list, Wrong{field, text})
		}
	}
	title := utf8.RuneCountInString(i.Title)
	bad("title", wrongNoTitle, i.Kind != About && saysNothing(i.Title))
	bad("title", wrongLongTitle, title > mostTitle)
	bad("text", wrongNoText, i.Kind == About && saysNothing(i.Text))
	bad("text", wrongLongText, utf8.RuneCountInString(i.Text) > mostText)
	bad("codes", wrongCodes, len(i.Codes) > mostCodes || slices.ContainsFunc(i.Codes, func(c string) bool { return !classCode.MatchString(c) }))
	bad("audience", wrongAudience, i.Audience != Everybody && i.Audience != Members && i.Audience != Named)
	bad("named", wrongNamed, i.Audience == Named && !named(i.Named))
	bad("number", wrongLongTitle, utf8.RuneCountInString(i.Number) > mostTitle)
	bad("issuer", wrongLongTitle, utf8.RuneCountInString(i.Issuer) > mostTitle)
	bad("until", wrongFromUntil, !i.From.IsZero() && !i.Until.IsZero() && i.Until.Before(i.From))
	bad("until", wrongFar, !i.Until.IsZero() && i.Until.Year() > today.Year()+mostYears)
	if i.Kind.deals() {
		list = append(list, i.checkTerms(today)...)
	}
	return list
}

// named reports whether the list names organisations, and not too many.
func named(list []string) bool {
	if len(list) == 0 || len(list) > mostNamed {
		return false
	}
	return !slices.ContainsFunc(list, func(number string) bool { return !isOGRN(number) })
}

// isOGRN reports whether a number is an ОГРН or ОГРНИП with the right check digit.
func isOGRN(number string) bool {
	if _, err := ruid.ParseOGRN(number); err == nil {
		return true
	}
	_, err := ruid.ParseOGRNIP(number)
	return err == nil
}

func (i *Item) checkTerms(today workdays.Date) (list []Wrong) {
	bad := func(field string, text i18n.Text, when bool) {
		if when {
			list = append(list, Wrong{field, text})
		}
	}
	_, known := classifier.FindRegion(i.Region)
	bad("role", wrongRole, i.Kind == Offer && !slices.Contains(offering(), i.Role) || i.Kind == Need && i.Role != Customer)
	bad("region", wrongRegion, i.Region != "" && !known)
	bad("volume", wrongVolume, i.Volume.From < 0 || i.Volume.To < 0 || i.Volume.From > mostVolume || i.Volume.To > mostVolume || i.Volume.To != 0 && i.Volume.From > i.Volume.To)
	bad("unit", wrongUnit, utf8.RuneCountInString(i.Unit) > mostUnit)
	bad("price", wrongPrice, i.Price.From.Sign() < 0 || i.Price.To.Sign() < 0 || i.Price.From.Compare(mostPrice) > 0 || i.Price.To.Compare(mostPrice) > 0 ||
		!i.Price.To.IsZero() && i.Price.From.Compare(i.Price.To) > 0)
	bad("trl", wrongTRL, i.TRL < 0 || i.TRL > mostTRL)
	bad("days", wrongDays, i.Days < 0 || i.Days > mostDays)
	bad("until", wrongPast, i.over(today))
	return list
}
