package evidence

import (
	"bytes"
	"mime"
	"net/http"
	"strings"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/i18n"
)

// Download is a file to be handed out.
type Download struct {
	Name, MediaType string
	Content         []byte
}

// Download is the sealed receipt as a file. Its name has the number of the case and the day in Moscow.
func (r Receipt) Download() Download {
	number := strings.NewReplacer("/", "-", ".", "-").Replace(r.Number)
	return Download{
		Name:      "receipt-" + number + "-" + r.Created.In(i18n.Moscow()).Format("2006-01-02") + ".p7m",
		MediaType: "application/pkcs7-mime; smime-type=signed-data", // RFC 8551, section 3.2
		Content:   r.Sealed,
	}
}

// Serve answers a request with the file. The handler has judged before that it may go to whoever asks.
func (d Download) Serve(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Type", d.MediaType)
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": d.Name}))
	h.Set("Content-Security-Policy", "sandbox; default-src 'none'")
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(d.Content))
}
