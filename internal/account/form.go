package account

import (
	"context"
	"strings"

	"github.com/a-h/templ"

	"github.com/klaster-platform/klaster/internal/account/password"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/web"
	"github.com/klaster-platform/klaster/ruid"
)

type (
	ctx       = context.Context
	secret    = id.Secret
	component = templ.Component
)

var (
	registerFields = []web.Input{
		{Name: "surname", Max: nameMax},
		{Name: "given", Max: nameMax},
		{Name: "patronymic", Max: nameMax},
		{Name: "email", Max: emailMax},
		{Name: "phone", Max: 40},
		{Name: "password", Secret: true, Max: password.MaxLength},
		{Name: "again", Secret: true, Max: password.MaxLength},
		{Name: agreeField("terms")},
		{Name: agreeField("consent")},
		{Name: "next", Max: 2000},
	}
	phoneFields    = []web.Input{{Name: "phone", Max: 40}}
	codeFields     = []web.Input{{Name: "code", Secret: true, Max: 40}}
	signInFields   = []web.Input{{Name: "login", Max: emailMax}, {Name: "password", Secret: true, Max: password.MaxLength}, {Name: "next", Max: 2000}}
	loginFields    = []web.Input{{Name: "login", Max: emailMax}}
	channelFields  = []web.Input{{Name: "channel"}}
	emailFields    = []web.Input{{Name: "email", Max: emailMax}}
	passwordFields = []web.Input{{Name: "password", Secret: true, Max: password.MaxLength}, {Name: "again", Secret: true, Max: password.MaxLength}}
)

// agreeField is the box of a document; its value is the edition that the page showed.
func agreeField(document string) string { return "agree-" + document }

// readApplicant reads what does not depend on anything stored, and says at each field what is wrong with it.
func readApplicant(f *web.Form) Applicant {
	a := Applicant{
		Name:     Name{Surname: f.Get("surname"), Given: f.Get("given"), Patronymic: f.Get("patronymic")},
		Password: f.Get("password"),
	}
	checkNamePart(f, "surname", errNoSurname, false)
	checkNamePart(f, "given", errNoGiven, false)
	checkNamePart(f, "patronymic", errNoGiven, true)
	a.Email = readEmail(f)
	a.Phone = readMobile(f)
	readPassword(f)
	return a
}

func checkNamePart(f *web.Form, field string, missing text, optional bool) {
	switch v := f.Get(field); {
	case v == "" && optional:
	case v == "":
		f.Fail(field, missing)
	case !validNamePart(v):
		f.Fail(field, errNameForm)
	}
}

func readEmail(f *web.Form) Email {
	v := f.Get("email")
	if v == "" {
		f.Fail("email", errNoEmail)
		return ""
	}
	e, ok := ParseEmail(v)
	if !ok {
		f.Fail("email", errEmailForm)
	}
	return e
}

func readMobile(f *web.Form) ruid.Phone {
	v := f.Get("phone")
	if v == "" {
		return ""
	}
	phone, err := ruid.ParsePhone(v)
	switch {
	case err != nil:
		f.Fail("phone", errPhoneForm)
	case !phone.Mobile():
		f.Fail("phone", errPhoneFixed)
	}
	return phone
}

// readPassword checks that the password was typed twice the same. Whether it is strong enough is another question.
func readPassword(f *web.Form) {
	switch {
	case f.Get("password") == "":
		f.Fail("password", errNoPassword)
	case f.Get("again") == "":
		f.Fail("again", errNoAgain)
	case f.Get("password") != f.Get("again"):
		f.Fail("again", errDifferent)
	}
}

// digitsOf takes the digits out of a code as people paste it: «123 456», «123-456».
func digitsOf(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
}
