package signature

import (
	"context"
	"net/url"
	"strconv"

	"github.com/a-h/templ"

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
	folded  bool // the fields of a trial signature
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

// sendable reports whether the link may be sent to the person, to sign on a computer.
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

// data is what the script of the page works with.
func (v signing) data(ctx context.Context) templ.Attributes {
	flag := func(b bool) string {
		if b {
			return "yes"
		}
		return "no"
	}
	a := templ.Attributes{
		"data-path": web.Drawn(ctx, v.Path()), "data-file": web.URL(ctx, v.Path()+"/file"), "data-name": v.Name, "data-attached": flag(v.Login()), "data-trial": flag(v.trial),
		"data-snils": string(v.Holder.SNILS), "data-inn": string(v.Holder.INN), "data-now": strconv.FormatInt(v.clock.Now().UnixMilli(), 10),
		"data-cryptopro": v.vendor(cryptoProScript), "data-rutoken": v.vendor(rutokenScript),
	}
	if v.software.Library != "" {
		a["data-library"], a["data-worker"], a["data-module"] = v.software.Library, v.software.Worker, v.software.Module
	}
	return a
}

// trialLink leads to where a trial signature is made, and back.
func (v signing) trialLink() string {
	return trialPath + "?" + url.Values{"next": {v.Path()}}.Encode()
}
