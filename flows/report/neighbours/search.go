package neighbours

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/stems"
	"veche/flows/report/cards"
	"veche/storage"
)

const (
	maxQuery  = 100  // characters
	maxWords  = 5    // of a query; they have to fit into a button
	maxFound  = 50   // reports
	homeTried = 1000 // newest reports of one's district with the rarest of the words
	farTried  = 100  // and of each other district: the whole takes milliseconds
)

type query struct {
	Words string `json:"words"`
}

// searchForm asks what to look for. Nothing is kept.
var searchForm = flows.Flow[query]{
	Name:  "search",
	Open:  true,
	First: "words",
	Table: flows.Line("words"),
	Steps: flows.Steps[query]{"words": flows.Write("search.words", maxQuery,
		func(q *query, s string) { q.Words = s }, func(q query) string { return q.Words })},
	Finish: func(t *flows.Turn, q query) error { return search(t, q.Words) },
}

// askSearch asks for words, unless they came with the command.
func askSearch(t *flows.Turn) error {
	if words := strings.TrimSpace(t.Payload); words != "" {
		return search(t, words)
	}
	return searchForm.Start(t, query{})
}

// search looks for a number, or for words.
func search(t *flows.Turn, words string) error {
	number := strings.TrimSpace(strings.TrimLeft(words, "№#Nno. "))
	if id, err := strconv.ParseUint(number, 10, 64); err == nil {
		return card(t, civic.ReportID(id))
	}
	sought := stems.Sought(words)
	return listFound(t, sought[:min(len(sought), maxWords)], 0)
}

func turnSearch(t *flows.Turn, v flows.Values) error {
	var sought []uint32
	for _, s := range v[min(1, len(v)):min(len(v), 1+maxWords)] {
		if n, err := strconv.ParseUint(s, 36, 32); err == nil {
			sought = append(sought, uint32(n))
		}
	}
	return listFound(t, sought, page(v, 0))
}

func listFound(t *flows.Turn, sought []uint32, page int) error {
	found, err := find(t, sought)
	if err != nil {
		return err
	}
	if len(found) == 0 {
		t.Reply(flows.Message{Key: "search.none", Under: flows.MainMenu})
		return nil
	}
	at := flows.PageAt(page, len(found), perPage)
	m := flows.Message{Key: "search.title", InPlace: true}
	var lines []flows.Term
	for _, id := range found[at.From:at.To] {
		r, err := Public(t.Tx, id)
		if err != nil {
			continue // withdrawn
		}
		d, _ := t.Region.District(r.District)
		lines = append(lines, flows.Term{Key: "search.line", Args: flows.Args{"ID": r.ID, "District": d.Short, "Text": cards.Brief(r)}})
		m.Rows = append(m.Rows, line(t, r, 0))
	}
	m.Args = flows.Args{"Lines": lines, "Count": len(found)}
	m.Rows = append(m.Rows, searchPage.PagesBy(at.Here, at.Of, func(p int) []any {
		values := []any{p} // first: the words vary in number
		for _, s := range sought {
			values = append(values, strconv.FormatUint(uint64(s), 36))
		}
		return values
	})...)
	t.Reply(m)
	return nil
}

// find returns public reports with all the words, the newest of the person's own
// district first, then the newest of the others.
func find(t *flows.Turn, sought []uint32) ([]civic.ReportID, error) {
	if len(sought) == 0 {
		return nil, nil
	}
	home := homeOf(t)
	first, err := findIn(t.Tx, home, sought, homeTried)
	if err != nil {
		return nil, err
	}
	var rest []civic.ReportID
	for _, d := range t.Region.Districts {
		if d.ID == home {
			continue
		}
		found, err := findIn(t.Tx, d.ID, sought, farTried)
		if err != nil {
			return nil, err
		}
		rest = append(rest, found...)
	}
	slices.Sort(rest)
	slices.Reverse(rest)
	all := append(first, rest...)
	return all[:min(len(all), maxFound)], nil
}

// findIn walks over the reports of a district with the rarest word, the newest first,
// and keeps those that have the others too. No report is read.
func findIn(tx *storage.Tx, d civic.DistrictID, sought []uint32, tried int) (found []civic.ReportID, err error) {
	rarest, others := rarestFirst(tx, d, sought, tried)
	for id, err := range storage.ReportsWord.KeysBackward(tx, rarest, storage.Span{Limit: tried}) {
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(others, func(key []byte) bool { return !storage.ReportsWord.Has(tx, key, id) }) {
			continue
		}
		if found = append(found, id); len(found) == maxFound {
			break
		}
	}
	return found, nil
}

// rarestFirst sorts the keys of words by how many reports of a district have them,
// counted up to most.
func rarestFirst(tx *storage.Tx, d civic.DistrictID, sought []uint32, most int) (rarest []byte, others [][]byte) {
	type word struct {
		key   []byte
		count int
	}
	var words []word
	for _, s := range sought {
		key := storage.WordKey(s, d)
		count := 0
		if len(sought) > 1 {
			count = storage.ReportsWord.Count(tx, key, most)
		}
		words = append(words, word{key, count})
	}
	slices.SortStableFunc(words, func(a, b word) int { return cmp.Compare(a.count, b.count) })
	for _, w := range words[1:] {
		others = append(others, w.key)
	}
	return words[0].key, others
}
