package storage

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"

	"veche/flows/civic"
)

// shownTo is what somebody is shown of a message to them. What buttons carry is not for
// reading, and may name others; documents and pictures are named.
func (m Message) shownTo(p civic.PersonID) Message {
	m.Text = without(m.Text, p)
	rows := m.Buttons
	m.Buttons = nil
	for _, row := range rows {
		var labels []Button
		for _, b := range row {
			labels = append(labels, Button{Text: without(b.Text, p), URL: b.URL})
		}
		m.Buttons = append(m.Buttons, labels)
	}
	if m.File != nil {
		m.File = &File{Name: m.File.Name}
	}
	if m.Picture != nil {
		m.Picture = &Picture{Key: m.Picture.Key, ID: m.Picture.ID}
	}
	return m
}

var mention = regexp.MustCompile(`<a href="tg://user\?id=(\d+)">[^<]*</a>`)

// without takes the links to others out of a text.
func without(text string, p civic.PersonID) string {
	return mention.ReplaceAllStringFunc(text, func(link string) string {
		if mention.FindStringSubmatch(link)[1] == fmt.Sprint(p) {
			return link
		}
		return "…"
	})
}

// ownOnly is JSON of the messenger's or of a form without what tells of others.
func ownOnly(raw json.RawMessage, p civic.PersonID) json.RawMessage {
	var v any
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	if d.Decode(&v) != nil {
		return nil
	}
	own, err := json.Marshal(own(v, p))
	if err != nil {
		return nil
	}
	return own
}

func own(v any, p civic.PersonID) any {
	switch v := v.(type) {
	case []any:
		for i := range v {
			v[i] = own(v[i], p)
		}
	case map[string]any:
		for k, member := range v {
			if others(k, member, p) {
				delete(v, k)
				continue
			}
			v[k] = own(member, p)
		}
	case string:
		return without(v, p)
	}
	return v
}

// others reports whether a member of an object tells who or where somebody else is, or
// holds the data of a button or of a file.
func others(k string, v any, p civic.PersonID) bool {
	switch v := v.(type) {
	case json.Number:
		return slices.Contains([]string{"person", "chat", "by", "whom", "author", "owner", "taken", "second", "used_by", "user_id", "chat_id"}, k) && v.String() != fmt.Sprint(p)
	case string:
		return k == "data" || k == "callback_data"
	case map[string]any:
		id, known := v["id"].(json.Number)
		return known && id.String() != fmt.Sprint(p) && (v["first_name"] != nil || v["title"] != nil || v["type"] != nil)
	}
	return false
}
