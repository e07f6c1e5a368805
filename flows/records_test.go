package flows_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"veche/storage"
)

// records is everything kept but sessions, as JSON by collection and key.
func records(t testing.TB, tx *storage.Tx) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := errors.Join(
		note(out, tx, "people", storage.People), note(out, tx, "grants", storage.Grants), note(out, tx, "invitations", storage.Invitations),
		note(out, tx, "acts", storage.Acts), note(out, tx, "destructions", storage.Destructions), note(out, tx, "reports", storage.Reports),
		note(out, tx, "followers", storage.Followers), note(out, tx, "likenesses", storage.Likenesses), note(out, tx, "desks", storage.Desks), note(out, tx, "outbox", storage.Outbox), note(out, tx, "lives", storage.Lives),
		note(out, tx, "timers", storage.Timers), note(out, tx, "jobs", storage.Jobs), note(out, tx, "quarantine", storage.Quarantine),
		note(out, tx, "bans", storage.Bans), note(out, tx, "rules", storage.Rules), note(out, tx, "templates", storage.Templates), note(out, tx, "values", storage.Values))
	if err != nil {
		t.Fatal(err)
	}
	// What somebody was denied is on the record: desk_test looks at that.
	for at, record := range out {
		if strings.HasPrefix(at, "acts/") && strings.Contains(record, `"what":"denied"`) {
			delete(out, at)
		}
	}
	delete(out, "values/"+storage.ActCounter)
	return out
}

func note[K, V any](into map[string]string, tx *storage.Tx, name string, c *storage.Collection[K, V]) error {
	for rec, err := range c.All(tx) {
		if err != nil {
			return err
		}
		raw, err := json.Marshal(rec.Value)
		if err != nil {
			return err
		}
		into[fmt.Sprintf("%s/%v", name, rec.Key)] = string(raw)
	}
	return nil
}

// differences lists the records that differ.
func differences(before, after map[string]string) []string {
	var out []string
	for k, v := range after {
		if before[k] != v {
			out = append(out, k)
		}
	}
	for k := range before {
		if _, ok := after[k]; !ok {
			out = append(out, k+" (gone)")
		}
	}
	slices.Sort(out)
	return out
}

func number[N ~int64 | ~uint64](n N) string { return fmt.Sprint(n) }
