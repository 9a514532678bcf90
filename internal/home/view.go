package home

import (
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

// opened returns the offers that the person's account opens, or those that it does not.
func opened(offers []Offer, a actor.Actor, want bool) []Offer {
	var list []Offer
	for _, o := range offers {
		if o.Open(a) == want {
			list = append(list, o)
		}
	}
	return list
}

func contactRows(s *web.Site) []web.SummaryRow {
	rows := []web.SummaryRow{
		{Key: keyPhone, Body: phoneLink(s.PhoneHref, s.Phone)},
		{Key: keyEmail, Body: mailLink(s.Email)},
	}
	if !s.Hours.IsZero() {
		rows = append(rows, web.SummaryRow{Key: keyHours, Value: s.Hours})
	}
	return append(rows, web.SummaryRow{Key: keyOperator, Value: s.Operator})
}
