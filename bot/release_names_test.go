package bot_test

import (
	"os"
	"slices"
	"strings"

	"veche/flows/civic"
	"veche/storage"
)

// note takes down what answers the buttons of the question carry that somebody stands at.
func (p *troupe) note(who, chat int64) {
	p.Helper()
	s := p.session(who, chat)
	mark := "q:" + p.mark(who, chat) + ":"
	for _, m := range p.box.Messages(chat) {
		for _, b := range m.Buttons() {
			if value, ok := strings.CutPrefix(b.Data, mark); ok && s.Flow != "" {
				p.answers[s.Flow+"/"+s.State+" "+p.kind(value)] = true
			}
		}
	}
}

// kind is a name without what is different in each file: numbers, and what the region's
// file says.
func (p *troupe) kind(name string) string {
	r := p.engine.Region
	parts := strings.Split(name, "/")
	for i, part := range parts {
		_, category := r.Category(civic.CategoryID(part))
		_, refusal := r.Refusal(part)
		_, authority := r.AuthorityByID(part)
		_, district := r.District(civic.DistrictID(part))
		city, _ := r.District("smolensk-city")
		_, inCity := city.Part(part)
		if part != "other" && (category || refusal || authority || district || inCity) {
			parts[i] = "*"
		}
	}
	return digits.ReplaceAllString(strings.Join(parts, "/"), "#")
}

// names are those that the file holds, and those of the answers that were offered.
func (p *troupe) names() []string {
	p.Helper()
	all := map[string]bool{}
	for a := range p.answers {
		all["answer "+a] = true
	}
	p.view(func(tx *storage.Tx) error {
		for rec := range storage.Timers.All(tx) {
			all["timer "+p.kind(rec.Key)] = true
		}
		for rec := range storage.Lives.All(tx) {
			all["live "+p.kind(rec.Key.Name)] = true
		}
		for rec := range storage.Values.All(tx) {
			all["value "+p.kind(rec.Key)] = true
		}
		for rec := range storage.Quarantine.All(tx) {
			all["quarantined "+rec.Value.Kind] = true
		}
		return nil
	})
	return sortedKeys(all)
}

// stay holds names against those that files and chats of earlier releases have. One that
// is gone keeps its line, which says what it means now: "answer report/photos drop = …".
func (p *troupe) stay(path string) {
	p.Helper()
	now, listed := p.names(), map[string]bool{}
	rows := strings.Split(strings.TrimSpace(read(p.T, path)), "\n")
	for _, row := range rows {
		name, _, retired := strings.Cut(row, " = ")
		listed[name] = true
		if is := slices.Contains(now, name); is == retired {
			p.Errorf("%s: %s: a name that is gone keeps its line, which says what it means now (name = what), and a name that is there says nothing", path, name)
		}
	}
	for _, name := range now {
		if !listed[name] && *updateReleases {
			rows = append(rows, name)
		} else if !listed[name] {
			p.Errorf("%s: %s is new; once released, it stays. Add it with -update", path, name)
		}
	}
	if *updateReleases {
		slices.Sort(rows)
		if err := os.WriteFile(path, []byte(strings.TrimSpace(strings.Join(rows, "\n"))+"\n"), 0o644); err != nil {
			p.Fatal(err)
		}
	}
}
