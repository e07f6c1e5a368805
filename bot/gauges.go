package bot

import (
	"errors"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"veche/storage"
)

// gauges are read from the store when somebody looks, so that the rounds pay
// nothing for them.
type gauges struct {
	store *storage.Store
	now   func() time.Time

	waiting, oldest, aside, quarantine, size, free *prometheus.Desc
}

// watch adds what stands in the store. now is the clock by which rows are dated.
func (m *metrics) watch(s *storage.Store, now func() time.Time) {
	desc := func(name, help string) *prometheus.Desc { return prometheus.NewDesc(name, help, nil, nil) }
	m.registry.MustRegister(&gauges{
		store: s, now: now,
		waiting:    desc("veche_outbox_rows", "Messages that have to leave."),
		oldest:     desc("veche_outbox_oldest_seconds", "Age of the oldest of them; at night those to nobody in a hurry wait for the morning."),
		aside:      desc("veche_outbox_aside_rows", "Messages that did not arrive and were put aside."),
		quarantine: desc("veche_quarantine_rows", "Updates that failed and calls that Telegram refused."),
		size:       desc("veche_store_bytes", "Size of the file."),
		free:       desc("veche_store_free_bytes", "Of it, room that can be used again."),
	})
}

// Describe is part of prometheus.Collector.
func (g *gauges) Describe(to chan<- *prometheus.Desc) { prometheus.DescribeByCollect(g, to) }

// Collect is part of prometheus.Collector.
func (g *gauges) Collect(to chan<- prometheus.Metric) {
	set := func(d *prometheus.Desc, v float64) { to <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v) }
	stats := g.store.Stats()
	set(g.size, float64(stats.FileBytes))
	set(g.free, float64(stats.FreeBytes))
	var waiting, aside, quarantine int
	now := g.now()
	oldest := now
	err := g.store.View(func(tx *storage.Tx) error {
		quarantine = storage.Quarantine.Len(tx)
		for rec, err := range storage.Outbox.All(tx) {
			if err != nil && !errors.Is(err, storage.ErrRotten) {
				return err
			}
			if err == nil && rec.Value.Aside != nil {
				aside++
				continue
			}
			if waiting++; err != nil {
				continue
			}
			if rec.Value.Made.Before(oldest) {
				oldest = rec.Value.Made
			}
		}
		return nil
	})
	if err != nil {
		to <- prometheus.NewInvalidMetric(g.waiting, err)
		return
	}
	set(g.waiting, float64(waiting))
	set(g.oldest, now.Sub(oldest).Seconds())
	set(g.aside, float64(aside))
	set(g.quarantine, float64(quarantine))
}
