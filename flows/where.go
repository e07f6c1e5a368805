package flows

import "veche/flows/civic"

// District asks for a district: the person's own by one tap, by sharing a location,
// by page from the list, or by typing the first letters of it or of its town.
func District[D any](key string, of func(*D) *civic.DistrictID) Step[D] {
	return Step[D]{
		Ask:    func(t *Turn, d D) Message { return askDistrict(t, key, *of(&d)) },
		Answer: answerDistrict(of),
	}
}

// AnyDistrict asks for a district that has nothing to do with where the person is:
// the list comes at once.
func AnyDistrict[D any](key string, of func(*D) *civic.DistrictID) Step[D] {
	return Step[D]{
		Ask:    func(t *Turn, _ D) Message { return listDistricts(t, key) },
		Answer: answerDistrict(of),
	}
}

func answerDistrict[D any](of func(*D) *civic.DistrictID) func(*Turn, *D) (string, error) {
	return func(t *Turn, d *D) (string, error) {
		id, event, err := district(t)
		if event == Next && err == nil {
			*of(d) = id
		}
		return event, err
	}
}

// The pages of the question: the short way first, then the list.
const listPage = 1

// askDistrict offers what is known already, or else where the person lives.
func askDistrict(t *Turn, key string, likely civic.DistrictID) Message {
	m := Message{Key: key}
	if likely == "" && t.Person != nil {
		likely = t.Person.District
	}
	d, known := t.Region.District(likely)
	switch {
	case t.session.Page >= listPage || t.Input.Group:
		return listDistricts(t, "district.list")
	case known:
		m.Rows = [][]Button{Row(Pick(d.Name, string(d.ID))), Row(Pick(Term{Key: "key.other_district"}, pageValue(listPage)))}
	default:
		m.Under = Keys{Locate: "key.locate", Rows: [][]string{{"key.list"}}, Hint: "hint.district"}
	}
	return m
}

func listDistricts(t *Turn, key string) Message {
	return Message{Key: key, Rows: pagesFrom(t, districtOptions(t.Region.Districts), listPage)}
}

func districtOptions(ds []civic.District) []Option[civic.DistrictID] {
	var out []Option[civic.DistrictID]
	for _, d := range ds {
		out = append(out, Option[civic.DistrictID]{ID: d.ID, Label: d.Short})
	}
	return out
}

func district(t *Turn) (civic.DistrictID, string, error) {
	switch {
	case t.Value != "":
		if d, ok := t.Region.District(civic.DistrictID(t.Value)); ok {
			return d.ID, Next, nil
		}
		return "", "", Wrong{Key: "old_button"}
	case t.Label() == "key.list":
		t.session.Page = listPage
		return "", Again, nil
	case t.Input.Kind == Location:
		return located(t)
	case t.Input.Kind == Text:
		return matched(t, t.Region.Match(t.Input.Text))
	}
	return "", "", Wrong{Key: "wrong.choose"}
}

func located(t *Turn) (civic.DistrictID, string, error) {
	at := civic.Locate(t.Region, t.Bounds, t.Input.Point)
	if at.Outside {
		return "", "", Wrong{Key: "wrong.outside", Args: Args{"In": t.Region.In}}
	}
	if at.District != "" {
		return at.District, Next, nil
	}
	var near []civic.District
	for _, id := range at.Near {
		d, _ := t.Region.District(id)
		near = append(near, d)
	}
	return which(t, "district.near", near)
}

func matched(t *Turn, found []civic.District) (civic.DistrictID, string, error) {
	switch len(found) {
	case 0:
		return "", "", Wrong{Key: "wrong.district"}
	case 1:
		return found[0].ID, Next, nil
	}
	return which(t, "district.which", found[:min(len(found), perPage)])
}

// which asks between a few districts, with a way to the whole list.
func which(t *Turn, key string, few []civic.District) (civic.DistrictID, string, error) {
	var options []Option[civic.DistrictID]
	for _, d := range few { // the city or the district around it: short names are too alike
		options = append(options, Option[civic.DistrictID]{ID: d.ID, Label: d.Name})
	}
	rows := columns(options)
	rows = append(rows, Row(Pick(Term{Key: "key.list"}, pageValue(listPage))))
	t.put(t.session, Message{Key: key, Rows: rows}, t.engine.forms[t.session.Flow].can(t.session.State, Back), false)
	return "", Stay, nil
}

// Part asks for a part of the district that was chosen, where it has some.
func Part[D any](key string, of func(*D) (civic.DistrictID, *string)) Step[D] {
	options := func(t *Turn, d D) []Option[string] {
		id, _ := of(&d)
		district, _ := t.Region.District(id)
		var out []Option[string]
		for _, p := range district.Parts {
			out = append(out, Option[string]{ID: p.ID, Label: p.Name})
		}
		return out
	}
	return Choose(key, options, func(d *D, id string) {
		_, part := of(d)
		*part = id
	})
}

// PlaceOf asks where something is: a shared location, a typed address or landmark,
// or nothing. What is known already can stay.
func PlaceOf[D any](key string, of func(*D) *civic.Place) Step[D] {
	return Step[D]{
		Ask: func(t *Turn, d D) Message {
			if p := *of(&d); p.Known() {
				return Message{Key: "place.known", Args: Args{"Place": p.Words}, Rows: [][]Button{Row(Pick(Term{Key: "key.no_place"}, "none").For(No))}}
			}
			return Message{Key: key, Under: Keys{Locate: "key.locate", Rows: [][]string{{"key.skip"}}, Hint: "hint.place"}}
		},
		Answer: func(t *Turn, d *D) (string, error) {
			p, err := place(t)
			if err == nil {
				*of(d) = p
			}
			return Next, err
		},
		Kept: func(d D) bool { return of(&d).Known() },
	}
}

func place(t *Turn) (civic.Place, error) {
	switch {
	case t.Label() == "key.skip", t.Value == "none":
		return civic.Place{}, nil
	case t.Input.Kind == Location:
		p, err := Point(t)
		return civic.Place{Point: p}, err
	case t.Input.Kind == Text && t.Label() == "":
		words, err := Words(t, civic.MaxPlace)
		return civic.Place{Words: words}, err
	}
	return civic.Place{}, Wrong{Key: "wrong.place"}
}

// Point is the location that was sent; a [Wrong] where it is none, or not in the region.
func Point(t *Turn) (*civic.Point, error) {
	if t.Input.Kind != Location {
		return nil, Wrong{Key: "wrong.place"}
	}
	p := t.Input.Point
	if civic.Locate(t.Region, t.Bounds, p).Outside {
		return nil, Wrong{Key: "wrong.outside", Args: Args{"In": t.Region.In}}
	}
	return &p, nil
}
