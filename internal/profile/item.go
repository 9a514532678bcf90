package profile

import (
	"slices"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/money"
	"github.com/klaster-platform/klaster/workdays"
)

// Kind is what an item is.
type Kind string

// The kinds of items.
const (
	About       Kind = "about" // what the organisation says of itself; there is one at most
	Competence  Kind = "competence"
	Equipment   Kind = "equipment"
	Product     Kind = "product"
	Certificate Kind = "certificate" // a certificate, licence, accreditation
	Offer       Kind = "offer"
	Need        Kind = "need"
)

// Kinds lists all kinds, in the order of the page.
func Kinds() []Kind { return []Kind{About, Competence, Equipment, Product, Certificate, Offer, Need} }

// has reports whether the kind is one of those of the page.
func (k Kind) has() bool { return slices.Contains(Kinds(), k) }

// deals reports whether the kind says at which terms.
func (k Kind) deals() bool { return k == Offer || k == Need }

// most is how many items of a kind an organisation may have.
func (k Kind) most() int {
	const one, many = 1, 200
	if k == About {
		return one
	}
	return many
}

// Role is what somebody who looks for a partner would have the organisation be, by an offer.
type Role string

// The roles. A need has the role of a customer.
const (
	Supplier Role = "supplier" // sells, makes, does work
	Customer Role = "customer"
	Science  Role = "science" // laboratories, universities
	Investor Role = "investor"
	Provider Role = "service" // services for other organisations
)

// offering are the roles that an offer may have.
func offering() []Role { return []Role{Supplier, Science, Investor, Provider} }

// Audience is who may read an item.
type Audience string

// The audiences.
const (
	Everybody Audience = ""
	Members   Audience = "member" // organisations with a status in the cluster
	Named     Audience = "named"  // organisations that the item names
)

// Span is from one value to another, both with it; a zero end is open.
type Span[T any] struct {
	From T `json:"from,omitzero"`
	To   T `json:"to,omitzero"`
}

// Content is what somebody has written in an item.
type Content struct {
	Title  string   `json:"title"`
	Text   string   `json:"text,omitempty"`
	Codes  []string `json:"codes,omitempty"`  // classes of ОКВЭД-2 and ОКПД2, «25.62»
	Named  []string `json:"named,omitempty"`  // ОГРН or ОГРНИП of those who may read it
	Number string   `json:"number,omitempty"` // of a certificate
	Issuer string   `json:"issuer,omitempty"` // of a certificate
	// From is the first day of a certificate, Until the last day of a certificate or of an offer.
	From  workdays.Date `json:"from,omitzero"`
	Until workdays.Date `json:"until,omitzero"`

	// What offers and needs have.
	Role   Role               `json:"role,omitempty"`
	Region string             `json:"region,omitempty"` // where it is to be had, «77»; empty for everywhere
	Volume Span[int64]        `json:"volume,omitzero"`  // in Unit
	Unit   string             `json:"unit,omitempty"`   // «шт. в месяц»
	Price  Span[money.Amount] `json:"price,omitzero"`
	TRL    int                `json:"trl,omitempty"`  // readiness of technology (УГТ), 1 to 9
	Days   int                `json:"days,omitempty"` // how long it takes, at most
}

// Item is one thing that an organisation tells of itself.
type Item struct {
	ID       string
	Subject  string // ОГРН or ОГРНИП, or the ИНН of somebody whom no register here knows
	INN      string
	Kind     Kind
	Audience Audience
	Content
	Outside string // the id in the file that it was imported from, "" of one's own
	Created time.Time
	Changed time.Time
	By      actor.PersonID // who changed it last; "" once that person is forgotten, and of imports
}

// over reports whether the item had its last day before a day.
func (i *Item) over(today workdays.Date) bool { return !i.Until.IsZero() && i.Until.Before(today) }

// Viewer is who reads a profile.
type Viewer struct {
	OGRN   []string // of the organisations for which the person may act
	Member bool     // one of them has a status in the cluster
}

// reads reports whether a viewer may read an item.
func (v Viewer) reads(i *Item) bool {
	if slices.Contains(v.OGRN, i.Subject) {
		return true
	}
	switch i.Audience {
	case Everybody:
		return true
	case Members:
		return v.Member
	case Named:
		return slices.ContainsFunc(v.OGRN, func(ogrn string) bool { return slices.Contains(i.Named, ogrn) })
	}
	return false
}

// Refusals.
var (
	ErrNoItem = fault.New(fault.NotFound, i18n.M(
		"Такой записи в профиле нет: возможно, её уже убрали.", "The profile has no such entry. It may have been removed already."))
	ErrNoProfile = fault.New(fault.NotFound, i18n.M(
		"Эта организация ещё ничего о себе не рассказала.", "This organisation has told nothing of itself yet."))
	ErrTooMany = fault.New(fault.Conflict, i18n.M(
		"В этом разделе уже столько записей, сколько помещается. Уберите устаревшую и добавьте новую.",
		"This section is full. Remove an entry that is out of date and add the new one."))
	ErrChanged = fault.New(fault.Conflict, i18n.M(
		"Пока вы писали, запись изменил кто-то другой. Откройте её заново и внесите своё ещё раз.",
		"While you were writing, somebody else changed the entry. Open it again and enter your changes once more."))
)
