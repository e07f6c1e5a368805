package bot

import (
	"net/http"
	"runtime"
	"runtime/debug"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"veche/bot/courier"
	"veche/flows"
)

// metrics are numbers about the bot's work, none of them about people: labels come
// from fixed lists. They have a registry of their own.
type metrics struct {
	registry *prometheus.Registry

	updates  [len(kindNames)]prometheus.Counter
	aside    prometheus.Counter
	rounds   prometheus.Counter
	failed   prometheus.Counter
	items    prometheus.Histogram
	seconds  prometheus.Histogram
	sends    map[courier.Outcome]prometheus.Counter
	answered prometheus.Counter
	dropped  prometheus.Counter
	denied   prometheus.Counter
	backup   prometheus.Gauge
	unsaved  prometheus.Counter
}

// kindNames are the kinds of input as labels.
var kindNames = [...]string{
	flows.Nothing: "nothing", flows.Text: "text", flows.Command: "command", flows.Press: "press",
	flows.Photo: "photo", flows.Location: "location", flows.Other: "other",
	flows.Membership: "membership", flows.Migrated: "migrated", flows.Due: "timer", flows.Finished: "job",
	flows.Undelivered: "undelivered", flows.Unserved: "unserved",
}

func newMetrics() *metrics {
	m := &metrics{registry: prometheus.NewRegistry(), sends: map[courier.Outcome]prometheus.Counter{}}
	m.registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	inputs := m.labelled("veche_inputs_total", "What came in, by kind; failed went into quarantine.", "kind")
	for kind, name := range kindNames {
		m.updates[kind] = inputs.WithLabelValues(name)
	}
	m.aside = inputs.WithLabelValues("failed")
	m.rounds = m.counter("veche_rounds_total", "Rounds committed.")
	m.failed = m.counter("veche_commit_failures_total", "Commits that failed and were tried again.")
	m.items = m.histogram("veche_round_items", "What one round dealt with: updates, timers, receipts, results of jobs.",
		prometheus.ExponentialBuckets(1, 2, 11)) // 1 to 1,024
	m.seconds = m.histogram("veche_commit_seconds", "Time from the beginning of a round to the end of its fsync.",
		prometheus.ExponentialBuckets(0.00025, 2, 15)) // 0.25 ms to 4 s
	calls := m.labelled("veche_sends_total", "Calls that send, by outcome; slow_down and later are tried again.", "outcome")
	for _, o := range courier.Outcomes() {
		m.sends[o] = calls.WithLabelValues(o.String())
	}
	presses := m.labelled("veche_presses_total", "Answers to button presses, by what became of them.", "result")
	m.answered, m.dropped = presses.WithLabelValues("answered"), presses.WithLabelValues("dropped")
	m.denied = m.counter("veche_denied_total", "Presses and commands of people without the right, or of more than they may send at once.")
	m.backup = prometheus.NewGauge(prometheus.GaugeOpts{Name: "veche_backup_timestamp_seconds", Help: "When the last backup of --backups was made; 0 for never."})
	m.registry.MustRegister(m.backup)
	m.unsaved = m.counter("veche_backup_failures_total", "Backups of --backups that failed.")
	m.build()
	return m
}

// build tells which release this is.
func (m *metrics) build() {
	version := "unknown"
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		version = info.Main.Version
	}
	g := prometheus.NewGauge(prometheus.GaugeOpts{
		Name: "veche_build_info", Help: "1; the release is in the labels.",
		ConstLabels: prometheus.Labels{"version": version, "go": runtime.Version()},
	})
	g.Set(1)
	m.registry.MustRegister(g)
}

// handled counts an update that became an input, a timer or the result of a job.
func (m *metrics) handled(kind flows.Kind) {
	if int(kind) < len(m.updates) {
		m.updates[kind].Inc()
	}
}

// putAside counts an update that went into quarantine.
func (m *metrics) putAside() { m.aside.Inc() }

// committed counts a round of n items that took so long; one that failed is only
// counted as such.
func (m *metrics) committed(n int, took time.Duration, err error) {
	if err != nil {
		m.failed.Inc()
		return
	}
	m.rounds.Inc()
	m.items.Observe(float64(n))
	m.seconds.Observe(took.Seconds())
}

// Sent counts a call that sends.
func (m *metrics) Sent(o courier.Outcome) { m.sends[o].Inc() }

// Pressed counts the answer to a press: given, or too late for anybody.
func (m *metrics) Pressed(answered bool) {
	if answered {
		m.answered.Inc()
	} else {
		m.dropped.Inc()
	}
}

// backedUp notes when the last backup was made, or that one failed.
func (m *metrics) backedUp(at time.Time, err error) {
	if err != nil {
		m.unsaved.Inc()
		return
	}
	m.backup.Set(float64(at.Unix()))
}

func (m *metrics) handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{MaxRequestsInFlight: 4})
}

func (m *metrics) counter(name, help string) prometheus.Counter {
	c := prometheus.NewCounter(prometheus.CounterOpts{Name: name, Help: help})
	m.registry.MustRegister(c)
	return c
}

func (m *metrics) labelled(name, help, label string) *prometheus.CounterVec {
	c := prometheus.NewCounterVec(prometheus.CounterOpts{Name: name, Help: help}, []string{label})
	m.registry.MustRegister(c)
	return c
}

func (m *metrics) histogram(name, help string, buckets []float64) prometheus.Histogram {
	h := prometheus.NewHistogram(prometheus.HistogramOpts{Name: name, Help: help, Buckets: buckets})
	m.registry.MustRegister(h)
	return h
}
