// Package stage sets the sandbox with people of every role ready to play.
//
// Nothing is written behind the bot's back: people write, press and open links as the
// scenes of the subjects say. So the stage works only if the bot does.
package stage

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"time"

	"veche/bot/sandbox"
	"veche/flows/play"
)

// patience is how long the bot may take to show what the next cue needs.
const patience = 30 * time.Second

// Stage plays people against a running bot.
type Stage struct {
	Box *sandbox.Sandbox
	// Say words a key as the bot does, to find its buttons.
	Say func(key string) string
	// Claim is the payload of the link that the operator is shown.
	Claim string
}

// Set brings everybody in and plays the scene.
func (s Stage) Set(ctx context.Context, scene []play.Cue) error {
	for _, p := range play.People() {
		s.Box.AddPerson(sandbox.Person{ID: p.ID, FirstName: p.Name, Language: p.Language, Note: sandbox.Note{RU: p.RU, EN: p.EN}})
	}
	r := run{Stage: s, since: map[int64]int64{}, opened: map[string]bool{}, pressed: map[press]bool{}}
	for _, c := range scene {
		if err := r.play(ctx, c); err != nil {
			return fmt.Errorf("set the stage: %+v: %w", c, err)
		}
	}
	return nil
}

// run is how far a scene has come.
type run struct {
	Stage
	since   map[int64]int64 // by chat, what was written there last
	opened  map[string]bool // links
	pressed map[press]bool
}

type press struct {
	who int64
	key string
}

func (r *run) play(ctx context.Context, c play.Cue) error {
	did := press{c.Who, c.Presses}
	if c.Once && r.pressed[did] {
		return nil
	}
	r.pressed[did] = true
	ctx, stop := context.WithTimeoutCause(ctx, patience, errors.New("it does not come"))
	defer stop()
	chat := c.Who
	if c.In.ID != 0 {
		chat = c.In.ID
		r.enter(c.In)
	}
	var err error
	switch {
	case c.Writes != "":
		r.since[chat] = r.Box.Text(c.Who, chat, c.Writes)
	case c.Presses != "":
		err = r.press(ctx, c.Who, chat, r.Say(c.Presses))
	default:
		err = r.open(ctx, c)
	}
	return errors.Join(err, r.Box.Idle(ctx))
}

// enter makes a group when something is done there first.
func (r *run) enter(g play.Group) {
	if _, known := r.since[g.ID]; !known {
		r.Box.AddGroup(sandbox.Group{ID: g.ID, Title: g.Title, Members: g.Members, Bot: "member"})
		r.since[g.ID] = 0
	}
}

// press waits for a button below what was written last.
func (r *run) press(ctx context.Context, who, chat int64, label string) error {
	var message int64
	var data string
	if err := r.wait(ctx, func() bool {
		for _, m := range r.Box.Messages(chat) {
			for _, b := range m.Buttons() {
				if m.ID > r.since[chat] && b.Text == label {
					message, data = m.ID, b.Data
				}
			}
		}
		return message != 0
	}); err != nil {
		return err
	}
	_, err := r.Box.Press(who, chat, message, data)
	return err
}

var payloadShape = regexp.MustCompile(`\?start=([A-Za-z0-9_-]+)`)

// open waits for a link that nobody opened yet.
func (r *run) open(ctx context.Context, c play.Cue) error {
	payload := ""
	if err := r.wait(ctx, func() bool {
		for _, link := range r.links(c.Opens) {
			if !r.opened[link] {
				payload = link
			}
		}
		return payload != ""
	}); err != nil {
		return err
	}
	r.opened[payload] = true
	r.since[c.Who] = r.Box.Start(c.Who, payload)
	return nil
}

// links are those that the bot showed somebody.
func (r *run) links(who int64) (all []string) {
	if who == play.Operator {
		return []string{r.Claim}
	}
	for _, m := range r.Box.Messages(who) {
		if found := payloadShape.FindStringSubmatch(m.Text); found != nil {
			all = append(all, found[1])
		}
	}
	return all
}

// wait tells why it ended.
func (r *run) wait(ctx context.Context, so func() bool) error {
	if err := r.Box.Wait(ctx, so); err != nil {
		return errors.Join(err, context.Cause(ctx))
	}
	return nil
}
