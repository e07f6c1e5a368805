package bot_test

import (
	"strings"
	"testing"
	"time"

	"veche/bot/sandbox"
	"veche/storage"
)

// queue puts rows into the outbox of a file that nobody has open, and aside those that
// say why.
func (h *host) queue(texts ...string) {
	h.Helper()
	at := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	inStore(h.T, h.db, func(tx *storage.Tx) error {
		for _, text := range texts {
			id, err := storage.Next(tx, storage.OutboxCounter)
			if err != nil {
				return err
			}
			text, why, aside := strings.Cut(text, "; ")
			row := storage.Outgoing{ID: id, Chat: anna, Made: at, Message: storage.Message{Text: text}}
			if aside {
				row.Aside = &storage.Aside{At: at, Why: why, Error: "no «секрет» here"}
			}
			if err := storage.Outbox.Put(tx, row.Key(), row); err != nil {
				return err
			}
		}
		return nil
	})
}

func TestTheOutboxThroughTheBot(t *testing.T) {
	h := newHost(t)
	h.queue("секрет один; failure", "секрет два; unknown", "секрет три", "секрет четыре")
	h.box.Start(anna, "")
	h.box.Fail(sandbox.Fault{Method: "sendMessage", Kind: "500", Times: -1})
	h.start()
	list := h.says(0, "1  2026-11-20", "outbox", "--db", h.db)
	if strings.Contains(list, "секрет") || !strings.Contains(list, "failure") || !strings.Contains(list, "waits") {
		t.Errorf("the list: %s", list)
	}
	h.says(0, "секрет один", "outbox", "show", "1", "--db", h.db)
	h.says(1, "nothing in the outbox has the number 77", "outbox", "show", "77", "--db", h.db)
	h.says(1, "nothing in the outbox has the number 77", "outbox", "repeat", "77", "--db", h.db)
	h.says(1, "nothing in the outbox has the number 77", "outbox", "drop", "77", "--db", h.db)
	h.says(1, "waits for its turn", "outbox", "repeat", "4", "--db", h.db)
	h.says(0, "4 is gone", "outbox", "drop", "4", "--db", h.db)
	h.says(0, "2 is gone", "outbox", "drop", "2", "--db", h.db)
	h.says(0, "1 leaves again", "outbox", "repeat", "1", "--db", h.db)
	h.box.ClearFaults()
	h.reads(anna, "секрет один")
	h.reads(anna, "секрет три")
	h.until("the outbox to be empty", func() bool {
		out, _ := h.command("outbox", "--db", h.db)
		return strings.Contains(out, "The outbox is empty.")
	})
	for _, m := range h.box.Messages(anna) {
		if m.Text == "секрет два" || m.Text == "секрет четыре" {
			t.Errorf("%s was dropped, and arrived", m.Text)
		}
	}
}

func TestTheOutboxOfABotThatDoesNotRun(t *testing.T) {
	h := newHost(t)
	h.says(1, "no such file", "outbox", "--db", h.db)
	h.queue("секрет один; failure", "секрет два; unknown")
	h.says(0, "unknown", "outbox", "list", "--db", h.db)
	h.says(0, "секрет два", "outbox", "show", "2", "--db", h.db)
	h.says(0, "2 is gone", "outbox", "drop", "2", "--db", h.db)
	h.says(0, "1 leaves again", "outbox", "repeat", "1", "--db", h.db)
	h.says(0, "waits", "outbox", "--db", h.db)
	h.box.Start(anna, "")
	h.start()
	h.reads(anna, "секрет один")
}
