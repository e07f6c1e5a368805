package flows

import (
	"fmt"
	"slices"

	"veche/flows/civic"
	"veche/storage"
)

// What is said in a group, all of its members read. So an office is held in private, at its
// own desk and at the Centre's; in any other group nobody holds one.

// Acts says in which of the roles, the first that fits, the person may act for the district
// where the input came from. The Centre, if it is among them, stands in at the desk of the
// others.
func (t *Turn) Acts(d civic.DistrictID, roles ...civic.Role) (civic.Role, bool) {
	for _, role := range roles {
		if t.Roles.May(d, role) && t.here(d, role, roles) {
			return role, true
		}
	}
	return civic.Resident, false
}

// May reports whether there is such a role.
func (t *Turn) May(d civic.DistrictID, roles ...civic.Role) bool {
	_, ok := t.Acts(d, roles...)
	return ok
}

// here reports whether those in the role may deal here with a matter of all the roles.
func (t *Turn) here(d civic.DistrictID, role civic.Role, roles []civic.Role) bool {
	return !t.Input.Group || slices.ContainsFunc(t.desks, func(desk civic.Desk) bool {
		of, office, err := desk.Office()
		switch {
		case err != nil || of != "" && of != d:
			return false
		case desk == civic.CentreDesk:
			return true
		case role == civic.Centre:
			return slices.ContainsFunc(office, func(r civic.Role) bool { return slices.Contains(roles, r) })
		}
		return slices.Contains(office, role)
	})
}

// mayHere reports whether somebody who holds one of the roles may act in it here, for one
// district or another.
func (t *Turn) mayHere(roles []civic.Role) bool {
	return len(roles) == 0 || !t.Input.Group || slices.ContainsFunc(t.desks, func(desk civic.Desk) bool {
		of, _, err := desk.Office()
		return err == nil && (desk == civic.CentreDesk && allowed(t.Roles, roles) || t.May(of, roles...))
	})
}

// talksHere reports whether the form may be filled in here: not in a group that is no desk,
// or is one no more.
func (t *Turn) talksHere(f Form) bool { return !t.Input.Group || len(t.desks) > 0 || f.binds() }

// Elsewhere says that this is not for the group where it was asked, and leads to the
// private chat.
func (t *Turn) Elsewhere() {
	if t.Input.Kind == Press {
		t.Warn("not_here", nil)
		return
	}
	t.inPrivate()
}

func (t *Turn) inPrivate() {
	t.Reply(Message{Key: "elsewhere", Rows: [][]Button{Row(Button{Label: Term{Key: "key.private"}, URL: "https://t.me/" + t.Bot})}})
}

// AtDesk reports whether the input came from the chat of the desk.
func (t *Turn) AtDesk(desk civic.Desk) bool { return slices.Contains(t.desks, desk) }

// where loads the desks of the group that the input came from.
func (t *Turn) where() error {
	if t.desks = nil; !t.Input.Group {
		return nil
	}
	for desk, err := range storage.DesksIn.Keys(t.Tx, storage.Tuple(t.Input.Chat)) {
		if err != nil {
			return fmt.Errorf("find the desks of a chat: %w", err)
		}
		t.desks = append(t.desks, desk)
	}
	return nil
}
