package flows

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"veche/flows/civic"
	"veche/storage"
)

// Live is the name of a live message: one that changes in place when it is said again. A
// [CardKind] makes it.
type Live string

// Stands reports whether the live message was said anywhere.
func (t *Turn) Stands(l Live) bool {
	return storage.LivesNamed.Count(t.Tx, storage.Tuple(string(l)), 1) > 0
}

// CardKind names a kind of card, a live message about one of something for one reader, by
// what the names of its cards look like: "report/#/mine". The number of what it is about
// stands for #; for *, where there is one, the district that reads it.
type CardKind[ID ~uint64] string

// Of names the card about one of them.
func (k CardKind[ID]) Of(id ID) Live {
	return Live(strings.Replace(string(k), "#", strconv.FormatUint(uint64(id), 10), 1))
}

// For names the card about one of them that a district reads.
func (k CardKind[ID]) For(id ID, d civic.DistrictID) Live {
	return Live(strings.Replace(string(k.Of(id)), "*", string(d), 1))
}

// CardFor is a kind of card of a subject.
type CardFor[ID ~uint64] struct {
	Kind CardKind[ID]
	// Again shows it to whoever sits at its desk now: it did not reach those who did. Not
	// set where nobody else may read it.
	Again func(*Turn, ID) error
	// Reply hears what is said in reply to it, and reports whether it knew what to do. Not
	// set where a reply is as if it were none.
	Reply func(*Turn, ID) (bool, error)
	// Ended tells when what it is about came to its end, if it did: the card goes a while
	// after that.
	Ended func(*storage.Tx, ID) (at time.Time, ended bool, err error)
	// Signs are the buttons that no other kind has: by these it is known where it is not
	// kept any more, or another one took its place.
	Signs []ActionName
}

// Card is a [CardFor] something of whatever kind of number.
type Card interface{ card() card }

type card struct {
	kind  string
	again func(*Turn, uint64) error
	reply func(*Turn, uint64) (bool, error)
	ended func(*storage.Tx, uint64) (time.Time, bool, error)
	signs []ActionName
}

func (c CardFor[ID]) card() card {
	out := card{kind: string(c.Kind), signs: c.Signs}
	if c.Again != nil {
		out.again = func(t *Turn, id uint64) error { return c.Again(t, ID(id)) }
	}
	if c.Reply != nil {
		out.reply = func(t *Turn, id uint64) (bool, error) { return c.Reply(t, ID(id)) }
	}
	if c.Ended != nil {
		out.ended = func(tx *storage.Tx, id uint64) (time.Time, bool, error) { return c.Ended(tx, ID(id)) }
	}
	return out
}

// about reads the number in the name of a card of the kind; false for other names.
func (c card) about(name string) (id uint64, ok bool) {
	kind, parts := strings.Split(c.kind, "/"), strings.Split(name, "/")
	if len(kind) != len(parts) {
		return 0, false
	}
	for i, k := range kind {
		switch k {
		case "#":
			n, err := strconv.ParseUint(parts[i], 10, 64)
			if err != nil {
				return 0, false
			}
			id = n
		case "*", parts[i]:
		default:
			return 0, false
		}
	}
	return id, true
}

// cardNamed finds the kind of a card, and what it is about. A kind that names its reader
// comes before one that leaves it open.
func (e *Engine) cardNamed(name string) (found card, id uint64, ok bool) {
	for _, c := range e.cards {
		n, is := c.about(name)
		if is && (!ok || strings.Contains(found.kind, "*")) {
			found, id, ok = c, n, true
		}
	}
	return found, id, ok
}

// cardWith finds the kind of a card, and what it is about, by the buttons it carries.
func (e *Engine) cardWith(carries []string) (card, uint64, bool) {
	for _, data := range carries {
		name, id := pressed(data)
		if c, ok := e.signs[e.now(name)]; ok && id != 0 {
			return c, id, true
		}
	}
	return card{}, 0, false
}

// pressed reads an action and its first number from the data of a button.
func pressed(data string) (name string, id uint64) {
	parts := strings.Split(data, ":")
	if parts[0] != pressAction || len(parts) < 2 {
		return "", 0
	}
	return parts[1], Values(parts[2:]).Number(0)
}

// addCards takes in the kinds of card of a conversation.
func (e *Engine) addCards(c Conversation) error {
	for _, x := range c.Cards {
		k := x.card()
		if strings.Count(k.kind, "#") != 1 || e.cards[k.kind].kind != "" {
			return fmt.Errorf("the kind of card %q is there twice, or has no number", k.kind)
		}
		e.cards[k.kind] = k
		for _, a := range k.signs {
			if e.signs[a].kind != "" {
				return fmt.Errorf("%s is the sign of two kinds of card: %s and %s", a, e.signs[a].kind, k.kind)
			}
			e.signs[a] = k
		}
	}
	return nil
}

// readers refuses a district whose name would make one card of two.
func (e *Engine) readers() error {
	for _, k := range e.cards {
		for _, d := range e.Region.Districts {
			name := string(CardKind[uint64](k.kind).For(1, d.ID))
			if of, _, _ := e.cardNamed(name); of.kind != k.kind {
				return fmt.Errorf("no district can have the id %q: the cards %s have a reader of that name", d.ID, of.kind)
			}
		}
	}
	return nil
}
