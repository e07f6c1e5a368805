package bot_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"veche/bot/sandbox"
	"veche/flows/civic"
	"veche/storage"
)

// put puts rows into the quarantine of a file that nobody has open.
func (h *host) put(rows ...storage.Quarantined) {
	h.Helper()
	inStore(h.T, h.db, func(tx *storage.Tx) error {
		for _, q := range rows {
			var err error
			if q.ID, err = storage.Next(tx, storage.QuarantineCounter); err != nil {
				return err
			}
			q.At = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
			if err := storage.Quarantine.Put(tx, q.ID, q); err != nil {
				return err
			}
		}
		return nil
	})
}

// menuAgain is an update in which Anna writes /menu, with a word of hers.
func menuAgain() storage.Quarantined {
	raw := fmt.Sprintf(`{"update_id":1,"message":{"message_id":5,"date":1,"text":"/menu секрет","entities":[{"type":"bot_command","offset":0,"length":5}],`+
		`"from":{"id":%d,"first_name":"Анна"},"chat":{"id":%[1]d,"type":"private"}}}`, anna)
	return storage.Quarantined{Person: anna, Kind: "update", Raw: json.RawMessage(raw), Error: "cannot read \"секрет\"\ngoroutine 1"}
}

func message(text string) storage.Quarantined {
	raw, _ := json.Marshal(storage.Outgoing{ID: 1, Chat: anna, Message: storage.Message{Text: text}})
	return storage.Quarantined{Person: anna, Kind: "send", Raw: raw, Error: "bad request"}
}

func TestTheQuarantineThroughTheBot(t *testing.T) {
	h := newHost(t)
	job, _ := json.Marshal(storage.Job{ID: 9, Kind: "mydata", Args: json.RawMessage(fmt.Sprint(anna))})
	h.put(menuAgain(), message("<b>привет</b>"), message("<wrong>"), storage.Quarantined{Kind: "job mydata", Raw: job, Error: "no"},
		storage.Quarantined{Kind: "update", Raw: json.RawMessage(`{"update_id":2,"message":7}`), Error: "cannot decode"})
	h.box.Start(anna, "") // or the bot may not write to her
	h.start()
	list := h.says(0, `1  2026-11-20`, "quarantine", "--db", h.db)
	if strings.Contains(list, "секрет") || strings.Contains(list, "goroutine") || !strings.Contains(list, `cannot read "…"`) {
		t.Errorf("the list shows too much: %s", list)
	}
	h.says(0, "секрет", "quarantine", "show", "1", "--db", h.db)
	h.says(0, "goroutine 1", "quarantine", "show", "1", "--db", h.db)

	h.says(0, "1 is done", "quarantine", "retry", "1", "--db", h.db)
	h.reads(anna, wording("menu.title"))
	h.says(0, "2 is done", "quarantine", "retry", "2", "--db", h.db)
	h.reads(anna, "привет")
	h.says(0, "4 is done", "quarantine", "retry", "4", "--db", h.db)
	h.reads(anna, wording("mydata.title"))
	h.says(1, "decode update", "quarantine", "retry", "5", "--db", h.db)
	h.says(1, "nothing in quarantine has the number 1", "quarantine", "retry", "1", "--db", h.db)
	h.says(1, "nothing in quarantine has the number 77", "quarantine", "show", "77", "--db", h.db)
	h.says(1, "nothing in quarantine has the number 77", "quarantine", "drop", "77", "--db", h.db)

	h.says(1, "1 of 2 failed again", "quarantine", "retry", "--db", h.db)
	h.until("the refused message to be back", func() bool {
		out, _ := h.command("quarantine", "--db", h.db)
		return strings.Contains(out, "6  ") && strings.Contains(out, "send")
	})
	h.says(0, "5 is gone", "quarantine", "drop", "5", "--db", h.db)
	h.says(0, "6 is gone", "quarantine", "drop", "6", "--db", h.db)
	h.says(0, "The quarantine is empty.", "quarantine", "--db", h.db)
}

