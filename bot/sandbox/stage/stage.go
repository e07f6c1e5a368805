// Package stage sets the sandbox with people of every role ready to play.
//
// Nothing is written behind the bot's back: the Centre follows the claim link,
// invites the others through the conversation, and binds the moderators' group, just
// as people would. So the stage works only if the bot does.
package stage

import (
	"context"
	"errors"
	"fmt"
	"regexp"

	"veche/bot/sandbox"
)

// The people of the stage.
const (
	Anna   int64 = 101 // residents
	Boris  int64 = 102
	Vera   int64 = 201 // the Centre
	Maria  int64 = 301 // moderators
	Denis  int64 = 302
	Pavel  int64 = 401 // head of the Vyazma district
	Galina int64 = 402 // his staff
	Oleg   int64 = 403 // head of the Roslavl district
	Igor   int64 = 501 // supervisor
)

// ModeratorsGroup is the chat of the moderators.
const ModeratorsGroup int64 = -1001000000001

func cast() []sandbox.Person {
	return []sandbox.Person{
		{ID: Anna, FirstName: "Анна", Language: "ru", Note: sandbox.Note{RU: "жительница Вязьмы", EN: "resident of Vyazma"}},
		{ID: Boris, FirstName: "Boris", Language: "en", Note: sandbox.Note{RU: "житель, говорит по-английски", EN: "resident, speaks English"}},
		{ID: Vera, FirstName: "Вера", Language: "ru", Note: sandbox.Note{RU: "Центр управления регионом", EN: "regional management centre"}},
		{ID: Maria, FirstName: "Мария", Language: "ru", Note: sandbox.Note{RU: "модератор", EN: "moderator"}},
		{ID: Denis, FirstName: "Денис", Language: "ru", Note: sandbox.Note{RU: "модератор", EN: "moderator"}},
		{ID: Pavel, FirstName: "Павел", Language: "ru", Note: sandbox.Note{RU: "глава Вяземского округа", EN: "head of the Vyazma district"}},
		{ID: Galina, FirstName: "Галина", Language: "ru", Note: sandbox.Note{RU: "сотрудница Вяземского округа", EN: "staff of the Vyazma district"}},
		{ID: Oleg, FirstName: "Олег", Language: "ru", Note: sandbox.Note{RU: "глава Рославльского округа", EN: "head of the Roslavl district"}},
		{ID: Igor, FirstName: "Игорь", Language: "ru", Note: sandbox.Note{RU: "куратор округа", EN: "supervisor of the district"}},
	}
}

// office is a role to be given: the wording keys and typed letters that lead to it.
type office struct {
	person   int64
	role     string // key of the button
	district string // first letters; "" for a role of the region
}

func offices() []office {
	return []office{
		{Maria, "role.moderator", ""}, {Denis, "role.moderator", ""},
		{Pavel, "role.head", "вяземск"}, {Galina, "role.staff", "вяземск"},
		{Oleg, "role.head", "рославль"}, {Igor, "role.supervisor", "вяземск"},
	}
}

// Stage plays people against a running bot.
type Stage struct {
	Box *sandbox.Sandbox
	// Say words a key as the bot does, to find its buttons.
	Say func(key string) string
}

// Set brings everybody in. claim is the payload of the Centre's claim link.
func (s Stage) Set(ctx context.Context, claim string) error {
	for _, p := range cast() {
		s.Box.AddPerson(p)
	}
	if err := s.accept(ctx, Vera, claim); err != nil {
		return fmt.Errorf("claim the Centre: %w", err)
	}
	for _, o := range offices() {
		payload, err := s.invite(ctx, o)
		if err == nil {
			err = s.accept(ctx, o.person, payload)
		}
		if err != nil {
			return fmt.Errorf("bring in %s: %w", o.role, err)
		}
	}
	return s.bind(ctx)
}

// accept follows an invitation and agrees to everything.
func (s Stage) accept(ctx context.Context, who int64, payload string) error {
	s.Box.Start(who, payload)
	for _, key := range []string{"key.agree", "key.accept"} {
		if err := s.press(ctx, who, who, key); err != nil {
			return err
		}
	}
	return s.Box.Idle(ctx)
}

var payloadShape = regexp.MustCompile(`\?start=([A-Za-z0-9_-]+)`)

// invite has the Centre make an invitation and returns the payload of its link.
func (s Stage) invite(ctx context.Context, o office) (string, error) {
	asked := s.Box.Text(Vera, Vera, "/invite")
	var question int64
	err := s.Box.Wait(ctx, func() bool {
		for _, m := range s.Box.Messages(Vera) {
			if m.ID > asked && len(m.Buttons()) > 0 {
				question = m.ID
			}
		}
		return question != 0
	})
	if err != nil {
		return "", err
	}
	if err := s.press(ctx, Vera, Vera, o.role); err != nil {
		return "", err
	}
	if err := s.Box.Idle(ctx); err != nil {
		return "", err
	}
	if o.district != "" {
		s.Box.Text(Vera, Vera, o.district)
	}
	var payload string
	err = s.Box.Wait(ctx, func() bool {
		for _, m := range s.Box.Messages(Vera) {
			if m.ID < question {
				continue
			}
			if found := payloadShape.FindStringSubmatch(m.Text); found != nil {
				payload = found[1]
			}
		}
		return payload != ""
	})
	return payload, err
}

func (s Stage) bind(ctx context.Context) error {
	s.Box.AddGroup(sandbox.Group{ID: ModeratorsGroup, Title: "Модераторы", Members: []int64{Vera, Maria, Denis}, Bot: "member"})
	s.Box.Text(Vera, ModeratorsGroup, "/bind")
	if err := s.press(ctx, Vera, ModeratorsGroup, "desk.moderators"); err != nil {
		return fmt.Errorf("bind the moderators' group: %w", err)
	}
	return s.Box.Idle(ctx)
}

// press waits for a button with the wording and presses it.
func (s Stage) press(ctx context.Context, who, chat int64, key string) error {
	var failed error
	err := s.Box.Wait(ctx, func() bool {
		_, failed = s.Box.PressLabel(who, chat, s.Say(key))
		return failed == nil
	})
	return errors.Join(err, ignore(err, failed))
}

func ignore(waited, failed error) error {
	if waited == nil {
		return nil
	}
	return failed
}
