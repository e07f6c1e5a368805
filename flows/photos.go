package flows

import (
	"slices"

	"veche/flows/civic"
)

// Photos asks for pictures, none to limit, one by one or as an album. Each is taken
// at once; the answer to an album comes when all of it is there.
func Photos[D any](key string, limit int, of func(*D) *[]civic.Photo) Step[D] {
	return Step[D]{
		Ask: func(t *Turn, d D) Message {
			n := len(*of(&d))
			m := Message{Key: key, Args: Args{"Limit": limit}, Ask: true}
			if n == 0 {
				m.Rows = [][]Button{Row(Pick(Term{Key: "key.no_photo"}, "done"))}
				return m
			}
			m.Key, m.Args["Count"] = "photos.more", n
			if n >= limit {
				m.Key = "photos.full"
			}
			m.Rows = [][]Button{Row(Pick(Term{Key: "key.photos_done", Args: Args{"Count": n}}, "done")),
				Row(Pick(Term{Key: "key.photos_drop"}, "drop"))}
			return m
		},
		Answer: func(t *Turn, d *D) (string, error) {
			switch t.Value {
			case "done":
				return Next, nil
			case "drop":
				*of(d) = nil
				return Again, nil
			}
			return TakePhoto(t, of(d), limit)
		},
	}
}

// TakePhoto adds the picture that was sent, up to limit and none twice; a [Wrong]
// where it is none or too many.
func TakePhoto(t *Turn, have *[]civic.Photo, limit int) (string, error) {
	switch {
	case t.Input.Kind == Other && t.Input.What == "image_file":
		return "", Wrong{Key: "wrong.image_file"}
	case t.Input.Kind != Photo:
		return "", Wrong{Key: "wrong.photo"}
	}
	full := len(*have) >= limit
	if !full && !slices.ContainsFunc(*have, func(p civic.Photo) bool { return p.Unique == t.Input.Photo.Unique }) {
		*have = append(*have, t.Input.Photo)
	}
	switch {
	case t.Input.Album != "":
		return Stay, t.settle()
	case full:
		return "", Wrong{Key: "wrong.photos_full", Args: Args{"Limit": limit}}
	}
	return Again, nil
}