func TestTheQuarantineOfABotThatDoesNotRun(t *testing.T) {
	h := newHost(t)
	h.says(1, "no such file", "quarantine", "--db", h.db)
	h.put(menuAgain(), message("x"))
	h.says(0, "update", "quarantine", "list", "--db", h.db)
	h.says(0, "секрет", "quarantine", "show", "1", "--db", h.db)
	h.says(1, "no bot runs", "quarantine", "retry", "1", "--db", h.db)
	h.says(0, "1 is gone", "quarantine", "drop", "1", "--db", h.db)
	h.says(1, "nothing in quarantine has the number 1", "quarantine", "drop", "1", "--db", h.db)
	if out := h.says(0, "send", "quarantine", "--db", h.db); strings.Contains(out, "update") {
		t.Errorf("the dropped row is still there: %s", out)
	}
}

func TestBackups(t *testing.T) {
	h := newHost(t)
	h.says(1, "no such file", "backup", "copy.db", "--db", h.db)
	r := h.start()
	h.says(0, "is copied to", "backup", "hot.db", "--db", "veche.db")
	h.says(0, "is sound", "check", "hot.db")
	h.says(1, "there is such a file", "backup", "hot.db", "--db", "veche.db")
	h.says(1, "no such file", "backup", "no/folder.db", "--db", "veche.db")
	if info, err := os.Stat(h.db + ".sock"); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the socket: %v, %v", info.Mode(), err)
	}
	r.stop()
	h.says(0, "is copied to", "backup", "cold.db", "--db", "veche.db")
	h.says(0, "is sound", "check", "cold.db")
}

