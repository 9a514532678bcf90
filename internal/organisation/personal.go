package organisation

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/workdays"
)

// Switch is a setting that changes on days. Its zero value is off for ever.
type Switch []SwitchDay

// SwitchDay is the first day of a state.
type SwitchDay struct {
	From workdays.Date
	On   bool
}

// errSwitch says what a switch looks like.
var errSwitch = errors.New("want days and yes or no, such as 2026-01-01=yes,2027-09-01=no")

const maxSwitch = 100

// ParseSwitch reads days and states, as 2026-01-01=yes,2027-09-01=no. The days stand in their order, each once.
func ParseSwitch(text string) (Switch, error) {
	if strings.TrimSpace(text) == "" {
		return nil, nil
	}
	parts := strings.Split(text, ",")
	if len(parts) > maxSwitch {
		return nil, errSwitch
	}
	var list Switch
	for _, part := range parts {
		day, state, ok := strings.Cut(strings.TrimSpace(part), "=")
		from, err := workdays.ParseDate(day)
		if !ok || err != nil || state != "yes" && state != "no" {
			return nil, fmt.Errorf("read %q: %w", part, errSwitch)
		}
		if len(list) > 0 && !list[len(list)-1].From.Before(from) {
			return nil, fmt.Errorf("read %q: the days are not in their order: %w", part, errSwitch)
		}
		list = append(list, SwitchDay{from, state == "yes"})
	}
	return list, nil
}

// On is the state at a moment.
func (s Switch) On(at time.Time) bool {
	day := workdays.DateOf(at)
	for _, step := range slices.Backward(s) {
		if !day.Before(step.From) {
			return step.On
		}
	}
	return false
}

// ErrPersonalSigns says that a personal certificate lets a sole proprietor in and signs nothing of legal weight.
var ErrPersonalSigns = fault.New(fault.Forbidden, i18n.M(
	"В этом сертификате нет ОГРНИП: он личный. Войти по нему в кабинет предпринимателя можно, а подписывать юридически значимые документы нельзя. Получите сертификат предпринимателя с ОГРНИП.",
	"This certificate has no OGRNIP: it is a personal one. It lets you into the account of the sole proprietor, but signs no documents of legal weight. Get a certificate of a sole proprietor, with the OGRNIP."))

// MaySignActs reports whether the holder of a certificate may sign documents of legal weight for the subject to which the certificate
// leads: whether a personal one does so for a sole proprietor is a setting with days. nil is yes.
func (s *Service) MaySignActs(h Holder, b Basis, at time.Time) error {
	if b == ByProprietor && h.OGRNIP == "" && !s.personalSigns.On(at) {
		return ErrPersonalSigns
	}
	return nil
}
