package profile

import (
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/httpx"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/money"
	"github.com/klaster-platform/klaster/workdays"
)

const pathOffers = "/api/v1/offers"

func (p *pages) apiRoutes(r *httpx.Router) {
	r.Handle("GET "+pathOffers, actor.Anyone, p.offers)
	r.Handle("POST "+pathOffers, actor.SignedIn, p.offer)
}

// Filter narrows the list of open offers and needs.
type Filter struct {
	Kind    Kind   // Offer, Need or "" for both
	Subject string // ОГРН, ОГРНИП or ИНН, "" for all
	Before  string // id of the last one of the page before
}

// offerJSON is an offer or a need as programs see it.
type offerJSON struct {
	ID     string             `json:"id"`
	OGRN   string             `json:"ogrn"`
	INN    string             `json:"inn"`
	Kind   Kind               `json:"kind"`
	Role   Role               `json:"role"`
	Title  string             `json:"title"`
	Text   string             `json:"text,omitempty"`
	Codes  []string           `json:"codes,omitempty"`
	Region string             `json:"region,omitempty"`
	Volume Span[int64]        `json:"volume,omitzero"`
	Unit   string             `json:"unit,omitempty"`
	Price  Span[money.Amount] `json:"price,omitzero"`
	TRL    int                `json:"trl,omitempty"`
	Days   int                `json:"days,omitempty"`
	Until  workdays.Date      `json:"until,omitzero"`
	URL    string             `json:"url"`
}

func (s *Service) offerOf(i Item) offerJSON {
	o := offerJSON{
		ID: i.ID, OGRN: i.Subject, INN: i.INN, Kind: i.Kind, Role: i.Role, Title: i.Title, Text: i.Text, Codes: i.Codes, Region: i.Region,
		Volume: i.Volume, Unit: i.Unit, Price: i.Price, TRL: i.TRL, Days: i.Days, Until: i.Until, URL: s.baseURL + Path(i.Subject),
	}
	if o.OGRN == o.INN {
		o.OGRN = ""
	}
	return o
}

// What a page of the list has.
const (
	offersAPage = 50
	mostAPage   = 500
)

// Refusals of programs.
var (
	errQuery = fault.New(fault.Invalid, i18n.M(
		"В адресе есть то, чего этот список не понимает. Проверьте вид записей, их число (от 1 до 500), номер последней записи и ОГРН или ИНН цифрами.",
		"The address has something that this list does not understand: kind is offer or need, limit is 1 to 500, before is the id of the last record, ogrn has digits alone."))
	errBody = fault.New(fault.Invalid, i18n.M(
		"Здесь нужен один объект JSON с теми полями, которые описаны в справке.",
		"One JSON object with the fields ogrn, kind, title and others of the reference is wanted here."))
)

func (p *pages) offers(w http.ResponseWriter, r *http.Request) error {
	v := r.URL.Query()
	f, n := Filter{Kind: Kind(v.Get("kind")), Subject: v.Get("ogrn"), Before: v.Get("before")}, offersAPage
	if l := v.Get("limit"); l != "" {
		var err error
		if n, err = strconv.Atoi(l); err != nil || n < 1 || n > mostAPage {
			return errQuery
		}
	}
	if f.Kind != "" && !f.Kind.deals() || f.Before != "" && !id.Valid(f.Before) || strings.Trim(f.Subject, "0123456789") != "" {
		return errQuery
	}
	answer := struct {
		Offers []offerJSON `json:"offers"`
		Next   string      `json:"next,omitempty"` // what to send as before
	}{Offers: []offerJSON{}}
	err := p.db.View(r.Context(), func(q sqldb.Querier) error {
		items, err := openDeals(r.Context(), q, f, n)
		today := p.today()
		for _, i := range items {
			if !i.over(today) {
				answer.Offers = append(answer.Offers, p.offerOf(i))
			}
		}
		if len(items) == n {
			answer.Next = items[n-1].ID
		}
		return err
	})
	if err != nil {
		return err
	}
	return httpx.WriteJSON(w, http.StatusOK, answer)
}

// offer adds an offer or a need of an organisation for which the person of the session may send. Who acts for whom, the body says; a
// session is the only proof that there is yet, and the edge refuses what comes from another site.
func (p *pages) offer(w http.ResponseWriter, r *http.Request) error {
	var body offerJSON
	if err := readBody(r, &body); err != nil {
		return err
	}
	if !body.Kind.deals() {
		return errBody
	}
	who, err := p.organisations.For(r.Context(), body.OGRN)
	if err != nil {
		return err
	}
	saved, err := p.Save(actor.With(r.Context(), who), Draft{Kind: body.Kind, Content: Content{
		Title: body.Title, Text: body.Text, Codes: body.Codes, Role: body.Role, Region: body.Region, Volume: body.Volume, Unit: body.Unit,
		Price: body.Price, TRL: body.TRL, Days: body.Days, Until: body.Until,
	}})
	if err != nil {
		return err
	}
	return httpx.WriteJSON(w, http.StatusCreated, p.offerOf(saved))
}

func readBody(r *http.Request, into any) error {
	if media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || media != "application/json" {
		return errBody
	}
	content, err := io.ReadAll(r.Body)
	if err != nil {
		return err
	}
	d := json.NewDecoder(strings.NewReader(strings.ToValidUTF8(string(content), "\ufffd")))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return errBody.Because(err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errBody
	}
	return nil
}
