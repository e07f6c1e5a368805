package centre

import (
	"crypto/sha256"
	"encoding/hex"

	"veche/flows"
	"veche/flows/civic"
	"veche/storage"
)

// linkPrefix begins the payload of an invitation's link.
const linkPrefix flows.LinkPrefix = "i_"

// offer is an invitation being made, or being answered.
type offer struct {
	Role     civic.Role       `json:"role,omitempty"`
	District civic.DistrictID `json:"district,omitempty"`
	Hash     string           `json:"hash,omitempty"`
}

var inviteForm = flows.Flow[offer]{
	Name:  "invite",
	First: "role",
	Table: flows.Line("role", "district"),
	Steps: flows.Steps[offer]{
		"role": flows.Choose("invite.role", roles, func(o *offer, r civic.Role) { o.Role = r }),
		"district": flows.AnyDistrict("invite.district", func(o *offer) *civic.DistrictID { return &o.District }).
			When(func(_ *flows.Turn, o offer) bool { return o.Role.OfDistrict() }),
	},
	Finish: invite,
}

func roles(*flows.Turn, offer) []flows.Option[civic.Role] {
	var out []flows.Option[civic.Role]
	for _, r := range civic.Invitable() {
		out = append(out, flows.Option[civic.Role]{ID: r, Label: flows.Term{Key: "role." + string(r)}})
	}
	return out
}

func invite(t *flows.Turn, o offer) error {
	if !t.Roles.Has(civic.Centre) { // taken away while the form was open
		t.Deny()
		return nil
	}
	link, err := NewLink(t, civic.Invitation{Role: o.Role, District: o.District, By: t.Input.Person, At: t.Now})
	if err != nil {
		return err
	}
	if err := t.Record(civic.Act{What: "invite", Role: civic.Centre, Place: o.District, Detail: string(o.Role)}); err != nil {
		return err
	}
	t.Reply(flows.Message{Key: "invite.link", InPlace: true, Args: flows.Args{"Link": link, "Office": title(t, o.Role, o.District),
		"Until": flows.Day(t.Now.Add(civic.InvitationLasts))}})
	return nil
}

// NewLink stores an invitation and returns its link. Only the hash of the token is
// kept.
func NewLink(t *flows.Turn, i civic.Invitation) (string, error) {
	token := t.Token()
	if err := storage.Invitations.Put(t.Tx, hash(token), i); err != nil {
		return "", err
	}
	return linkPrefix.URL(t, token), nil
}

func hash(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// title words an office: «глава Вяземского округа», "moderator".
func title(t *flows.Turn, r civic.Role, id civic.DistrictID) flows.Term {
	d, ok := t.Region.District(id)
	switch {
	case ok && r == civic.Head:
		return flows.Term{Key: "words", Args: flows.Args{"Text": d.Head}}
	case ok:
		return flows.Term{Key: "office", Args: flows.Args{"Role": flows.Term{Key: "role." + string(r)}, "District": d.Name}}
	}
	return flows.Term{Key: "role." + string(r)}
}

// follow opens an invitation's link.
func follow(t *flows.Turn, token string) error {
	i, ok, err := storage.Invitations.Find(t.Tx, hash(token))
	if err != nil {
		return err
	}
	if !ok || !i.Open(t.Now) {
		t.Reply(flows.Message{Key: "join.closed", Under: flows.MainMenu})
		return nil
	}
	return joinForm.Start(t, offer{Role: i.Role, District: i.District, Hash: hash(token)})
}

var joinForm = flows.Flow[offer]{
	Name:  "join",
	Given: true,
	First: "accept",
	Table: flows.Line("accept"),
	Steps: flows.Steps[offer]{"accept": flows.Confirm("key.accept", func(t *flows.Turn, o offer) flows.Message {
		return flows.Message{Key: "join.title", Args: flows.Args{"Office": title(t, o.Role, o.District)}}
	})},
	Finish: join,
}

// join gives the role, if nobody has taken it meanwhile.
func join(t *flows.Turn, o offer) error {
	i, ok, err := storage.Invitations.Find(t.Tx, o.Hash)
	if err != nil {
		return err
	}
	if !ok || !i.Open(t.Now) {
		t.Reply(flows.Message{Key: "join.closed", Under: flows.MainMenu})
		return nil
	}
	i.UsedBy, i.UsedAt = t.Input.Person, t.Now
	if err := storage.Invitations.Put(t.Tx, o.Hash, i); err != nil {
		return err
	}
	g := civic.Grant{Person: t.Input.Person, Role: i.Role, District: i.District, By: i.By, At: t.Now}
	if err := t.Appoint(g); err != nil {
		return err
	}
	if err := t.Record(civic.Act{What: "join", Role: g.Role, Place: g.District}); err != nil {
		return err
	}
	if i.By > 0 && i.By != t.Input.Person {
		t.Say(flows.To(i.By), flows.Message{Key: "join.told", Args: flows.Args{"Office": title(t, i.Role, i.District), "Who": flows.LinkTo(t.Input.Person)}})
	}
	t.Reply(flows.Message{Key: "joined." + string(i.Role), Args: flows.Args{"Office": title(t, i.Role, i.District)}, Under: flows.MainMenu})
	return nil
}
