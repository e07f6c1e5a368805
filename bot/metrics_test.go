package bot

import (
	"errors"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"veche/bot/courier"
	"veche/flows"
	"veche/storage"
)

// Operators build their alarms on these names.
func TestMetricNames(t *testing.T) {
	m, _ := watched(t)
	want := strings.Fields(`
		veche_backup_failures_total
		veche_backup_timestamp_seconds
		veche_build_info
		veche_commit_failures_total
		veche_commit_seconds
		veche_denied_total
		veche_inputs_total
		veche_outbox_aside_rows
		veche_outbox_oldest_seconds
		veche_outbox_rows
		veche_presses_total
		veche_quarantine_rows
		veche_round_items
		veche_rounds_total
		veche_sends_total
		veche_store_bytes
		veche_store_free_bytes`)
	var got []string
	for _, name := range regexp.MustCompile(`(?m)^# TYPE (veche_\w+)`).FindAllStringSubmatch(exposed(t, m), -1) {
		got = append(got, name[1])
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

func TestMetricsCountWhatHappens(t *testing.T) {
	m, s := watched(t)
	m.handled(flows.Press)
	m.handled(flows.Press)
	m.handled(flows.Due)
	m.putAside()
	m.committed(3, 2*time.Millisecond, nil)
	m.committed(5, time.Millisecond, nil)
	m.committed(5, time.Millisecond, errors.New("disk full"))
	m.Sent(courier.Delivered)
	m.Sent(courier.Refused)
	m.Pressed(true)
	m.Pressed(false)
	m.Pressed(false)
	err := s.Update(func(tx *storage.Tx) error {
		for id := range uint64(3) {
			row := storage.Outgoing{ID: id, Chat: 42 - storage.ChatID(id), Made: noon.Add(time.Duration(id)*time.Second - time.Minute)}
			if err := storage.Outbox.Put(tx, row.Key(), row); err != nil {
				return err
			}
		}
		return storage.Quarantine.Put(tx, 1, storage.Quarantined{ID: 1, Raw: []byte(`{}`)})
	})
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(exposed(t, m), "\n")
	for _, want := range []string{
		`veche_inputs_total{kind="press"} 2`, `veche_inputs_total{kind="timer"} 1`, `veche_inputs_total{kind="photo"} 0`,
		`veche_inputs_total{kind="failed"} 1`,
		`veche_rounds_total 2`, `veche_commit_failures_total 1`, `veche_round_items_sum 8`, `veche_commit_seconds_count 2`,
		`veche_sends_total{outcome="delivered"} 1`, `veche_sends_total{outcome="refused"} 1`, `veche_sends_total{outcome="slow_down"} 0`,
		`veche_presses_total{result="answered"} 1`, `veche_presses_total{result="dropped"} 2`,
		`veche_outbox_rows 3`, `veche_outbox_oldest_seconds 60`, `veche_quarantine_rows 1`,
	} {
		if !slices.Contains(lines, want) {
			t.Errorf("%s is not told", want)
		}
	}
}

// A kind or an outcome without a name would show up as an empty label.
func TestEveryKindHasAName(t *testing.T) {
	if strings.Contains(exposed(t, newMetrics()), `=""`) {
		t.Error("a label is empty")
	}
	if len(kindNames) != int(flows.Unserved)+1 {
		t.Error("a kind of input has no name")
	}
}

func TestMetricsFromManyPlacesAtOnce(t *testing.T) {
	m, s := watched(t)
	h := newHealth(time.Now)
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for range 200 {
				m.handled(flows.Text)
				m.committed(1, time.Millisecond, nil)
				m.Sent(courier.Delivered)
				m.Pressed(true)
				h.wrote(errors.New("disk full"))
				h.wrote(nil)
			}
		})
		all.Go(func() {
			for range 20 {
				get(h.handler(m), "/metrics")
				get(h.handler(m), "/readyz")
				_ = s.Update(func(tx *storage.Tx) error {
					return storage.Outbox.Put(tx, storage.OutgoingKey{ID: 1}, storage.Outgoing{ID: 1, Made: noon})
				})
			}
		})
	}
	all.Wait()
	if !strings.Contains(exposed(t, m), "veche_rounds_total 800\n") {
		t.Error("rounds were lost")
	}
}

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func watched(t *testing.T) (*metrics, *storage.Store) {
	t.Helper()
	s, err := storage.Open(filepath.Join(t.TempDir(), "veche.db"), storage.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	m := newMetrics()
	m.watch(s, func() time.Time { return noon })
	return m, s
}

func exposed(t *testing.T, m *metrics) string {
	t.Helper()
	status, body := get(m.handler(), "/metrics")
	if status != 200 {
		t.Fatalf("%d %s", status, body)
	}
	return body
}
