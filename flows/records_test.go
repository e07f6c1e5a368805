package flows_test

import (
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
	for rec, err := range storage.Everything(tx) {
		if err != nil {
			t.Fatal(err)
		}
		if rec.Collection != storage.Sessions.Name() {
			out[rec.Collection+"/"+rec.Key] = string(rec.JSON)
		}
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
