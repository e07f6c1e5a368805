package bot_test

import (
	"encoding/json"
	"testing"
	"time"

	"veche/bot/sandbox"
	"veche/flows/civic"
	"veche/storage"
)

// Somebody asks for their data once a second while nothing reaches them. What waits
// for them is not kept inside itself, and stays small.
func TestAskingForOnesDataAgainAndAgain(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.box.Fail(sandbox.Fault{Chat: anna, Kind: "500", Times: -1})
	for range 12 {
		s.box.Text(anna, anna, "/mydata")
		s.worked()
		s.box.Clock().Advance(time.Second)
	}
	files, bytes := s.waitingFiles(anna)
	if files != 1 {
		t.Errorf("%d files wait for her, want one", files)
	}
	if bytes > 20_000 {
		t.Errorf("%d bytes wait for her", bytes)
	}
	s.box.ClearFaults()
	s.box.Clock().Advance(time.Hour)
	s.settled()
	s.box.Text(anna, anna, "/mydata")
	s.worked()
	s.settled()
	if n := len(s.calls("sendDocument", anna)); n < 2 {
		t.Errorf("she got %d files, want another one an hour later", n)
	}
}

// A document that Telegram refused is kept once, and named in what is kept about her.
func TestARefusedFileIsNotShownInsideTheNext(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	big := make([]byte, 50_000)
	raw, err := json.Marshal(storage.Outgoing{ID: 7, Chat: anna, Message: storage.Message{Text: "отказ", File: &storage.File{Name: "a.png", Data: big}}})
	if err != nil {
		t.Fatal(err)
	}
	s.in(func(tx *storage.Tx) error {
		return storage.Quarantine.Put(tx, 1, storage.Quarantined{ID: 1, At: s.box.Clock().Now(), Person: anna, Kind: "send", Raw: raw, Error: "refused"})
	})
	s.box.Fail(sandbox.Fault{Method: "sendDocument", Kind: "500", Times: -1})
	s.box.Text(anna, anna, "/mydata")
	s.worked()
	files, bytes := s.waitingFiles(anna)
	if files != 1 || bytes > 20_000 {
		t.Errorf("%d files of %d bytes wait, want a small one", files, bytes)
	}
}

// worked waits until every update was confirmed and no job is left.
func (s *scene) worked() {
	s.Helper()
	confirmed(s.T, s.box)
	s.eventually("the jobs", func() bool {
		jobs := 0
		s.in(func(tx *storage.Tx) error { jobs = storage.Jobs.Len(tx); return nil })
		return jobs == 0
	})
}

// waitingFiles is how many documents wait for somebody, and the size of all rows that do.
func (s *scene) waitingFiles(p civic.PersonID) (files, bytes int) {
	s.Helper()
	s.in(func(tx *storage.Tx) error {
		for rec, err := range storage.Outbox.All(tx) {
			if err != nil {
				return err
			}
			if rec.Value.Chat != storage.Private(p) {
				continue
			}
			raw, err := json.Marshal(rec.Value)
			if err != nil {
				return err
			}
			bytes += len(raw)
			if rec.Value.Message.File != nil {
				files++
			}
		}
		return nil
	})
	return files, bytes
}
