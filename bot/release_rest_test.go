package bot_test

import (
	"encoding/json"
	"errors"

	"veche/flows/civic"
	"veche/storage"
)

// rest puts what no act leads to, or only a mistake of ours: one of each kind in
// quarantine, a call that leaves a chat, a silent message, a link that was taken back.
func (p *troupe) rest() {
	p.Helper()
	now, anna := p.box.Clock().Now(), civic.PersonID(p.id("anna"))
	p.in(func(tx *storage.Tx) error {
		invitation := civic.Invitation{Role: civic.Staff, District: "vyazemsky", By: civic.PersonID(p.id("vera")), At: now, Revoked: true}
		return errors.Join(
			p.aside(tx, "update", anna, p.written(anna, "/help")),
			p.aside(tx, "update", 0, json.RawMessage(`{"update_id":1,"message":"?"}`)),
			p.aside(tx, "send", 0, storage.Outgoing{ID: 1, Chat: storage.Private(anna), Made: now, Message: storage.Message{Text: "<b>…</b>", Buttons: [][]storage.Button{{{Text: "…", Data: "c:menu"}}}}}),
			p.aside(tx, "timer clock", 0, waiting(tx, storage.Timers, "clock/"+p.known["light"])),
			p.aside(tx, "job mydata", anna, storage.Job{ID: 1, Kind: "mydata", Args: json.RawMessage(p.known["anna"]), Made: now}),
			p.aside(tx, "receipt", 0, json.RawMessage(`{}`)),
			p.send(tx, storage.Outgoing{Chat: storage.ChatID(p.id("office")) - 1000, Message: storage.Message{Leave: true}}),
			p.send(tx, storage.Outgoing{Chat: storage.Private(anna), Lane: storage.Push, Message: storage.Message{Text: "…", Silent: true}}),
			storage.Invitations.Put(tx, "00", invitation))
	})
}

// written is an update with somebody's words, as Telegram sends it.
func (p *troupe) written(who civic.PersonID, words string) any {
	from := map[string]any{"id": who, "first_name": "…", "language_code": "ru"}
	return map[string]any{"update_id": 2, "message": map[string]any{"message_id": 7, "date": p.box.Clock().Now().Unix(), "from": from, "chat": p.wire(int64(who)), "text": words,
		"entities": []any{map[string]any{"type": "bot_command", "offset": 0, "length": len(words)}}}}
}

// waiting is a record as it stands.
func waiting[K, V any](tx *storage.Tx, c *storage.Collection[K, V], k K) V {
	v, err := c.Get(tx, k)
	if err != nil {
		panic(err)
	}
	return v
}

func (p *troupe) aside(tx *storage.Tx, kind string, who civic.PersonID, what any) error {
	raw, err := json.Marshal(what)
	if err != nil {
		return err
	}
	id, err := storage.Next(tx, storage.QuarantineCounter)
	if err != nil {
		return err
	}
	return storage.Quarantine.Put(tx, id, storage.Quarantined{ID: id, At: p.box.Clock().Now(), Person: who, Kind: kind, Raw: raw, Error: "as asked"})
}

func (p *troupe) send(tx *storage.Tx, row storage.Outgoing) error {
	id, err := storage.Next(tx, storage.OutboxCounter)
	if err != nil {
		return err
	}
	row.ID, row.Made = id, p.box.Clock().Now()
	return storage.Outbox.Put(tx, row.Key(), row)
}
