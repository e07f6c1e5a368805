package flows

import (
	"maps"
	"slices"
	"unicode/utf8"

	"veche/flows/civic"
)

// Photos asks for pictures, none to limit, one by one or as an album. Each is taken
// at once; the answer to an album comes when all of it is there. What is written under
// them is kept in captions; nil where the draft takes no words.
func Photos[D any](key string, limit int, of func(*D) *[]civic.Photo, captions func(*D) *civic.Captions) Step[D] {
	return Step[D]{
		Ask: func(t *Turn, d D) Message {
			n := len(*of(&d))
			m := Message{Key: key, Args: Args{"Limit": limit}, Ask: true}
			if n == 0 {
				m.Rows = [][]Button{Row(Pick(Term{Key: "key.no_photo"}, "done").For(No))}
				return m
			}
			m.Key, m.Args["Count"] = "photos.more", n
			if n >= limit {
				m.Key = "photos.full"
			}
			m.Rows = [][]Button{Row(Pick(Term{Key: "key.photos_done", Args: Args{"Count": n}}, "done").For(No)),
				Row(Pick(Term{Key: "key.photos_drop"}, "drop"))}
			return m
		},
		Answer: func(t *Turn, d *D) (string, error) {
			switch t.Value {
			case "done":
				return Next, nil
			case "drop":
				*of(d) = nil
				if all := captions(d); all != nil {
					*all = nil
				}
				return Again, nil
			}
			TakeCaption(t, captions(d))
			return TakePhoto(t, of(d), limit)
		},
	}
}

// TakeCaption keeps what is written under the picture that was sent. An edit takes the
// place of what was written before.
func TakeCaption(t *Turn, captions *civic.Captions) {
	m := KeepCaption(t, captions)
	if m.Key != "" && (m.Key != CaptionKept || t.Input.Album == "" && !t.Input.Edited) {
		t.Reply(m)
	}
}

// CaptionKept is the key of what there is to say of a caption that is kept.
const CaptionKept = "caption.kept"

// KeepCaption is [TakeCaption] but for what there is to say of it, which it returns: that it
// is kept, or why not; nothing where there is none.
func KeepCaption(t *Turn, captions *civic.Captions) Message {
	caption := Clean(t.Input.Text)
	if t.Input.Kind != Photo || caption == "" && (captions == nil || !t.Input.Edited) {
		return Message{}
	}
	if captions == nil {
		return Message{Key: "caption.not_kept"}
	}
	all := maps.Clone(*captions)
	delete(all, t.Input.Message)
	if over := utf8.RuneCountInString(all.Below(caption)) - civic.MaxText; over > 0 {
		return Message{Key: "caption.long", Args: Args{"Limit": civic.MaxText, "Over": over}}
	}
	if all == nil {
		all = civic.Captions{}
	}
	if caption != "" {
		all[t.Input.Message] = caption
	}
	*captions = all
	return Message{Key: CaptionKept}
}

// TakePhoto adds the picture that was sent, up to limit and none twice; a [Wrong]
// where it is none.
func TakePhoto(t *Turn, have *[]civic.Photo, limit int) (string, error) {
	switch {
	case t.Input.Kind == Other && t.Input.What == "image_file":
		return "", Wrong{Key: "wrong.image_file"}
	case t.Input.Kind != Photo:
		return "", Wrong{Key: "wrong.photo"}
	}
	room := AddPhoto(t, have, limit)
	switch {
	case t.Input.Album != "" && !t.Input.Edited:
		return Stay, t.Settle()
	case !room: // and no [Wrong]: what is written under it is kept
		t.Reply(Message{Key: "wrong.photos_full", Args: Args{"Limit": limit}})
	}
	return Again, nil
}

// AddPhoto adds the picture that was sent, unless it is there; false where there is no room.
func AddPhoto(t *Turn, have *[]civic.Photo, limit int) (room bool) {
	if slices.ContainsFunc(*have, func(p civic.Photo) bool { return p.Unique == t.Input.Photo.Unique }) {
		return true
	}
	if len(*have) >= limit {
		return false
	}
	*have = append(*have, t.Input.Photo)
	return true
}
