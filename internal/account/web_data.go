package account

import (
	"net/http"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/web"
	"github.com/klaster-platform/klaster/ruid"
)

func dataFields() []web.Input {
	fields := []web.Input{
		{Name: "surname", Max: nameMax},
		{Name: "given", Max: nameMax},
		{Name: "patronymic", Max: nameMax},
		{Name: "snils", Max: 40},
	}
	return append(append(fields, web.DateInputs("birth")...), web.Input{Name: "sex", Max: 10}, web.Input{Name: "act", Max: 10})
}

// The buttons of the form: one keeps the data, the other has them checked.
const (
	actSave  = "save"
	actCheck = "check"
)

// readIdentity reads what a person says of themselves. For a check everything is needed but the patronymic.
func (p *pages) readIdentity(f *web.Form, whole bool) Identity {
	i := Identity{
		Name: Name{Surname: f.Get("surname"), Given: f.Get("given"), Patronymic: f.Get("patronymic")},
		Sex:  Sex(f.Get("sex")),
	}
	checkNamePart(f, "surname", errNoSurname, false)
	checkNamePart(f, "given", errNoGiven, false)
	checkNamePart(f, "patronymic", errNoGiven, true)
	i.SNILS = readSNILS(f, whole)
	i.Birth = p.readBirth(f, whole)
	switch {
	case i.Sex == "" && whole:
		f.Fail("sex", errNoSex)
	case i.Sex != "" && i.Sex != Female && i.Sex != Male:
		f.Fail("sex", errNoSex)
		i.Sex = ""
	}
	return i
}

func readSNILS(f *web.Form, needed bool) ruid.SNILS {
	v := f.Get("snils")
	switch {
	case v == "" && needed:
		f.Fail("snils", errNoSNILS)
	case v == "":
	default:
		n, err := ruid.ParseSNILS(v)
		if err != nil {
			f.Fail("snils", errSNILSForm)
		}
		return n
	}
	return ""
}

func (p *pages) readBirth(f *web.Form, needed bool) Day {
	day, month, year := f.Get("birth-day"), f.Get("birth-month"), f.Get("birth-year")
	if day+month+year == "" {
		if needed {
			f.Fail("birth", errNoBirth)
		}
		return ""
	}
	d, ok := ParseDay(day, month, year)
	today := Day(p.clock.Now().Format("2006-01-02"))
	switch {
	case !ok:
		f.Fail("birth", errBirthForm)
	case d > today || d < earliestBirth:
		f.Fail("birth", errBirthRange)
	}
	return d
}

func fillIdentity(f *web.Form, i Identity) {
	f.Set("surname", i.Name.Surname)
	f.Set("given", i.Name.Given)
	f.Set("patronymic", i.Name.Patronymic)
	f.Set("snils", i.SNILS.String())
	day, month, year := i.Birth.Parts()
	f.Set("birth-day", day)
	f.Set("birth-month", month)
	f.Set("birth-year", year)
	f.Set("sex", string(i.Sex))
}

func (p *pages) dataForm(w http.ResponseWriter, r *http.Request) error {
	var person Person
	err := p.db.View(r.Context(), func(q sqldb.Querier) (err error) {
		if person, err = p.Person(r.Context(), q, actor.From(r.Context()).Person); err != nil {
			return err
		}
		c, err := p.lastCheckOf(r.Context(), q, person.ID)
		if err == nil && c != nil && !c.open() && c.state != checkConfirmed {
			fresh := c.identity // what was sent last is what is to be mended
			person.Name, person.SNILS, person.Birth, person.Sex = fresh.Name, fresh.SNILS, fresh.Birth, fresh.Sex
		}
		return err
	})
	if err != nil {
		return err
	}
	if person.Identified { // what the register confirms next takes the place of confirmed data
		if err := p.fresh(r); err != nil {
			return err
		}
	}
	f := web.NewForm(dataFields()...)
	fillIdentity(f, person.Identity())
	return p.showData(w, r, f, person.Identified)
}

func (p *pages) showData(w http.ResponseWriter, r *http.Request, f *web.Form, identified bool) error {
	page := web.Page{Title: titleData, Shell: web.Cabinet, Section: "profile", Narrow: true, Form: f, Back: &web.Link{Label: titleProfile, URL: "/profile"}}
	page.Lead = leadData
	if identified {
		page.Lead = leadDataConfirmed
	}
	return show(w, r, page, dataView(f, dataPage{identified: identified, register: p.snils != nil, trial: p.trial != nil}))
}

// dataPage is what the form needs to know beside what is typed.
type dataPage struct {
	identified bool
	register   bool // СНИЛС are checked
	trial      bool
}

func (p *pages) saveData(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r, dataFields()...)
	if err != nil {
		return err
	}
	who := actor.From(r.Context()).Person
	var person Person
	err = p.db.View(r.Context(), func(q sqldb.Querier) (err error) {
		person, err = p.Person(r.Context(), q, who)
		return err
	})
	if err != nil {
		return err
	}
	if person.Identified {
		if err := p.fresh(r); err != nil {
			return err
		}
	}
	check := f.Get("act") == actCheck && p.snils != nil
	i := p.readIdentity(f, check)
	if f.OK() {
		if check {
			err = p.StartCheck(r.Context(), who, i)
		} else {
			err = p.SaveData(r.Context(), who, i)
		}
		if err == nil {
			return redirect(w, r, map[bool]string{true: "/profile/level?sent=1", false: "/profile?saved=1"}[check])
		}
		if !refused(w, f, "", err) {
			return err
		}
	}
	return p.showData(w, r, f, person.Identified)
}
