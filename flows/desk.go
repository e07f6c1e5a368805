package flows

import (
	"fmt"

	"veche/flows/civic"
	"veche/storage"
)

// Seat is a chat, or a topic in it, where cards of a desk appear.
type Seat struct {
	Chat   storage.ChatID
	Thread int
}

// RolesOf returns the roles that a person holds.
func RolesOf(tx *storage.Tx, p civic.PersonID) (civic.Roles, error) {
	var roles civic.Roles
	for rec, err := range storage.Grants.All(tx, storage.Range[storage.GrantKey]{Prefix: storage.Tuple(p)}) {
		if err != nil {
			return nil, fmt.Errorf("load roles: %w", err)
		}
		roles = append(roles, rec.Value)
	}
	return roles, nil
}

// Seats returns where a desk's cards go: its bound chat, else the private chats of
// its people who can be reached, else the Centre. Nobody at all is no error: the
// cards are shown when somebody joins.
func Seats(tx *storage.Tx, desk civic.Desk) ([]Seat, error) {
	seats, err := own(tx, desk)
	if err == nil && len(seats) == 0 && !desk.Feed() {
		return own(tx, civic.CentreDesk)
	}
	return seats, err
}

// Manned reports whether the desk has a chat or people of its own.
func Manned(tx *storage.Tx, desk civic.Desk) (bool, error) {
	seats, err := own(tx, desk)
	return len(seats) > 0, err
}

func own(tx *storage.Tx, desk civic.Desk) ([]Seat, error) {
	d, bound, err := storage.Desks.Find(tx, desk)
	if err != nil {
		return nil, fmt.Errorf("find desk %s: %w", desk, err)
	}
	if bound {
		return []Seat{{Chat: d.Chat, Thread: d.Thread}}, nil
	}
	people, err := People(tx, desk)
	if err != nil {
		return nil, err
	}
	var seats []Seat
	for _, p := range people {
		person, ok, err := storage.People.Find(tx, p)
		if err != nil {
			return nil, fmt.Errorf("find desk %s: %w", desk, err)
		}
		if ok && !person.Unreachable {
			seats = append(seats, Seat{Chat: storage.Private(p)})
		}
	}
	return seats, nil
}

// People returns who works at a desk, each once.
func People(tx *storage.Tx, desk civic.Desk) ([]civic.PersonID, error) {
	district, roles, err := desk.Office()
	if err != nil {
		return nil, fmt.Errorf("find people: %w", err)
	}
	var people []civic.PersonID
	seen := map[civic.PersonID]bool{}
	for _, role := range roles {
		for rec, err := range storage.GrantsAt.Each(tx, storage.Tuple(district, role)) {
			if err != nil {
				return nil, fmt.Errorf("find people of %s: %w", desk, err)
			}
			if p := rec.Value.Person; !seen[p] {
				seen[p] = true
				people = append(people, p)
			}
		}
	}
	return people, nil
}

// ReadIn reports whether what comes to a desk may be read in a chat where it does not come
// to: by who works there, or stands in for them; by the Centre in its group. In a group
// that was the desk once nobody reads on. What is in a channel is for everybody.
func ReadIn(tx *storage.Tx, desk civic.Desk, chat storage.ChatID) (bool, error) {
	if chat > 0 {
		return WorksAt(tx, desk, civic.PersonID(chat))
	}
	d, bound, err := storage.Desks.Find(tx, civic.CentreDesk)
	if err != nil {
		return false, fmt.Errorf("find who reads: %w", err)
	}
	return desk.Feed() || bound && d.Chat == chat, nil
}

// WorksAt reports whether the person works at the desk, or stands in for those who do:
// the Centre may.
func WorksAt(tx *storage.Tx, desk civic.Desk, p civic.PersonID) (bool, error) {
	district, roles, err := desk.Office()
	if err != nil {
		return false, fmt.Errorf("find who works: %w", err)
	}
	held, err := RolesOf(tx, p)
	return held.Has(civic.Centre) || held.May(district, roles...), err
}

// Place returns the chat and topic of an address that names one, for package bot.
func (a Address) Place() (storage.ChatID, int) {
	if a.chat == 0 {
		return storage.Private(a.Person), 0
	}
	return a.chat, a.thread
}

// Reachable lists who holds the role in the district and has not blocked the bot.
func Reachable(tx *storage.Tx, d civic.DistrictID, role civic.Role) (people []civic.PersonID, err error) {
	for rec, err := range storage.GrantsAt.Each(tx, storage.Tuple(d, role)) {
		if err != nil {
			return nil, err
		}
		p, found, err := storage.People.Find(tx, rec.Value.Person)
		if err != nil {
			return nil, err
		}
		if found && !p.Unreachable {
			people = append(people, p.ID)
		}
	}
	return people, nil
}
