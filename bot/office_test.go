package bot

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"veche/flows"
	"veche/flows/civic"
	"veche/storage"
)

// Menus of people in office, and the link by which the first comes in, follow whoever is in
// office: a round says that they may have changed, whatever changed them.
func TestARoundSaysThatAnOfficeChanged(t *testing.T) {
	const centre, resident = 1, 2
	for name, c := range map[string]struct {
		who     civic.PersonID
		act     string
		changed bool
	}{
		"an official reads in another language": {centre, `"data":"a:profile.language:en"`, true},
		"a resident does":                       {resident, `"data":"a:profile.language:en"`, false},
		"an official looks at the record":       {centre, `"data":"c:record"`, false},
		"somebody is appointed":                 {centre, `"data":"a:test.appoint"`, true},
		"somebody is dismissed":                 {centre, `"data":"a:test.dismiss"`, true},
	} {
		t.Run(name, func(t *testing.T) {
			b := newOfficeBot(t, centre, resident)
			raw := fmt.Sprintf(`{"update_id":7,"callback_query":{"id":"1","from":{"id":%d,"is_bot":false,"first_name":"A"},"chat_instance":"1",`+
				`"message":{"message_id":5,"date":1,"chat":{"id":%d,"type":"private"},"text":"x"},%s}}`, c.who, c.who, c.act)
			u := &update{id: 7, raw: json.RawMessage(raw)}
			b.readOne(u)
			fx, err := b.commit([]item{{update: u}}, 8, time.Now(), make([]byte, 32))
			if err != nil || fx.failed || fx.office != c.changed {
				t.Errorf("an office changed: %v, %v, %v", fx.office, fx.failed, err)
			}
		})
	}
}

// newOfficeBot has the Centre and a resident, and two acts by which an office changes.
func newOfficeBot(t *testing.T, centre, resident civic.PersonID) *Bot {
	t.Helper()
	g := civic.Grant{Person: centre, Role: civic.Moderator}
	acts := flows.Conversation{Name: "test", Actions: []flows.Action{
		{Name: "test.appoint", Do: func(t *flows.Turn, _ flows.Values) error { return t.Appoint(g) }},
		{Name: "test.dismiss", Do: func(t *flows.Turn, _ flows.Values) error {
			g.Role = civic.Centre
			_, err := t.Dismiss(g)
			return err
		}},
	}}
	b := quietBot(t, acts)
	err := b.store.Update(func(tx *storage.Tx) error {
		for _, p := range []civic.PersonID{centre, resident} {
			if err := storage.People.Put(tx, p, civic.Person{ID: p, Language: "ru"}); err != nil {
				return err
			}
		}
		g := civic.Grant{Person: centre, Role: civic.Centre}
		return storage.Grants.Put(tx, storage.KeyOf(g), g)
	})
	if err != nil {
		t.Fatal(err)
	}
	return b
}
