package bot_test

import (
	"encoding/json"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"time"

	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/flows/subjects"
	"veche/storage"
)

// lacks lists what a file does not hold that a release's has to: a value in each field of
// each kind of record, each kind of timer, job and broadcast on its way, a report in each
// status, and somebody at each question.
func (p *troupe) lacks() (all []string) {
	p.Helper()
	held := map[string]bool{}
	p.view(func(tx *storage.Tx) error {
		all = slices.Concat(
			empty(tx, "person", storage.People), empty(tx, "grant", storage.Grants), empty(tx, "invitation", storage.Invitations),
			empty(tx, "act", storage.Acts), empty(tx, "destruction", storage.Destructions), empty(tx, "report", storage.Reports),
			empty(tx, "follower", storage.Followers), empty(tx, "ban", storage.Bans), empty(tx, "rule", storage.Rules),
			empty(tx, "template", storage.Templates), empty(tx, "likeness", storage.Likenesses), empty(tx, "session", storage.Sessions),
			empty(tx, "desk", storage.Desks), empty(tx, "outbox", storage.Outbox), empty(tx, "live", storage.Lives),
			empty(tx, "timer", storage.Timers), empty(tx, "job", storage.Jobs), empty(tx, "handled", storage.Handled),
			empty(tx, "quarantined", storage.Quarantine), empty(tx, "value", storage.Values))
		return kinds(tx, held)
	})
	all = slices.DeleteFunc(all, func(what string) bool { return never.MatchString(what) })
	for _, want := range p.wanted() {
		if !held[want] {
			all = append(all, want)
		}
	}
	return all
}

// never are fields of messages that no message of this kind uses: what changes in place is
// neither a file nor a question, and what shows a picture changes in place. Captions and warnings are
// those of drafts. No photo that the messenger made is too large to be opened. What was put
// aside, or told to wait, needs minutes of real time.
var never = regexp.MustCompile(`^field ((outbox\.(aside.*|after)|live\.aside)$|(report|follower)\.captions|report\.warned|report\.doubts\.vast|live\.wanted\.(edit|file|force|keyboard|leave|point|replyto|shows|silent|voice)|outbox\.message\.(picture|remove|shows))`)

// wanted is what has to be there, as a file's kinds are called.
func (p *troupe) wanted() (all []string) {
	for _, q := range p.engine.Questions() {
		all = append(all, "question "+q)
	}
	all = append(all, "timer album", "timer sweep", "timer broadcast", "job sweep", "job cards")
	for _, c := range subjects.All() {
		for _, k := range c.Timers {
			all = append(all, "timer "+k.Name)
		}
		for _, k := range c.Jobs {
			all = append(all, "job "+k.Name)
		}
		for _, k := range c.Broadcasts {
			all = append(all, "broadcast "+k.Name)
		}
	}
	for _, e := range reports.Life().Events() {
		all = append(all, "status "+e.Dst)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func kinds(tx *storage.Tx, held map[string]bool) error {
	for rec, err := range storage.Timers.All(tx) {
		if err != nil {
			return err
		}
		held["timer "+rec.Value.Kind] = true
		var b struct {
			Kind string
			From civic.PersonID
		}
		if json.Unmarshal(rec.Value.Args, &b) == nil && b.From > 0 {
			held["broadcast "+b.Kind] = true
		}
	}
	for rec, err := range storage.Jobs.All(tx) {
		if err != nil {
			return err
		}
		held["job "+rec.Value.Kind] = true
	}
	for rec, err := range storage.Reports.All(tx) {
		if err != nil {
			return err
		}
		held["status "+string(rec.Value.Status)] = true
	}
	for rec, err := range storage.Sessions.All(tx) {
		if err != nil {
			return err
		}
		held["question "+rec.Value.Flow+"/"+rec.Value.State] = true
	}
	return nil
}

// empty lists the fields of a collection's records that hold nothing in any of them.
func empty[K, V any](tx *storage.Tx, name string, c *storage.Collection[K, V]) (all []string) {
	filled, fields := map[string]bool{}, map[string]bool{}
	fieldsOf(reflect.TypeFor[V](), name, fields)
	for rec, err := range c.All(tx) {
		if err != nil {
			return []string{err.Error()}
		}
		filledIn(reflect.ValueOf(rec.Value), name, filled)
	}
	for _, f := range sortedKeys(fields) {
		if !filled[f] {
			all = append(all, "field "+f)
		}
	}
	return all
}

// fieldsOf collects the fields of a type and of what is in it.
func fieldsOf(t reflect.Type, path string, into map[string]bool) {
	into[path] = true
	switch {
	case t == reflect.TypeFor[time.Time](), t == reflect.TypeFor[json.RawMessage]():
	case t.Kind() == reflect.Slice, t.Kind() == reflect.Pointer:
		fieldsOf(t.Elem(), path, into)
	case t.Kind() == reflect.Struct:
		for i := range t.NumField() {
			fieldsOf(t.Field(i).Type, path+"."+strings.ToLower(t.Field(i).Name), into)
		}
	}
}

// filledIn marks those that hold something.
func filledIn(v reflect.Value, path string, into map[string]bool) {
	if v.IsZero() {
		return
	}
	into[path] = true
	switch v.Kind() {
	case reflect.Slice:
		for i := range v.Len() {
			filledIn(v.Index(i), path, into)
		}
	case reflect.Pointer:
		filledIn(v.Elem(), path, into)
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			return
		}
		for i := range v.NumField() {
			filledIn(v.Field(i), path+"."+strings.ToLower(v.Type().Field(i).Name), into)
		}
	}
}
