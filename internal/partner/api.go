package partner

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"slices"

	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/httpx"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
)

const (
	pathAPI = "/api/v1/partners/search"
	// largestAsk bounds the body of a question, in bytes.
	largestAsk = 16 << 10
)

var errAsk = fault.New(fault.Invalid, i18n.M(
	"Нужен один объект JSON с непустым запросом, без лишних полей и неизвестных значений. Поля перечислены в английском тексте этой ошибки.",
	"One JSON object is wanted here: text is what to look for; off, literal, role, region, status and page are optional."))

// askJSON is a question of a program.
type askJSON struct {
	Text    string    `json:"text"`
	Off     []ChipKey `json:"off"`
	Literal bool      `json:"literal"`
	Role    Role      `json:"role"`
	Region  string    `json:"region"`
	Status  string    `json:"status"`
	Page    int       `json:"page"`
}

// question checks what a program asks.
func (a askJSON) question() (Question, error) {
	k := Question{Text: a.Text, Off: a.Off, Literal: a.Literal, Role: a.Role, Region: a.Region, Status: a.Status, Page: max(a.Page, 1)}
	known := func(c ChipKey) bool { return slices.Contains(ChipKeys(), c) }
	_, status := statusTexts[a.Status]
	switch {
	case a.Text == "" || len(a.Text) > longestNeed || a.Page < 0 || a.Page > mostPages,
		a.Role != "" && !slices.Contains(Roles(), a.Role), a.Status != "" && !status,
		a.Region != "" && regionName(a.Region) == i18n.Same(a.Region),
		slices.ContainsFunc(a.Off, func(c ChipKey) bool { return !known(c) }):
		return Question{}, errAsk
	}
	return k, nil
}

// subjectJSON is whoever was found.
type subjectJSON struct {
	Key    string `json:"key"`
	Kind   Kind   `json:"kind"`
	Name   string `json:"name"`
	INN    string `json:"inn,omitempty"`
	Region string `json:"region,omitempty"`
	Status string `json:"status,omitempty"`
	URL    string `json:"url,omitempty"`
}

// hitJSON is a result with its reasons.
type hitJSON struct {
	subjectJSON
	Form    Form                `json:"form"`
	Role    Role                `json:"role"`
	Title   string              `json:"title"`
	Text    string              `json:"text,omitempty"`
	Score   float64             `json:"score"`
	Matched []string            `json:"matched"`
	Missing []string            `json:"missing"`
	Through []classJSON         `json:"through"`
	Fits    map[ChipKey]Fitting `json:"fits,omitempty"`
}

type classJSON struct {
	Code string `json:"code"`
	Name string `json:"name,omitempty"`
}

type chipJSON struct {
	Key   ChipKey `json:"key"`
	Label string  `json:"label"`
}

// answerJSON is the answer. Near are results for which the conditions in given were given up; without any, they are spelt alike. Meant share no
// word, only the meaning; silent says that what looks by meaning did not answer.
type answerJSON struct {
	Read    string                    `json:"read,omitempty"`
	Chips   []chipJSON                `json:"chips"`
	Named   []subjectJSON             `json:"named"`
	Results []hitJSON                 `json:"results"`
	More    bool                      `json:"more"`
	Near    []hitJSON                 `json:"near"`
	Given   []ChipKey                 `json:"given,omitempty"`
	Meant   []hitJSON                 `json:"meant"`
	Silent  bool                      `json:"silent"`
	Facets  map[string]map[string]int `json:"facets"`
}

// MarshalText says how a passage stands to a condition.
func (f Fitting) MarshalText() ([]byte, error) {
	return []byte([...]string{Unsaid: "unsaid", Fitted: "fits", Unfit: "unfit"}[f]), nil
}

// readAsk reads the one object that a question is.
func readAsk(body io.Reader) (asked askJSON, err error) {
	d := json.NewDecoder(body)
	d.DisallowUnknownFields()
	if err = d.Decode(&asked); err != nil {
		return askJSON{}, err
	}
	switch _, err = d.Token(); {
	case errors.Is(err, io.EOF):
		return asked, nil
	case err == nil:
		err = errAsk // a second value
	}
	return askJSON{}, err
}

func (p *pages) search(w http.ResponseWriter, r *http.Request) error {
	asked, err := readAsk(http.MaxBytesReader(w, r.Body, largestAsk))
	if large := (*http.MaxBytesError)(nil); errors.As(err, &large) {
		return err
	}
	if err != nil {
		return errAsk.Because(err)
	}
	k, err := asked.question()
	if err != nil {
		return err
	}
	found, err := p.ask(r, k)
	if err != nil {
		return err
	}
	return httpx.WriteJSON(w, http.StatusOK, p.answer(found, i18n.From(r.Context())))
}

func (s *Service) answer(f Found, l i18n.Lang) answerJSON {
	a := answerJSON{
		Read: f.Read, Chips: []chipJSON{}, Named: []subjectJSON{}, Results: s.hitsJSON(f.Hits, l), More: f.More, Near: s.hitsJSON(f.Near, l),
		Given: f.Given, Meant: s.hitsJSON(f.Meant, l), Silent: f.Silent, Facets: f.Facets,
	}
	for _, c := range f.Need.Chips {
		a.Chips = append(a.Chips, chipJSON{c.Key, c.Label.In(l)})
	}
	for _, n := range f.Named {
		a.Named = append(a.Named, s.subjectJSON(n, l))
	}
	if a.Facets == nil {
		a.Facets = map[string]map[string]int{}
	}
	return a
}

func (s *Service) subjectJSON(o Subject, l i18n.Lang) subjectJSON {
	j := subjectJSON{Key: o.Key, Kind: o.Kind, Name: o.Name.In(l), INN: o.INN, Region: o.Region, Status: o.Status}
	if o.URL != "" {
		j.URL = s.baseURL + o.URL
	}
	return j
}

func (s *Service) hitsJSON(hits []Hit, l i18n.Lang) []hitJSON {
	list := make([]hitJSON, 0, len(hits))
	for _, h := range hits {
		j := hitJSON{
			subjectJSON: s.subjectJSON(h.Subject, l), Form: h.Passage.Form, Role: h.Passage.Role, Title: h.Passage.Title, Text: h.Passage.Text,
			Score: h.Score, Matched: append([]string{}, h.Matched...), Missing: append([]string{}, h.Missing...), Through: []classJSON{},
		}
		for _, c := range h.Through {
			j.Through = append(j.Through, classJSON(c))
		}
		for _, fit := range h.Fits {
			if j.Fits == nil {
				j.Fits = map[ChipKey]Fitting{}
			}
			j.Fits[fit.Key] = fit.Fits
		}
		list = append(list, j)
	}
	return list
}