// A process that was killed leaves its socket, which neither a command nor the next
// run may stumble over.
func TestASocketThatWasLeftBehind(t *testing.T) {
	h := newHost(t)
	h.start().kill()
	if _, err := os.Stat(h.db + ".sock"); err != nil {
		t.Fatal("the test needs the socket", err)
	}
	h.says(0, "is copied to", "backup", "cold.db", "--db", "veche.db")
	r := h.start()
	h.says(0, "is copied to", "backup", "hot.db", "--db", "veche.db")
	if said := r.said.String(); strings.Contains(said, "level=WARN") {
		t.Errorf("it complains: %s", said)
	}
	if left, _ := filepath.Glob(filepath.Join(h.dir, ".s*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestASocketThatCannotBe(t *testing.T) {
	h := newHost(t)
	long := filepath.Join(h.dir, strings.Repeat("далеко-", 8))
	if err := os.Mkdir(long, 0o700); err != nil {
		t.Fatal(err)
	}
	h.db = filepath.Join(long, "veche.db")
	r := h.start()
	h.until("the warning", func() bool { return strings.Contains(r.said.String(), "is too long for a unix socket") })
	h.says(1, "does not answer at", "backup", "copy.db", "--db", h.db)
	r.stop() // residents were served all the same
	h.says(0, "is copied to", "backup", "copy.db", "--db", h.db)
}

func TestCheckSaysWhatIsWrong(t *testing.T) {
	h := newHost(t)
	h.put(message("x"))
	whole, err := os.ReadFile(h.db)
	if err != nil {
		t.Fatal(err)
	}
	write := func(name string, b []byte) {
		if err := os.WriteFile(filepath.Join(h.dir, name), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("short.db", whole[:len(whole)/2])
	write("empty.db", nil)
	write("letter.db", []byte(strings.Repeat("Уважаемый бот! ", 1000)))
	rotten := strings.Replace(string(whole), `"kind":"send"`, `"kind":"sand"`, -1)
	write("rotten.db", []byte(rotten))
	h.says(1, "cut short", "check", "short.db")
	h.says(1, "cut short", "check", "empty.db")
	h.says(1, "is not a file of veche", "check", "letter.db")
	h.says(1, "quarantine 1: rotten record", "check", "rotten.db")
	h.says(1, "is damaged (1 findings)", "check", "rotten.db")
	h.says(1, "no such file", "check", "none.db")
	h.says(0, "is sound", "check", "veche.db")
}

func TestBackupsEveryDay(t *testing.T) {
	h := newHost(t)
	dir := filepath.Join(h.dir, "backups")
	kept := func() []string {
		names, _ := filepath.Glob(filepath.Join(dir, "veche-*.db"))
		return names
	}
	r := h.start("--backups", dir, "--keep", "2")
	h.until("the first", func() bool { return len(kept()) == 1 })
	h.says(0, "is sound", "check", kept()[0])
	r.stop()
	for _, days := range []int{2, 3, 40} {
		name := storage.BackupName(time.Now().AddDate(0, 0, -days))
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	fresh := kept()[len(kept())-1]
	h.start("--backups", dir, "--keep", "2").stop()
	if names := kept(); names[len(names)-1] != fresh {
		t.Errorf("another backup on the same day: %v", names)
	}
	if err := os.Remove(fresh); err != nil {
		t.Fatal(err)
	}
	h.start("--backups", dir, "--keep", "2")
	h.until("a new one and the newest old one", func() bool { return len(kept()) == 2 })
	h.says(1, "not a directory", "run", "--api-url", h.url, "--db", h.db+".other", "--backups", h.db)
}

// A record that rotted is refused. That must hold up nobody but those it is about.
func TestARottenRecordHoldsUpNobody(t *testing.T) {
	h := newHost(t)
	h.box.AddPerson(sandbox.Person{ID: boris, FirstName: "Борис", Language: "ru"})
	inStore(t, h.db, func(tx *storage.Tx) error {
		return storage.People.Put(tx, anna, civic.Person{ID: anna, Language: "ru", District: "vyazemsky"})
	})
	whole, err := os.ReadFile(h.db)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(h.db, bytes.ReplaceAll(whole, []byte("vyazemsky"), []byte("vyazamsky")), 0o600); err != nil {
		t.Fatal(err)
	}
	h.start()
	h.box.Text(anna, anna, "/menu")
	h.box.Text(boris, boris, "/menu")
	h.reads(boris, wording("menu.title"))
	h.reads(anna, wording("sorry"))
	h.says(0, "rotten record", "quarantine", "--db", h.db)
}

// Rows of the outbox, jobs and timers that rotted hold up none of those behind them.
func TestRottenWorkHoldsUpNone(t *testing.T) {
	h := newHost(t)
	h.box.AddPerson(sandbox.Person{ID: boris, FirstName: "Борис", Language: "ru"})
	inStore(t, h.db, func(tx *storage.Tx) error {
		var errs []error
		for _, text := range []string{"vyazemsky", "Приём"} {
			id, err := storage.Next(tx, storage.OutboxCounter)
			row := storage.Outgoing{ID: id, Chat: boris, Message: storage.Message{Text: text}}
			errs = append(errs, err, storage.Outbox.Put(tx, row.Key(), row))
		}
		for i, kind := range []string{"vyazemsky", "unheard_of"} {
			id, err := storage.Next(tx, storage.JobCounter)
			due := time.Now().Add(time.Duration(i-100) * time.Hour)
			errs = append(errs, err, storage.Jobs.Put(tx, id, storage.Job{ID: id, Kind: kind}),
				storage.Timers.Put(tx, kind, storage.Timer{Name: kind, Kind: kind, Due: due}))
		}
		return errors.Join(errs...)
	})
	whole, err := os.ReadFile(h.db)
	if err != nil {
		t.Fatal(err)
	}
	for _, field := range []string{`"kind":"`, `"text":"`} {
		whole = bytes.ReplaceAll(whole, []byte(field+"vyazemsky"), []byte(field+"vyazamsky"))
	}
	if err := os.WriteFile(h.db, whole, 0o600); err != nil {
		t.Fatal(err)
	}
	h.box.Text(boris, boris, "/menu")
	h.start()
	h.reads(boris, "Приём")
	h.until("the sound timer", func() bool {
		out := h.says(0, "", "quarantine", "--db", h.db)
		return strings.Contains(out, "timer unheard_of")
	})
}
