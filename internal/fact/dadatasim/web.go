// Package dadatasim answers in place of DaData: for tests, and in a trial installation whose settings ask for it. It holds a question
// to what the real service does: the method, the type of the body, the token in the header, a body that is JSON with a query.
package dadatasim

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"

	"github.com/klaster-platform/klaster/internal/platform/outbound"
)

// Party is whom the service knows.
type Party struct {
	INN, OGRN, KPP, Name, Address, Region, Head, Post, Status, Activity string
	Registered, Actual                                                  int64 // milliseconds
}

// Service is the invented service.
type Service struct {
	key     string
	parties func() []Party
}

// New returns a service that takes one key and knows some parties.
func New(key string, parties func() []Party) *Service { return &Service{key, parties} }

// maxBody is the greatest question that the service takes, in octets.
const maxBody = 10 << 10

// ServeHTTP answers a question.
func (s *Service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(io.LimitReader(r.Body, maxBody+1))
	var q struct {
		Query string `json:"query"`
	}
	token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Token ")
	switch {
	case r.Method != http.MethodPost:
		w.WriteHeader(http.StatusMethodNotAllowed)
	case !ok || token == "":
		w.WriteHeader(http.StatusUnauthorized)
	case token != s.key:
		w.WriteHeader(http.StatusForbidden)
	case len(body) > maxBody:
		w.WriteHeader(http.StatusRequestEntityTooLarge)
	case err != nil || r.Header.Get("Content-Type") != "application/json" || json.Unmarshal(body, &q) != nil || q.Query == "":
		w.WriteHeader(http.StatusBadRequest)
	default:
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(map[string]any{"suggestions": s.find(q.Query)}) // whoever asked has gone
	}
}

func (s *Service) find(query string) []any {
	list := []any{}
	for _, p := range s.parties() {
		if p.INN != query && p.OGRN != query {
			continue
		}
		kind := "LEGAL"
		if len(p.OGRN) == 15 {
			kind = "INDIVIDUAL"
		}
		list = append(list, map[string]any{"value": p.Name, "data": map[string]any{
			"inn": p.INN, "ogrn": p.OGRN, "kpp": p.KPP, "type": kind, "branch_type": "MAIN", "okved": p.Activity, "founders": nil,
			"name":       map[string]any{"short_with_opf": p.Name, "full_with_opf": p.Name},
			"state":      map[string]any{"status": p.Status, "code": nil, "actuality_date": p.Actual, "registration_date": p.Registered},
			"address":    map[string]any{"value": p.Address, "data": map[string]any{"region_kladr_id": p.Region + "00000000000"}},
			"management": map[string]any{"name": p.Head, "post": p.Post},
		}})
	}
	return list
}

// Do answers a request without any network, in the place of the platform's client.
func (s *Service) Do(ctx context.Context, r outbound.Request) (outbound.Response, error) {
	req, err := http.NewRequestWithContext(ctx, r.Method, r.URL, bytes.NewReader(r.Body))
	if err != nil {
		return outbound.Response{}, err
	}
	req.Header = r.Header
	w := &written{status: http.StatusOK, header: http.Header{}}
	s.ServeHTTP(w, req)
	return outbound.Response{Status: w.status, Header: w.header, Body: w.body.Bytes()}, nil
}

// written keeps an answer.
type written struct {
	status int
	header http.Header
	body   bytes.Buffer
}

func (w *written) Header() http.Header         { return w.header }
func (w *written) WriteHeader(status int)      { w.status = status }
func (w *written) Write(b []byte) (int, error) { return w.body.Write(b) }

// Trial says that nothing here is real. A real installation takes no such service.
func (*Service) Trial() bool { return true }
