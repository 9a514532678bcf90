// Package obs lets an operator see the program from outside: a log of events without personal data, metrics for
// Prometheus, and whether it is alive and ready.
package obs

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/klaster-platform/klaster/internal/platform/httpx"
)

// Config is the section of the settings about what is seen.
type Config struct {
	Level   string `help:"Least level of events in the log." enum:"debug,info,warn,error" default:"info"`
	Format  string `help:"Form of the log: text or json." enum:"text,json" default:"text"`
	Metrics string `help:"Loopback address for Prometheus and profiles, such as 127.0.0.1:9090. Empty: none." default:""`
}

// NewLogger returns a log of the section's form. Each event of a request bears its number.
func NewLogger(w io.Writer, c Config) (*slog.Logger, error) {
	var level slog.Level
	if err := level.UnmarshalText([]byte(c.Level)); err != nil {
		return nil, fmt.Errorf("log-level: %w", err)
	}
	options := &slog.HandlerOptions{Level: level}
	if c.Format == "json" {
		return slog.New(requestHandler{slog.NewJSONHandler(w, options)}), nil
	}
	return slog.New(requestHandler{slog.NewTextHandler(w, options)}), nil
}

// requestHandler adds the number of the request to each event.
type requestHandler struct{ slog.Handler }

func (h requestHandler) Handle(ctx context.Context, r slog.Record) error {
	if info := httpx.InfoOf(ctx); info.RequestID != "" {
		r.AddAttrs(slog.String("request", info.RequestID))
	}
	return h.Handler.Handle(ctx, r)
}

func (h requestHandler) WithAttrs(attrs []slog.Attr) slog.Handler {
	return requestHandler{h.Handler.WithAttrs(attrs)}
}

func (h requestHandler) WithGroup(name string) slog.Handler {
	return requestHandler{h.Handler.WithGroup(name)}
}

// Metrics is the registry of one process and the figures of its HTTP edge.
type Metrics struct {
	registry *prometheus.Registry
	requests *prometheus.HistogramVec
	jobs     *prometheus.HistogramVec
	outbound *prometheus.HistogramVec
}

// NewMetrics returns a registry with the figures of the Go runtime and the process.
func NewMetrics(version string) *Metrics {
	m := &Metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name:    "klaster_http_request_seconds",
			Help:    "Time to answer a request, by route and status.",
			Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5},
		}, []string{"route", "status"}),
	}
	m.jobs = prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name: "klaster_job_seconds", Help: "Time of one attempt at a job, by kind and outcome.", Buckets: []float64{.001, .01, .1, 1, 10, 60},
	}, []string{"kind", "outcome"})
	m.outbound = prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name: "klaster_outbound_seconds", Help: "Time of one exchange with another server, by purpose and outcome.",
		Buckets: []float64{.01, .05, .25, 1, 5, 15, 60},
	}, []string{"purpose", "outcome"})
	build := prometheus.NewGauge(prometheus.GaugeOpts{
		Name: "klaster_build_info", Help: "Version of the program.", ConstLabels: prometheus.Labels{"version": version},
	})
	build.Set(1)
	m.registry.MustRegister(m.requests, m.jobs, m.outbound, build, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// Register adds the figures of another room.
func (m *Metrics) Register(c prometheus.Collector) error { return m.registry.Register(c) }

// Observe returns an [httpx.Observer] that counts answers and logs each one.
func (m *Metrics) Observe(log *slog.Logger) httpx.Observer {
	return func(r *http.Request, pattern string, status int, took time.Duration) {
		m.requests.WithLabelValues(pattern, strconv.Itoa(status)).Observe(took.Seconds())
		log.LogAttrs(r.Context(), level(pattern, status), "request",
			slog.String("route", pattern), slog.Int("status", status), slog.Duration("took", took.Round(time.Microsecond)))
	}
}

// Job counts one attempt at a job.
func (m *Metrics) Job(kind, outcome string, took time.Duration) {
	m.jobs.WithLabelValues(kind, outcome).Observe(took.Seconds())
}

// Outbound counts one exchange with another server.
func (m *Metrics) Outbound(purpose, outcome string, took time.Duration) {
	m.outbound.WithLabelValues(purpose, outcome).Observe(took.Seconds())
}

// level keeps the log of a quiet day readable: static files and probes are details.
func level(pattern string, status int) slog.Level {
	switch {
	case status >= http.StatusInternalServerError:
		return slog.LevelError
	case pattern == "GET /static/" || pattern == "GET /healthz" || pattern == "GET /readyz":
		return slog.LevelDebug
	}
	return slog.LevelInfo
}

// Handler serves the figures in the format of Prometheus.
func (m *Metrics) Handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{Registry: m.registry})
}

// Check is one condition of readiness.
type Check struct {
	Name string
	Run  func(context.Context) error
}

// Ready returns a handler that answers 200 when every check passes within two seconds, else 503 with the names of those
// that did not. The reasons go to the log.
func Ready(log *slog.Logger, checks ...Check) httpx.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		ctx, cancel := context.WithTimeout(r.Context(), 2*time.Second)
		defer cancel()
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		var failed []string
		for _, c := range checks {
			if err := c.Run(ctx); err != nil {
				log.WarnContext(ctx, "not ready", "check", c.Name, "error", err)
				failed = append(failed, c.Name)
			}
		}
		if len(failed) > 0 {
			w.WriteHeader(http.StatusServiceUnavailable)
			_, err := fmt.Fprintln(w, "not ready:", failed)
			return err
		}
		_, err := io.WriteString(w, "ready\n")
		return err
	}
}

// Alive answers 200: the process runs and serves.
func Alive(w http.ResponseWriter, _ *http.Request) error {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, err := io.WriteString(w, "alive\n")
	return err
}
