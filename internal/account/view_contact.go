package account

import (
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/web"
	"github.com/klaster-platform/klaster/ruid"
)

func contactRows(p Person) []web.SummaryRow {
	change := func(label, about i18n.Text, kind string) *web.Link {
		return &web.Link{Label: label, About: about, URL: contactsPath + "/" + kind}
	}
	phone := linkChange
	if p.Phone == "" {
		phone = linkAdd
	}
	return []web.SummaryRow{
		{Key: keyEmail, Value: i18n.Same(string(p.Email)), Change: change(linkChange, aboutEmail, "email")},
		{Key: keyPhone, Value: i18n.Same(p.Phone.String()), Change: change(phone, aboutPhone, "phone")},
		{Key: keyPassword, Value: valuePassword, Change: change(linkChange, aboutPassword, "password")},
	}
}

// shown is the new contact as people read it.
func (c Change) shown() string {
	if c.Kind == ContactPhone {
		return ruid.Phone(c.Target).String()
	}
	return c.Target
}

func nothingCame(c Change) i18n.Text {
	if c.Kind == ContactPhone {
		return noMessage
	}
	return noLetter
}

// undoText says what was changed.
func undoText(u Undo) i18n.Text {
	switch {
	case u.Kind == ContactEmail:
		return undoEmail.With(u.Masked())
	case u.Before == "":
		return undoNoPhone
	}
	return undoPhone.With(u.Masked())
}
