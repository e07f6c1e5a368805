package script

import (
	"fmt"
	"slices"
	"strings"

	"veche/bot/sandbox"
)

// body is a message as people see it, in lines.
func (p *Play) body(m sandbox.Message) string {
	var lines []string
	if len(m.Photo) > 0 {
		lines = append(lines, p.album([]string{p.photo(m)}))
	}
	if m.Document != nil {
		lines = append(lines, "["+p.say("file")+" "+m.Document.FileName+"]")
	}
	if m.Location != nil {
		lines = append(lines, fmt.Sprintf("[%s %v %v]", p.say("place"), m.Location.Latitude, m.Location.Longitude))
	}
	text, entities := m.Text, m.Entities
	if text == "" {
		text, entities = m.Caption, m.CaptionEntities
	}
	if text != "" {
		lines = append(lines, payload.ReplaceAllString(fold(p.marked(text, entities)), "?start=…"))
	}
	return strings.Join(append(lines, p.markup(m)...), "\n")
}

// photo is the number of a photo: the same picture has the same wherever it goes.
func (p *Play) photo(m sandbox.Message) string {
	largest := m.Photo[len(m.Photo)-1]
	id := largest.FileUniqueID
	if p.photos[id] == 0 {
		p.photos[id] = len(p.photos) + 1
		p.files[p.photos[id]] = largest.FileID
	}
	return fmt.Sprint(p.photos[id])
}

// newPhotos numbers photos that are about to be sent.
func (p *Play) newPhotos(n int) string {
	var all []string
	for i := range n {
		all = append(all, fmt.Sprint(len(p.photos)+i+1))
	}
	return p.album(all)
}

func (p *Play) album(numbers []string) string {
	return "[" + p.say("photo") + " " + strings.Join(numbers, ", ") + "]"
}

func (p *Play) markup(m sandbox.Message) []string {
	var lines []string
	if m.Markup != nil {
		for _, row := range m.Markup.Inline {
			var labels []string
			for _, b := range row {
				labels = append(labels, "["+b.Text+"]")
			}
			lines = append(lines, strings.Join(labels, " "))
		}
	}
	k := m.Keyboard
	switch {
	case k == nil:
	case k.Remove:
		lines = append(lines, "⌨ —")
	case k.ForceReply:
		lines = append(lines, "↩ …")
	case len(k.Keys) > 0:
		labels := []string{"⌨"}
		for _, row := range k.Keys {
			for _, key := range row {
				labels = append(labels, "["+key.Text+"]")
			}
		}
		lines = append(lines, strings.Join(labels, " "))
	}
	return lines
}

// changed is what an edit changed: the first line, by which one knows the message,
// and the lines that are new; buttons all or none.
func changed(was, is string) string {
	old, now := strings.Split(was, "\n"), strings.Split(is, "\n")
	buttons := func(line string) bool { return strings.HasPrefix(line, "[") || strings.HasPrefix(line, "⌨") }
	without := func(lines []string, drop bool) []string {
		return slices.DeleteFunc(slices.Clone(lines), func(l string) bool { return buttons(l) == drop })
	}
	pressable := !slices.Equal(without(old, false), without(now, false))
	if !slices.Contains(without(old, true), now[0]) {
		return is // another message altogether
	}
	out := now[:1:1]
	for _, line := range now[1:] {
		keep := !slices.Contains(old, line)
		if buttons(line) {
			keep = pressable
		}
		if keep {
			out = append(out, line)
		} else if out[len(out)-1] != "…" {
			out = append(out, "…")
		}
	}
	if pressable && len(without(now, false)) == 0 {
		out = append(out, "[—]")
	}
	return strings.Join(out, "\n")
}
