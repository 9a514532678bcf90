package account

import (
	"net/http"
	"net/url"
	"slices"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/audit"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

const (
	trailPath = "/profile/trail"
	lookTopic = "looks" // in the address; it is no topic of the journal
)

func (p *pages) trail(w http.ResponseWriter, r *http.Request) error {
	if r.URL.Query().Get("kind") == lookTopic {
		return p.trailLooks(w, r)
	}
	topic := topicOf(r)
	list, next, err := p.Trail(r.Context(), actor.From(r.Context()).Person, topic, beforeOf(r))
	if err != nil {
		return err
	}
	page := web.Page{Title: titleTrail, Lead: leadTrail, Shell: web.Cabinet, Section: "trail"}
	return show(w, r, page, trailView(topic, list, next))
}

func (p *pages) trailLooks(w http.ResponseWriter, r *http.Request) error {
	list, next, err := p.ViewsOf(r.Context(), actor.From(r.Context()).Person, beforeOf(r))
	if err != nil {
		return err
	}
	page := web.Page{Title: titleTrail, Lead: leadTrail, Shell: web.Cabinet, Section: "trail"}
	return show(w, r, page, looksView(list, next))
}

// topicOf is the topic in the address; anything else is all of them.
func topicOf(r *http.Request) audit.Topic {
	t := audit.Topic(r.URL.Query().Get("kind"))
	if !slices.Contains(trailTopics(), t) {
		return ""
	}
	return t
}

func beforeOf(r *http.Request) string {
	if s := r.URL.Query().Get("before"); id.Valid(s) {
		return s
	}
	return ""
}

// trailURL is the address of a page of the journal.
func trailURL(path, topic, before string) string {
	v := url.Values{}
	if topic != "" {
		v.Set("kind", topic)
	}
	if before != "" {
		v.Set("before", before)
	}
	if len(v) == 0 {
		return path
	}
	return path + "?" + v.Encode()
}

func (p *pages) trailCSV(w http.ResponseWriter, r *http.Request) error {
	download(w, "text/csv; charset=utf-8", "klaster-journal.csv")
	return p.TrailCSV(r.Context(), w, actor.From(r.Context()).Person, topicOf(r))
}

func (p *pages) trailJSON(w http.ResponseWriter, r *http.Request) error {
	download(w, "application/json", "klaster-journal.json")
	return p.TrailJSON(r.Context(), w, actor.From(r.Context()).Person, topicOf(r))
}

// download says that what follows is a file, for this person alone.
func download(w http.ResponseWriter, kind, name string) {
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
	w.Header().Set("Cache-Control", "no-store")
}
