package flows

import (
	"errors"
	"time"

	"veche/storage"
)

// Cards hold what was written: they go a while after the end of what they are about, in
// parts. Who presses one later, or replies to it, is served by the buttons that it carries.
const (
	cardAge     = 60 * 24 * time.Hour
	cardsAtOnce = 100
)

// aging says how far the look at cards has come that were not said for long.
type aging struct {
	Now   time.Time `json:"now"`
	After []byte    `json:"after,omitempty"` // a place in [storage.LivesDay]
}

// since is the first day whose cards are not looked at.
func (a aging) since() string { return a.Now.Add(-cardAge).Format(time.DateOnly) }

// aged is what a part of it found.
type aged struct {
	aging
	Cards []agedCard `json:"cards,omitempty"`
}

// agedCard is a card and the day from which its time is counted anew; "": it goes.
type agedCard struct {
	Key storage.LiveKey `json:"key"`
	Day string          `json:"day,omitempty"`
}

// findCards looks at the next cards. What cannot be read is left to `veche check`.
func (e *Engine) findCards(tx *storage.Tx, a aging) (found aged, next *aging, err error) {
	n := 0
	found.aging = a
	for rec, err := range storage.LivesDay.Entries(tx, nil, storage.Span{After: a.After, Until: storage.Tuple(a.since()), Limit: cardsAtOnce}) {
		if n++; err != nil {
			continue
		}
		if n == cardsAtOnce {
			next = &aging{Now: a.Now, After: storage.LivesDay.Position(rec.Value, rec.Key)}
		}
		day, err := e.counted(tx, rec.Key.Name, a)
		switch {
		case err == nil:
			found.Cards = append(found.Cards, agedCard{rec.Key, day})
		case !errors.Is(err, storage.ErrRotten):
			return found, nil, err
		}
	}
	return found, next, nil
}

// counted is the day from which the time of a card is counted; "": it is over.
func (e *Engine) counted(tx *storage.Tx, name string, a aging) (string, error) {
	kind, id, known := e.cardNamed(name)
	if !known || kind.ended == nil {
		return "", nil
	}
	at, ended, err := kind.ended(tx, id)
	switch {
	case err != nil:
		return "", err
	case !ended:
		return a.Now.Format(time.DateOnly), nil
	}
	if day := at.In(a.Now.Location()).Format(time.DateOnly); day >= a.since() {
		return day, nil
	}
	return "", nil
}

// dropCards drops what was found, unless it was said again meanwhile or waits to leave.
func dropCards(t *Turn, found aged) error {
	gone := map[string]int{}
	for _, c := range found.Cards {
		dropped, err := c.drop(t.Tx, found.aging)
		if err != nil {
			return err
		}
		if dropped {
			gone["lives"]++
		}
	}
	return t.destroyed(gone)
}

func (c agedCard) drop(tx *storage.Tx, a aging) (dropped bool, err error) {
	live, found, err := storage.Lives.Find(tx, c.Key)
	if errors.Is(err, storage.ErrRotten) || !found && err == nil {
		return false, nil
	}
	if err != nil || live.Day >= a.since() || live.Queued != 0 {
		return false, err
	}
	if c.Day == "" {
		return true, storage.Lives.Delete(tx, c.Key)
	}
	live.Day = c.Day
	return false, storage.Lives.Put(tx, c.Key, live)
}
