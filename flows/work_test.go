package flows_test

import (
	"encoding/json"
	"testing"

	"veche/flows"
	"veche/flows/civic"
	"veche/storage"
)

// What jobs read of long collections they read in short transactions, and others write in
// between.
func TestALongReadIsCut(t *testing.T) {
	const many = 1700
	store, engine := stage(t), newEngine(t)
	if err := store.Update(func(tx *storage.Tx) error {
		for id := range uint64(many) {
			if err := storage.Acts.Put(tx, id+1, civic.Act{ID: id + 1, At: monday, Person: players["author"]}); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	views := 0
	w := flows.Work{Args: json.RawMessage("3"), View: func(do func(*storage.Tx) error) error {
		views++
		if err := store.View(do); err != nil {
			return err
		}
		return store.Update(func(tx *storage.Tx) error { return storage.Acts.Delete(tx, uint64(views)) }) // no reader is open
	}}
	found, err := engine.Run(t.Context(), "mydata", w)
	if err != nil {
		t.Fatal(err)
	}
	if views < many/500 {
		t.Errorf("it read in %d transactions", views)
	}
	var acts struct {
		Data []byte
		Acts []json.RawMessage
	}
	raw, err := json.Marshal(found)
	if err == nil {
		err = json.Unmarshal(raw, &acts)
	}
	if err == nil && acts.Data != nil {
		err = json.Unmarshal(acts.Data, &acts)
	}
	if err != nil {
		t.Fatal(err)
	}
	if n := len(acts.Acts); n < many-20 || n > many {
		t.Errorf("it found %d of %d acts", n, many)
	}
}
