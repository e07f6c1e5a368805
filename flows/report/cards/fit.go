package cards

import (
	"strings"
	"unicode/utf16"

	"veche/flows/civic/reports"
)

// A message of the messenger holds 4,096 characters. The words on a card get so many
// of them, that what stands below, the status and the deadline, is never cut off; the
// text of a report keeps at least textRoom.
const (
	Room     = 3000
	textRoom = 1200
	LineRoom = 60 // for what stands around an answer
)

// fit shortens a text and its answers so that they fit on a card: the newest answer
// first, older ones as there is room that is not taken by what stands besides. Each
// answer was also sent by itself.
func fit(text string, answers []reports.Event, besides int) (string, []reports.Event) {
	kept := min(Length(text), textRoom)
	left := Room - besides - kept
	first := len(answers)
	for first > 0 && left > textRoom/4 {
		first--
		left -= min(Length(answers[first].Text)+LineRoom, left)
	}
	answers = append([]reports.Event(nil), answers[first:]...)
	room := Room - besides - kept
	for i := len(answers) - 1; i >= 0; i-- {
		answers[i].Text = Shorten(answers[i].Text, room-LineRoom)
		room -= Length(answers[i].Text) + LineRoom
	}
	return Shorten(text, kept+max(room, 0)), answers
}

// Shorten cuts a text to so many characters, at the end of a word where one is near.
func Shorten(text string, limit int) string {
	if Length(text) <= limit {
		return text
	}
	end, n := 0, 1 // the mark of the cut
	for i, r := range text {
		if n += utf16.RuneLen(r); n > limit {
			break
		}
		end = i + len(string(r))
	}
	cut := text[:end]
	if space := strings.LastIndexAny(cut, " \n"); space > end-100 && space > 0 {
		cut = cut[:space]
	}
	return strings.TrimRight(cut, " \n") + "…"
}

// Length counts as the messenger does at its strictest, in UTF-16.
func Length(s string) (n int) {
	for _, r := range s {
		n += utf16.RuneLen(r)
	}
	return n
}

// Brief is the beginning of what a report says, in one line, for lists.
func Brief(r reports.Report) string {
	return Shorten(strings.Join(strings.Fields(r.Text), " "), briefRoom)
}

const briefRoom = 90
