package centre

import (
	"errors"
	"slices"

	"veche/flows"
	"veche/flows/civic"
	"veche/storage"
)

// handle is how much of the hash of an invitation a button carries: there is no room for
// all of it.
const handle = 16

// open is an invitation that can be accepted.
type open struct {
	hash string
	civic.Invitation
}

// openLinks lists them, the oldest first. What cannot be read cannot be accepted either.
func openLinks(t *flows.Turn) (all []open, err error) {
	for rec, err := range storage.Invitations.All(t.Tx) {
		if errors.Is(err, storage.ErrRotten) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if rec.Value.Open(t.Now) {
			all = append(all, open{rec.Key, rec.Value})
		}
	}
	slices.SortStableFunc(all, func(a, b open) int { return a.At.Compare(b.At) })
	return all, nil
}

// listLinks shows who could still come into an office, with a button to cancel each
// invitation.
func listLinks(t *flows.Turn, page int) error {
	all, err := openLinks(t)
	if err != nil {
		return err
	}
	if len(all) == 0 {
		t.Reply(flows.Message{Key: "links.none", InPlace: true})
		return nil
	}
	at := flows.PageAt(page, len(all), rolesPerPage)
	m := flows.Message{Key: "links.title", InPlace: true}
	var lines []flows.Term
	var buttons []flows.Button
	for i, o := range all[at.From:at.To] {
		n := at.From + i + 1
		lines = append(lines, flows.Term{Key: "links.line", Args: flows.Args{"N": n, "Office": title(t, o.Role, o.District), "Who": flows.LinkTo(o.By),
			"Until": flows.Day(o.At.Add(civic.InvitationLasts))}})
		buttons = append(buttons, linkCancel.Labelled(flows.Term{Key: "key.unlink", Args: flows.Args{"N": n}}, o.hash[:handle]))
	}
	m.Args = flows.Args{"Count": len(all), "Lines": lines}
	m.Rows = append(flows.Abreast(4, buttons...), linksPage.Pages(at.Here, at.Of)...)
	t.Reply(m)
	return nil
}

// cancelLink closes an invitation, and shows those that are left.
func cancelLink(t *flows.Turn, v flows.Values) error {
	all, err := openLinks(t)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(all, func(o open) bool { return o.hash[:handle] == v.At(0) })
	if i < 0 {
		t.Warn("links.gone", nil)
		return nil
	}
	o := all[i]
	o.Revoked = true
	if err := storage.Invitations.Put(t.Tx, o.hash, o.Invitation); err != nil {
		return err
	}
	if err := t.Record(civic.Act{What: "unlink", Role: civic.Centre, Place: o.District, Detail: string(o.Role)}); err != nil {
		return err
	}
	t.Tell("links.cancelled", nil)
	return listLinks(t, 0)
}
