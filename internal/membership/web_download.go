package membership

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/httpx"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// mostRows bounds a file: more members than an installation is built for.
const mostRows = 200_000

// download gives what is found as a file: CSV, XLSX or JSON.
func (p *pages) download(w http.ResponseWriter, r *http.Request) error {
	kind := r.PathValue("kind")
	if kind == "feed" {
		return p.feed(w, r)
	}
	media := map[string]string{
		"csv": "text/csv; charset=utf-8", "json": "application/json",
		"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	}[kind]
	if media == "" {
		return httpx.ErrNoPage
	}
	done, err := p.turn()
	if err != nil {
		return err
	}
	defer done()
	var list []Member
	err = p.db.View(r.Context(), func(q sqldb.Querier) (err error) {
		found, err := planned(r.Context(), q, queryOf(r))
		if err != nil {
			return err
		}
		list, err = found.take(r.Context(), q, mostRows, 0)
		return err
	})
	if err != nil {
		return err
	}
	var b bytes.Buffer
	switch kind {
	case "csv":
		err = writeCSV(&b, table(list, i18n.From(r.Context())))
	case "xlsx":
		err = writeXLSX(&b, sheetName.In(i18n.From(r.Context())), table(list, i18n.From(r.Context())))
	case "json":
		err = writeJSON(&b, list, p.clock.Now())
	}
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", media)
	w.Header().Set("Content-Disposition", `attachment; filename="members.`+kind+`"`)
	_, err = w.Write(b.Bytes())
	return err
}

// table is the register as rows of texts, the head first.
func table(list []Member, l i18n.Lang) [][]string {
	head := []i18n.Text{columnName, keyOGRN, keyINN, columnStatus, keyState, columnRegion, labelOkrug, labelDirection, columnSince}
	rows := [][]string{make([]string, len(head))}
	for i, t := range head {
		rows[0][i] = t.In(l)
	}
	for _, m := range list {
		var directions []string
		for _, d := range m.Profile.Directions {
			directions = append(directions, text(d.Label).In(l))
		}
		rows = append(rows, []string{
			m.Name, m.OGRN, m.INN, statusTexts[m.Status].In(l), stateTexts[m.State].In(l), regionName(m.Region).In(l), m.Okrug.name().In(l),
			strings.Join(directions, ", "), m.Since.In(i18n.Moscow()).Format(time.DateOnly),
		})
	}
	return rows
}

// publicMember is a member in the JSON of the register.
type publicMember struct {
	Name       string      `json:"name"`
	OGRN       string      `json:"ogrn"`
	INN        string      `json:"inn"`
	Status     Status      `json:"status"`
	State      State       `json:"state"`
	Region     string      `json:"region"`
	Okrug      Okrug       `json:"okrug"`
	Since      string      `json:"since"`
	Changed    time.Time   `json:"changed"`
	Directions []string    `json:"directions"`
	Published  []Published `json:"published"`
}

func writeJSON(b *bytes.Buffer, list []Member, now time.Time) error {
	out := struct {
		Format  string         `json:"format"`
		Made    time.Time      `json:"made"`
		Total   int            `json:"total"`
		Members []publicMember `json:"members"`
	}{"klaster members 1", now.UTC().Truncate(time.Second), len(list), make([]publicMember, 0, len(list))}
	for _, m := range list {
		one := publicMember{
			Name: m.Name, OGRN: m.OGRN, INN: m.INN, Status: m.Status, State: m.State, Region: m.Region, Okrug: m.Okrug,
			Since: m.Since.In(i18n.Moscow()).Format(time.DateOnly), Changed: m.Changed.UTC(), Directions: []string{}, Published: m.Profile.Entries,
		}
		for _, d := range m.Profile.Directions {
			one.Directions = append(one.Directions, d.Key)
		}
		if one.Published == nil {
			one.Published = []Published{}
		}
		out.Members = append(out.Members, one)
	}
	if err := json.NewEncoder(b).Encode(out); err != nil {
		return fmt.Errorf("write the register: %w", err)
	}
	return nil
}

// The feed is Atom (RFC 4287).
type atomFeed struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Title   string      `xml:"title"`
	ID      string      `xml:"id"`
	Updated string      `xml:"updated"`
	Link    atomLink    `xml:"link"`
	Author  string      `xml:"author>name"`
	Entries []atomEntry `xml:"entry"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr,omitempty"`
	Href string `xml:"href,attr"`
}

type atomEntry struct {
	Title   string   `xml:"title"`
	ID      string   `xml:"id"`
	Updated string   `xml:"updated"`
	Link    atomLink `xml:"link"`
}

// feed tells the latest changes. It names organisations and what became of their statuses, and no reason or official.
func (p *pages) feed(w http.ResponseWriter, r *http.Request) error {
	const most = 50
	l := i18n.From(r.Context())
	site := p.baseURL
	if l == i18n.English {
		site += "/en"
	}
	f := atomFeed{Title: feedTitle.In(l), ID: p.baseURL + pathFiles + "/feed", Link: atomLink{"self", site + pathFiles + "/feed"}, Author: p.operator.In(l)}
	err := p.db.View(r.Context(), func(q sqldb.Querier) error {
		events, err := latestEvents(r.Context(), q, most)
		if err != nil {
			return err
		}
		for _, e := range events {
			m, err := memberOf(r.Context(), q, e.Organisation)
			if err != nil {
				return err
			}
			f.Entries = append(f.Entries, atomEntry{
				Title: m.Name + ": " + kindTexts[e.Kind].In(l) + " (" + statusTexts[e.Status].In(l) + ")", ID: "urn:uuid:" + e.ID,
				Updated: e.At.UTC().Format(time.RFC3339), Link: atomLink{Href: site + cardPath(m.OGRN)},
			})
		}
		return nil
	})
	if err != nil {
		return err
	}
	f.Updated = p.clock.Now().UTC().Format(time.RFC3339)
	if len(f.Entries) > 0 {
		f.Updated = f.Entries[0].Updated
	}
	content, err := xml.Marshal(f)
	if err != nil {
		return fmt.Errorf("write the feed: %w", err)
	}
	w.Header().Set("Content-Type", "application/atom+xml; charset=utf-8")
	_, err = w.Write(append([]byte(xml.Header), content...))
	return err
}
