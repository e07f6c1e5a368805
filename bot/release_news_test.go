package bot_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"veche/bot/sandbox"
)

// told begins a part of the text.
func (p *troupe) told(format string, args ...any) {
	fmt.Fprintf(&p.out, "\n"+format+"\n", args...)
}

// hear writes down what people read since the last time: all of it where somebody acted,
// elsewhere the first line.
func (p *troupe) hear(chat int64) {
	p.Helper()
	here := regexp.MustCompile(fmt.Sprintf(`^  [^:]*%d\b[^:]*: `, chat))
	for _, text := range p.news() {
		if first, more, _ := strings.Cut(text, "\n"); more != "" && !here.MatchString(text) {
			text = first + " …\n"
		}
		p.out.WriteString(text)
	}
}

// news is what has come into chats since the last time: a text that several read once.
func (p *troupe) news() (all []string) {
	read := map[string][]int64{}
	var order []string
	chats := []int64{}
	for id := range p.langs {
		chats = append(chats, id)
	}
	for _, g := range p.groups {
		chats = append(chats, g.ID)
	}
	slices.Sort(chats)
	for _, chat := range chats {
		for _, m := range p.box.Messages(chat) {
			text := body(m)
			if m.From == nil || m.From.IsBot {
				if p.seen[chat][m.ID] != text {
					if read[text] == nil {
						order = append(order, text)
					}
					read[text] = append(read[text], chat)
				}
			}
			if p.seen[chat] == nil {
				p.seen[chat] = map[int64]string{}
			}
			p.seen[chat][m.ID] = text
		}
		for _, n := range p.box.Notices(chat)[p.heard[chat]:] {
			p.heard[chat]++
			if n.Text != "" {
				all = append(all, fmt.Sprintf("  notice: %s\n", n.Text))
			}
		}
	}
	for _, text := range order {
		to := strings.Trim(fmt.Sprint(read[text]), "[]")
		if n := len(read[text]); n > 3 {
			to = fmt.Sprintf("%d people", n)
		}
		all = append(all, "  "+to+": "+strings.ReplaceAll(text, "\n", "\n    ")+"\n")
	}
	return all
}

// body is a message as people see it.
func body(m sandbox.Message) string {
	var b strings.Builder
	switch {
	case len(m.Photo) > 0:
		b.WriteString("[photo] ")
	case m.Voice != nil:
		b.WriteString("[voice] ")
	case m.Document != nil:
		b.WriteString("[" + m.Document.FileName + "] ")
	case m.Location != nil:
		fmt.Fprintf(&b, "[%v %v] ", m.Location.Latitude, m.Location.Longitude)
	}
	b.WriteString(payload.ReplaceAllString(m.Text+m.Caption, "?start=…"))
	for _, button := range m.Buttons() {
		b.WriteString(" [" + button.Text + "]")
	}
	return b.String()
}
