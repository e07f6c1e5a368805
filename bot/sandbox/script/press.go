package script

import (
	"fmt"
	"strconv"
	"strings"

	"veche/bot/sandbox"
)

// button is one that can be pressed, and the message it is under.
type button struct {
	message int64
	sandbox.Button
}

// presses finds a button by its wording or by its place, and presses it.
func presses(p *Play, a act) (string, error) {
	spec, old := strings.CutPrefix(a.rest, "old ")
	if n, err := strconv.Atoi(spec); err == nil {
		return p.pressNth(a, n)
	}
	label, err := p.label(spec)
	if err != nil {
		return "", err
	}
	shown := " → [" + label + "]"
	if !old && p.onKeyboard(a, label) {
		_, err := p.Box.PressLabel(a.who, a.chat, label)
		return shown, err
	}
	var found *button
	for _, b := range p.buttons(a.chat) {
		if b.Text == label && (!old || found == nil) {
			found = &b
		}
	}
	if found == nil {
		return "", fmt.Errorf("nobody can see a button %q", label)
	}
	return shown, p.press(a, *found)
}

// label words a key with its arguments: "key.photos Count=2".
func (p *Play) label(spec string) (string, error) {
	fields := strings.Fields(spec)
	args := map[string]any{}
	for _, f := range fields[1:] {
		name, value, _ := strings.Cut(f, "=")
		args[name] = value
		if n, err := strconv.Atoi(value); err == nil {
			args[name] = n
		}
	}
	return p.Label(fields[0], args)
}

func (p *Play) onKeyboard(a act, label string) bool {
	k := p.Box.Keyboard(a.chat, a.who)
	if k == nil {
		return false
	}
	for _, row := range k.Keys {
		for _, key := range row {
			if key.Text == label {
				return true
			}
		}
	}
	return false
}

// buttons lists all that stand in a chat, the oldest first.
func (p *Play) buttons(chat int64) []button {
	var all []button
	for _, m := range p.Box.Messages(chat) {
		for _, b := range m.Buttons() {
			all = append(all, button{m.ID, b})
		}
	}
	return all
}

func (p *Play) pressNth(a act, n int) (string, error) {
	var newest []button
	for _, b := range p.buttons(a.chat) {
		if len(newest) > 0 && newest[0].message != b.message {
			newest = nil
		}
		newest = append(newest, b)
	}
	if n < 1 || n > len(newest) {
		return "", fmt.Errorf("the newest message has %d buttons", len(newest))
	}
	return " → [" + newest[n-1].Text + "]", p.press(a, newest[n-1])
}

func (p *Play) press(a act, b button) error {
	if b.Data == "" { // a link
		_, err := p.Box.PressLabel(a.who, a.chat, b.Text)
		return err
	}
	if !p.down { // such a press may be too old when it is read: nobody waits for its answer
		p.asked[a.who]++
	}
	_, err := p.Box.Press(a.who, a.chat, b.message, b.Data)
	return err
}

// forges presses the newest message of the bot with other data than its buttons have.
func forges(p *Play, a act) (string, error) {
	var message int64
	for _, m := range p.Box.Messages(a.chat) {
		if m.From != nil && m.From.IsBot {
			message = m.ID
		}
	}
	return " → [⚠ " + a.rest + "]", p.press(a, button{message, sandbox.Button{Data: a.rest}})
}
