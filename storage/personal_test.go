package storage

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"veche/flows/civic"
)

// declared is what the tests here do with every collection of the schema.
type declared interface {
	says() (personal bool, why string)
	names() []string
	try(*testing.T, *Tx)
}

// Whoever adds a collection says whose it is: a field that holds a person, anywhere in a
// record, makes it personal.
func TestEveryCollectionSaysWhatItHoldsAboutPeople(t *testing.T) {
	for _, b := range schema {
		if wrong := unsaid(b); wrong != "" {
			t.Error(wrong)
		}
	}
	bare := func() *Collection[uint64, civic.Ban] {
		return NewCollection[uint64, civic.Ban]("bare", Number[uint64]())
	}
	for want, b := range map[string]bucket{
		"bare: say in storage with Personal whose it is, or with Impersonal": bare(),
		"bare is said to hold nothing about people, and has the fields":      bare().Impersonal("it seems so"),
	} {
		if got := unsaid(b); !strings.HasPrefix(got, want) {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// unsaid is what a collection has to say yet about people; "" for nothing.
func unsaid(b bucket) string {
	c, name := b.(declared), b.places()[0].name
	switch personal, why := c.says(); {
	case personal == (why != ""):
		return name + ": say in storage with Personal whose it is, or with Impersonal why it is nobody's"
	case !personal && len(c.names()) > 0:
		return fmt.Sprintf("%s is said to hold nothing about people, and has the fields %v", name, c.names())
	}
	return ""
}

// Whoever is in a record, wherever, finds it, is shown nobody else in it, and is not in it
// any more when they asked to be forgotten.
func TestPeopleAreFoundShownAndForgotten(t *testing.T) {
	s := open(t, newFile(t), Options{})
	for _, b := range schema {
		if wrong := unsaid(b); wrong != "" {
			t.Fatal(wrong)
		}
		update(t, s, func(tx *Tx) error {
			b.(declared).try(t, tx)
			return nil
		})
	}
	view(t, s, Verify)
}

func (c *Collection[K, V]) says() (bool, string) { return c.personal != nil, c.impersonal }

func (c *Collection[K, V]) names() (all []string) {
	var v V
	for _, p := range populate(&v) {
		all = append(all, p.field)
	}
	return all
}

func (c *Collection[K, V]) try(t *testing.T, tx *Tx) {
	var v V
	people := populate(&v)
	for _, p := range people {
		k := keyOf[K](v)
		if err := c.Put(tx, k, v); err != nil {
			t.Fatal(err)
		}
		found := false
		for rec, err := range c.About(tx, p.id) {
			found = found || err == nil && reflect.DeepEqual(rec.Key, k)
		}
		if !found {
			t.Errorf("%s: %s does not find the record", c.place.name, p.field)
		}
		for shown, err := range c.show(tx, p.id, 0) {
			for _, other := range people {
				if other.id != p.id && mentions(t, shown, other.id) || err != nil {
					t.Errorf("%s: %s is shown %s: %v", c.place.name, p.field, other.field, err)
				}
			}
		}
		if c.personal.Forget == nil {
			continue
		}
		if met, err := c.forget(tx, p.id, 10); met != 1 || err != nil {
			t.Errorf("%s: %s is taken out of %d records: %v", c.place.name, p.field, met, err)
		}
		if left, found, err := c.Find(tx, k); err != nil || found && mentions(t, left, p.id) {
			t.Errorf("%s: %s is forgotten and still there: %+v, %v", c.place.name, p.field, left, err)
		}
		if met, err := c.forget(tx, p.id, 10); met != 0 || err != nil {
			t.Errorf("%s: %s is forgotten and found in %d records: %v", c.place.name, p.field, met, err)
		}
	}
}

func mentions(t *testing.T, v any, p civic.PersonID) bool {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Contains(string(text), fmt.Sprint(p))
}

// populated is a person that stands in a field.
type populated struct {
	field string
	id    civic.PersonID
}

// populate puts another person into every field that can hold one. A chat is one where
// the record names no person besides.
func populate(v any) []populated {
	found := fields("", reflect.ValueOf(v).Elem(), reflect.TypeFor[civic.PersonID]())
	if len(found) == 0 {
		found = fields("", reflect.ValueOf(v).Elem(), reflect.TypeFor[ChatID]())
	}
	var all []populated
	for _, field := range found {
		id := civic.PersonID(700_001 + len(all))
		field.at.SetInt(int64(id))
		all = append(all, populated{field.name, id})
	}
	return all
}

type field struct {
	name string
	at   reflect.Value
}

// fields finds those of a type, and makes slices, maps and pointers on the way hold one.
func fields(name string, v reflect.Value, of reflect.Type) (all []field) {
	switch {
	case v.Type() == of:
		return []field{{name, v}}
	case v.Kind() == reflect.Struct && v.Type().PkgPath() != "time":
		for i := range v.NumField() {
			all = append(all, fields(name+"."+v.Type().Field(i).Name, v.Field(i), of)...)
		}
	case v.Kind() == reflect.Slice && v.Type().Elem().Kind() != reflect.Uint8:
		one := reflect.MakeSlice(v.Type(), 1, 1)
		if all = fields(name, one.Index(0), of); len(all) > 0 {
			v.Set(one)
		}
	case v.Kind() == reflect.Pointer:
		one := reflect.New(v.Type().Elem())
		if all = fields(name, one.Elem(), of); len(all) > 0 {
			v.Set(one)
		}
	}
	return all
}

// keyOf is the key of a record: the person or the fields that it is made of, or any.
func keyOf[K, V any](v V) (k K) {
	key, value := reflect.ValueOf(&k).Elem(), reflect.ValueOf(v)
	switch {
	case key.Type() == reflect.TypeFor[civic.PersonID]():
		for _, name := range []string{"Person", "ID"} {
			if f := value.FieldByName(name); f.IsValid() && f.Type() == key.Type() {
				key.Set(f)
				break
			}
		}
	case key.Kind() == reflect.Struct:
		for i := range key.NumField() {
			key.Field(i).Set(value.FieldByName(key.Type().Field(i).Name))
		}
	case key.Kind() == reflect.String:
		key.SetString("key")
	default:
		key.SetUint(7)
	}
	return k
}
