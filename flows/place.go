package flows

import "veche/flows/civic"

// PlaceOf asks where something is: a shared location, a typed address or landmark,
// or nothing.
func PlaceOf[D any](key string, of func(*D) *civic.Place) Step[D] {
	return Step[D]{
		Ask: func(t *Turn, _ D) Message {
			return Message{Key: key, Under: Keys{Locate: "key.locate", Rows: [][]string{{"key.skip"}}, Hint: "hint.place"}}
		},
		Answer: func(t *Turn, d *D) (string, error) {
			p, err := place(t)
			if err == nil {
				*of(d) = p
			}
			return Next, err
		},
	}
}

func place(t *Turn) (civic.Place, error) {
	switch {
	case t.Input.Label == "key.skip":
		return civic.Place{}, nil
	case t.Input.Kind == Location:
		p := t.Input.Point
		if civic.Locate(t.Region, t.Bounds, p).Outside {
			return civic.Place{}, Wrong{Key: "wrong.outside", Args: Args{"In": t.Region.In}}
		}
		return civic.Place{Point: &p}, nil
	case t.Input.Kind == Text && t.Input.Label == "":
		words, err := Words(t, civic.MaxPlace)
		return civic.Place{Words: words}, err
	}
	return civic.Place{}, Wrong{Key: "wrong.place"}
}
