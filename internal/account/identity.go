package account

import (
	"strings"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/ruid"
	"github.com/klaster-platform/klaster/rulang/fullname"
)

// Identity is who a person is: by their own word until a source confirms it, by the source's word after.
type Identity struct {
	Name  Name
	SNILS ruid.SNILS // "" when not given
	Birth Day        // "" when not given
	Sex   Sex        // "" when not given
}

// Identity returns who the person is.
func (p Person) Identity() Identity {
	return Identity{Name: p.Name, SNILS: p.SNILS, Birth: p.Birth, Sex: p.Sex}
}

// Sex is the sex in a person's documents.
type Sex string

// The sexes as Russian registers write them.
const (
	Female Sex = "female"
	Male   Sex = "male"
)

// Day is a day without a time and a zone, as 2006-01-02. The zero value is no day.
type Day string

// ParseDay reads a day as a person types it in three fields; ok is false when there is none such.
func ParseDay(day, month, year string) (d Day, ok bool) {
	pad := func(s string, n int) string {
		s = strings.TrimSpace(s)
		if len(s) >= n {
			return s
		}
		return strings.Repeat("0", n-len(s)) + s
	}
	t, err := time.Parse(time.DateOnly, pad(year, 4)+"-"+pad(month, 2)+"-"+pad(day, 2))
	if err != nil {
		return "", false
	}
	return Day(t.Format(time.DateOnly)), true
}

// Parts returns the three fields of a day, empty ones for no day.
func (d Day) Parts() (day, month, year string) {
	if len(d) != len(time.DateOnly) {
		return "", "", ""
	}
	return strings.TrimPrefix(string(d[8:]), "0"), strings.TrimPrefix(string(d[5:7]), "0"), string(d[:4])
}

// In implements [i18n.Localized]: «5 марта 1985 г.».
func (d Day) In(l i18n.Lang) string {
	t, err := time.ParseInLocation(time.DateOnly, string(d), i18n.Moscow())
	if err != nil {
		return ""
	}
	return i18n.Date(t).In(l)
}

// The earliest birthday that a form takes: nobody alive is older.
const earliestBirth Day = "1900-01-01"

// agree reports whether what a source says contradicts nothing in i. What the source is silent about agrees.
func (i Identity) agree(said Identity) bool {
	switch {
	case said.SNILS != "" && i.SNILS != "" && said.SNILS != i.SNILS,
		said.Birth != "" && i.Birth != "" && said.Birth != i.Birth,
		said.Sex != "" && i.Sex != "" && said.Sex != i.Sex:
		return false
	}
	return said.Name == Name{} || i.Name.Same(said.Name)
}

// with returns i with all that a source says in place of what stood there.
func (i Identity) with(said Identity) Identity {
	if said.Name != (Name{}) {
		i.Name = said.Name
	}
	if said.SNILS != "" {
		i.SNILS = said.SNILS
	}
	if said.Birth != "" {
		i.Birth = said.Birth
	}
	if said.Sex != "" {
		i.Sex = said.Sex
	}
	return i
}

// Same reports whether two spellings are one name: case, ё, hyphens and spaces do not tell names apart.
func (n Name) Same(o Name) bool {
	return fullname.Same(n.Surname, o.Surname) && fullname.Same(n.Given, o.Given) && fullname.Same(n.Patronymic, o.Patronymic)
}

// maskSNILS hides all of a number but its end: •••-•••-445 95.
func maskSNILS(n ruid.SNILS) string {
	if len(n) != 11 {
		return ""
	}
	return "•••-•••-" + string(n[6:9]) + " " + string(n[9:])
}
