package load

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Result is what a run found.
type Result struct {
	Residents int     `json:"residents"`
	Seconds   float64 `json:"seconds"`
	Updates   float64 `json:"updates_per_second"`
	Sends     float64 `json:"sends_per_second"`
	Commits   float64 `json:"commits_per_second"`
	P50       float64 `json:"p50_ms"` // from an update being available to the answer to it
	P90       float64 `json:"p90_ms"`
	P99       float64 `json:"p99_ms"`
	Max       float64 `json:"max_ms"`
	BotCPU    float64 `json:"bot_us_per_update"` // processor time
	LoadCPU   float64 `json:"load_us_per_update"`
	PeakMiB   float64 `json:"bot_anonymous_mib"` // the most, of the whole run
	Reports   int     `json:"reports"`           // filed, each with a receipt of its own number
	StartMS   float64 `json:"start_ms"`          // from the start of the process to its first poll
}

// moment is what the counters stood at.
type moment struct {
	at      time.Time
	answers int64
	sends   int64
	commits float64
	bot     time.Duration
	load    time.Duration
}

func look(t *town, bot *process) (moment, error) {
	commits, err := bot.metric("veche_rounds_total")
	if err != nil {
		return moment{}, err
	}
	m := moment{commits: commits, sends: t.sends.Load(), bot: bot.used(), load: own(), at: time.Now()}
	t.mu.Lock()
	defer t.mu.Unlock()
	m.answers = t.answers
	return m, nil
}

func (r *Result) fill(a, b moment, took []time.Duration) {
	r.Seconds = b.at.Sub(a.at).Seconds()
	n := float64(b.answers - a.answers)
	r.Updates = n / r.Seconds
	r.Sends = float64(b.sends-a.sends) / r.Seconds
	r.Commits = (b.commits - a.commits) / r.Seconds
	if n > 0 {
		r.BotCPU = float64((b.bot - a.bot).Microseconds()) / n
		r.LoadCPU = float64((b.load - a.load).Microseconds()) / n
	}
	slices.Sort(took)
	r.P50, r.P90, r.P99, r.Max = share(took, 0.5), share(took, 0.9), share(took, 0.99), share(took, 1)
}

// share is the time within which so much of all was done, in milliseconds.
func share(sorted []time.Duration, of float64) float64 {
	if len(sorted) == 0 {
		return 0
	}
	return ms(sorted[int(of*float64(len(sorted)-1))])
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// String words the result for people.
func (r Result) String() string {
	var b strings.Builder
	line := func(name, format string, args ...any) {
		fmt.Fprintf(&b, "%-10s"+format+"\n", append([]any{name}, args...)...)
	}
	line("residents", "%d, %.0f s, %d reports filed in all, each with a receipt of its own number", r.Residents, r.Seconds, r.Reports)
	line("updates", "%.0f/s", r.Updates)
	line("answered", "p50 %.1f ms, p90 %.1f ms, p99 %.1f ms, max %.1f ms", r.P50, r.P90, r.P99, r.Max)
	line("sends", "%.0f/s", r.Sends)
	line("commits", "%.0f/s, %.1f updates each", r.Commits, r.Updates/cmp.Or(r.Commits, 1))
	line("processor", "bot %.0f µs an update, load %.0f µs", r.BotCPU, r.LoadCPU)
	line("memory", "bot %.0f MiB at most, the mapped file aside", r.PeakMiB)
	line("start", "%.0f ms to the first poll", r.StartMS)
	return b.String()
}
