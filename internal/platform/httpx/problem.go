package httpx

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
)

// Programmatic reports whether a path is one that programs ask for, and that is answered in JSON.
func Programmatic(path string) bool { return strings.HasPrefix(path, "/api/") }

// problem is the body of an answer that is a refusal (RFC 9457).
type problem struct {
	Type     string `json:"type"`
	Title    string `json:"title"`
	Status   int    `json:"status"`
	Detail   string `json:"detail,omitempty"`
	Instance string `json:"instance,omitempty"` // the number of the request, for support
}

// WriteProblem answers a program that was refused or where something went wrong, in the language of the request. The cause goes to the log only.
func WriteProblem(w http.ResponseWriter, r *http.Request, status int, err error) error {
	p := problem{Type: "about:blank", Title: http.StatusText(status), Status: status}
	var f *fault.Fault
	if errors.As(err, &f) {
		p.Detail = f.Text.In(i18n.From(r.Context()))
	}
	if request := InfoOf(r.Context()).RequestID; request != "" {
		p.Instance = "urn:klaster:request:" + request
	}
	w.Header().Set("Content-Type", "application/problem+json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	return json.NewEncoder(w).Encode(p)
}

// WriteJSON answers a program.
func WriteJSON(w http.ResponseWriter, status int, body any) error {
	content, err := json.Marshal(body)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, err = w.Write(append(content, '\n'))
	return err
}
