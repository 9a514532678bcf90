package signature

import (
	"strconv"

	"github.com/klaster-platform/klaster/esign/validate"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

// signing is what the page shows.
type signing struct {
	*pages
	Request
	form    *web.Form
	shown   preview
	refusal *Refusal
	guest   bool
}

func (v signing) facts() []web.SummaryRow {
	return []web.SummaryRow{
		{Key: labelName, Value: i18n.Same(v.Name)},
		{Key: labelSize, Value: i18n.Same(strconv.FormatInt(v.shown.Size, 10))},
		{Key: labelSHA256, Value: i18n.Same(v.shown.SHA256)},
		{Key: labelUntil, Value: i18n.F("%s", "%s").With(i18n.Moment(v.Expires))},
	}
}

func (v signing) step() i18n.Text {
	if v.Login() {
		return stepAttached
	}
	return stepDetached
}

// banner tells that the link was sent.
func (v signing) sendable() bool { return !v.guest && v.browser == "" && v.Person != "" }

// failing are the checks that stand in the way, in plain words.
func (v signing) failing() (list []i18n.Text) {
	if v.refusal == nil {
		return nil
	}
	for _, s := range v.refusal.Report.Signers {
		for _, c := range s.Checks {
			if c.Result == validate.OK || c.Sub == nil {
				continue
			}
			word := textFailed
			if c.Result == validate.Unknown {
				word = textUnchecked
			}
			list = append(list, i18n.F("%s — %s (%s)", "%s — %s (%s)").With(i18n.Raw(c.Ru, c.En), word, i18n.Same(string(c.ID))))
		}
	}
	return list
}
