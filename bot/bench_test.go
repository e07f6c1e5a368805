package bot

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"veche/bot/courier"
	"veche/flows"
	"veche/flows/civic"
	"veche/flows/subjects"
	"veche/locales"
	"veche/storage"
)

const benched = 100 // residents, and so updates in a round

// BenchmarkRound is what the loop does for a hundred updates: the receipts of the
// last round, translation, conversations, wording, and a commit with its fsync. The
// residents walk the steps of the report. The network is left out.
func BenchmarkRound(b *testing.B) {
	s := newStreet(b)
	for range 9 { // consent, and a home district
		items := s.updates(b)
		for _, it := range items {
			s.bot.readOne(it.update)
		}
		s.round(b, items)
	}
	b.ReportAllocs()
	for b.Loop() {
		b.StopTimer()
		items := s.updates(b)
		b.StartTimer()
		for _, it := range items {
			s.bot.readOne(it.update)
		}
		s.round(b, items)
	}
	s.check(b)
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*benched), "ns/update")
}

// street is a hundred residents before a bot without a network.
type street struct {
	bot      *Bot
	people   [benched]walker
	receipts []item
	last     int64 // update
}

// walker is a resident: the step, and the last message with buttons or without.
type walker struct {
	step    int
	message storage.Message
	id      int
}

func newStreet(b *testing.B) *street {
	b.Helper()
	quiet := quietBot(b)
	quiet.engine.Unlimited = true // all write the same
	return &street{bot: quiet}
}

// quietBot is a bot without a network, with a new file.
func quietBot(t testing.TB, more ...flows.Conversation) *Bot {
	t.Helper()
	store, err := storage.Open(filepath.Join(t.TempDir(), "veche.db"), storage.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	words, err := locales.New()
	if err != nil {
		t.Fatal(err)
	}
	engine, err := flows.NewEngine(civic.Smolensk(), nil, append(subjects.All(), more...)...)
	if err != nil {
		t.Fatal(err)
	}
	street := &Bot{
		wording: wording{locales: words, zone: engine.Region.Zone}, store: store, engine: engine,
		log: slog.New(slog.DiscardHandler), seen: seen{ids: map[int64]bool{}},
	}
	street.met.Store(&identity{ID: 1, Username: "veche_bot"})
	return street
}

// round commits everything and lets it arrive.
func (s *street) round(b *testing.B, items []item) {
	items = append(s.receipts, items...)
	s.receipts = nil
	for len(items) > 0 {
		fx, err := s.bot.commit(items, s.last+1, time.Now(), make([]byte, 32))
		if err != nil {
			b.Fatal(err)
		}
		s.bot.seen.committed()
		for _, row := range fx.rows {
			s.arrive(b, row)
		}
		items = items[fx.done:]
	}
}

// check looks whether it was the work it should have been.
func (s *street) check(b *testing.B) {
	err := s.bot.store.View(func(tx *storage.Tx) error {
		if bad, filed := storage.Quarantine.Len(tx), storage.Reports.Len(tx); bad > 0 || filed < benched {
			b.Errorf("%d updates in quarantine, %d reports", bad, filed)
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
}

func (s *street) arrive(b *testing.B, row storage.Outgoing) {
	r := courier.Receipt{Row: row, Outcome: courier.Delivered, Message: int(row.ID)}
	m := row.Message
	if row.Live != "" {
		live, ok, err := s.bot.live(row.Chat, row.Live)
		if err != nil || !ok {
			b.Fatal("there is no live message", row.Live, err)
		}
		r.Shown, m = live.Wanted, live.Wanted
	}
	s.receipts = append(s.receipts, item{receipt: &r})
	if w := &s.people[row.Chat-1]; row.Live == "" {
		w.message, w.id = m, r.Message
	}
}

// updates are what everybody does next: the first button, or words where there is
// something to write. On the first walk consent and the district come between.
func (s *street) updates(b *testing.B) []item {
	items := make([]item, benched)
	for i := range s.people {
		w := &s.people[i]
		s.last++
		raw := fmt.Sprintf(`{"update_id":%d,%s}`, s.last, w.act(b, i+1, int(s.last)))
		items[i].update = &update{id: s.last, raw: json.RawMessage(raw)}
	}
	return items
}

// walk is how many steps a report has.
const walk = 7

func (w *walker) act(b *testing.B, person, id int) string {
	step := w.step - 1 // consent comes once
	w.step++
	switch {
	case step < 0 || step > 0 && step%walk == 0:
		return written(person, id, "/report")
	case step == 1:
		return written(person, id, "Вяземский")
	case step%walk == 3:
		return written(person, id, "На улице Ленина третью неделю не убирают двор: снег лежит до колена, к подъезду не пройти с коляской.")
	case step%walk == 5:
		return written(person, id, "улица Ленина, 14, вход со двора")
	}
	if len(w.message.Buttons) == 0 {
		b.Fatalf("nothing to press at step %d: %s", step, w.message.Text)
	}
	return w.press(b, person)
}

const who = `"from":{"id":%[1]d,"is_bot":false,"first_name":"Анна","language_code":"ru"},"chat":{"id":%[1]d,"type":"private"},"date":1795000000`

func written(person, id int, words string) string {
	entities := ""
	if words[0] == '/' {
		entities = fmt.Sprintf(`,"entities":[{"offset":0,"length":%d,"type":"bot_command"}]`, len(words))
	}
	return fmt.Sprintf(`"message":{"message_id":%[2]d,`+who+`,"text":%[3]q%[4]s}`, person, id, words, entities)
}

// press brings the whole message along, as Telegram does.
func (w *walker) press(b *testing.B, person int) string {
	text, err := json.Marshal(w.message.Text)
	if err != nil {
		b.Fatal(err)
	}
	markup, err := json.Marshal(map[string]any{"inline_keyboard": keysOf(w.message.Buttons)})
	if err != nil {
		b.Fatal(err)
	}
	return fmt.Sprintf(`"callback_query":{"id":"1","chat_instance":"1","data":%[2]q,"message":{"message_id":%[3]d,"text":%[4]s,"reply_markup":%[5]s,`+
		who+`},"from":{"id":%[1]d,"is_bot":false,"first_name":"Анна","language_code":"ru"}}`,
		person, w.message.Buttons[0][0].Data, w.id, text, markup)
}

func keysOf(rows [][]storage.Button) (all [][]map[string]string) {
	for _, row := range rows {
		var keys []map[string]string
		for _, b := range row {
			keys = append(keys, map[string]string{"text": b.Text, "callback_data": b.Data})
		}
		all = append(all, keys)
	}
	return all
}
