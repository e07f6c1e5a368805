package bot_test

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"time"

	"veche/bot/sandbox"
)

// scenery is what a file of an earlier release does not hold: the world around it. It
// lies beside it.
type scenery struct {
	Clock   time.Time         `json:"clock"`
	People  map[int64]string  `json:"people"` // with their language
	Groups  []sandbox.Group   `json:"groups"`
	Links   map[string]string `json:"links"`
	Stands  []standing        `json:"stands"`
	Presses []pressing        `json:"presses"`
}

// pressing is a button that somebody has before them: one of each name.
type pressing struct {
	Person  int64  `json:"person"`
	Chat    int64  `json:"chat"`
	Message int64  `json:"message"`
	Data    string `json:"data"`
}

// buttons looks what buttons people have: of each name the newest.
func (p *troupe) buttons() {
	newest := map[string]pressing{}
	look := func(chat, who int64) {
		for _, m := range p.box.Messages(chat) {
			for _, b := range m.Buttons() {
				kind, rest, _ := strings.Cut(b.Data, ":")
				name, _, _ := strings.Cut(rest, ":")
				if kind == "a" || kind == "c" {
					newest[kind+":"+name] = pressing{who, chat, m.ID, b.Data}
				}
			}
		}
	}
	for _, g := range p.groups {
		look(g.ID, g.Members[0])
	}
	for id := range p.langs {
		look(id, id)
	}
	p.presses = nil
	for _, name := range sortedKeys(newest) {
		p.presses = append(p.presses, newest[name])
	}
}

func sortedKeys[V any](m map[string]V) (keys []string) {
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

func (p *troupe) scenery() scenery {
	return scenery{p.box.Clock().Now(), p.langs, p.groups, map[string]string{"invitation": p.known["open"], "report": "join_" + p.known["steps"]}, p.stands, p.presses}
}

func (s scenery) write(path string) error {
	text, err := json.MarshalIndent(s, "", " ")
	if err != nil {
		return err
	}
	return os.WriteFile(path, append(text, '\n'), 0o644)
}
