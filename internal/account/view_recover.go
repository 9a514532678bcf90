package account

import (
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

// help is what the pages of recovery say about other ways back in.
type help struct {
	due      bool // two hours have passed to no avail
	again    bool // another channel can be chosen
	passkeys bool
	desk     i18n.Text // where people prove who they are in person; zero when nowhere
	site     *web.Site
}

// ways are the other ways, the quickest first. What is not set up is not named.
func (h help) ways() []i18n.Text {
	var ways []i18n.Text
	if h.passkeys {
		ways = append(ways, wayPasskey)
	}
	if !h.desk.IsZero() {
		ways = append(ways, wayDesk.With(h.desk))
	}
	switch {
	case h.site.Email != "" && h.site.Phone != "":
		ways = append(ways, waySupport.With(h.site.Email, h.site.Phone))
	case h.site.Email != "":
		ways = append(ways, waySupportMail.With(h.site.Email))
	case h.site.Phone != "":
		ways = append(ways, waySupportPhone.With(h.site.Phone))
	}
	return append(ways, wayReserve)
}

// sentTo says where the answer has gone, if it has gone anywhere.
func sentTo(a Ask) i18n.Text {
	switch a.Login.Kind {
	case LoginEmail:
	case LoginPhone:
		return sentByPhone
	case LoginSNILS:
		return sentBySNILS
	}
	return sentText
}

// channelOptions offer both channels, with their masks where this browser may see them.
func channelOptions(m MaskedChannels) []web.Option {
	mail, sms := channelMail, channelSMS
	if m.Mail != "" {
		mail = channelMailTo.With(m.Mail)
	}
	if m.SMS != "" {
		sms = channelSMSTo.With(m.SMS)
	}
	return []web.Option{{Value: string(ByMail), Label: mail}, {Value: string(BySMS), Label: sms}}
}
