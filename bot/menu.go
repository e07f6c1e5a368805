package bot

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"maps"
	"slices"
	"strings"

	tg "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"veche/flows"
	"veche/flows/civic"
	"veche/storage"
)

// The limits of the Bot API for what the client shows of a bot, in characters.
const (
	maxCommandWords = 256
	maxDescription  = 512
	maxShort        = 120
	maxCommands     = 100
)

// menu is the client's own list of commands for those in its scope. A person in
// office has one of their own, in the language they chose; the others depend on the
// language of the client ("": every client that has none of its own).
type menu struct {
	Name     string // tells menus apart; also the key under which it is known to be set
	Scope    models.BotCommandScope
	Language string
	Commands []models.BotCommand
}

// officer is somebody who holds roles, and the language in which they read.
type officer struct {
	Person   civic.PersonID
	Roles    civic.Roles
	Language string
}

// about is what a client shows of the bot before it is started.
type about struct {
	Name, Language, Description, Short string
}

// clientLanguages are those for which something of their own is set; "" is Russian.
var clientLanguages = [...]string{"", "en"}

// officers finds everybody who holds a role.
func officers(tx *storage.Tx) ([]officer, error) {
	var out []officer
	for rec, err := range storage.Grants.All(tx) {
		if err != nil {
			return nil, fmt.Errorf("look for people in office: %w", err)
		}
		g := rec.Value
		if n := len(out); n > 0 && out[n-1].Person == g.Person { // the keys begin with the person
			out[n-1].Roles = append(out[n-1].Roles, g)
			continue
		}
		p, _, err := storage.People.Find(tx, g.Person)
		if err != nil {
			return nil, fmt.Errorf("look for people in office: %w", err)
		}
		out = append(out, officer{Person: g.Person, Roles: civic.Roles{g}, Language: p.Language})
	}
	return out, nil
}

// menus are the menus that there should be. say words a key as plain text.
func menus(e *flows.Engine, say func(lang, key string) string, office []officer) []menu {
	everybody := e.Commands(nil)
	inGroups := slices.DeleteFunc(slices.Clone(everybody), func(c flows.CommandFor) bool { return !c.Group })
	var out []menu
	for _, lang := range clientLanguages {
		for _, m := range []struct {
			name  string
			scope models.BotCommandScope
			of    []flows.CommandFor
		}{
			{"default", &models.BotCommandScopeDefault{}, everybody},
			{"private", &models.BotCommandScopeAllPrivateChats{}, everybody},
			{"groups", &models.BotCommandScopeAllGroupChats{}, inGroups},
		} {
			out = append(out, menu{"menu/" + m.name + "/" + lang, m.scope, lang, listed(m.of, lang, say)})
		}
	}
	for _, o := range office {
		scope := &models.BotCommandScopeChat{ChatID: int64(o.Person)}
		out = append(out, menu{officerMenu(o.Person), scope, "", listed(e.Commands(o.Roles), o.Language, say)})
	}
	return out
}

func listed(cs []flows.CommandFor, lang string, say func(lang, key string) string) []models.BotCommand {
	out := []models.BotCommand{}
	for _, c := range cs[:min(len(cs), maxCommands)] {
		words := cutPlain(say(cmp.Or(lang, "ru"), "command."+string(c.Name)), maxCommandWords)
		out = append(out, models.BotCommand{Command: string(c.Name), Description: words})
	}
	return out
}

// abouts are the descriptions that there should be.
func abouts(say func(lang, key string) string) []about {
	var out []about
	for _, lang := range clientLanguages {
		in := cmp.Or(lang, "ru")
		out = append(out, about{"about/" + lang, lang,
			cutPlain(say(in, "about.text"), maxDescription), cutPlain(say(in, "about.short"), maxShort)})
	}
	return out
}

// setMenus sets what is not known to be set already, and takes away the menus of
// people who left office. known is the caller's to keep; what worked is noted in it,
// so what failed is tried the next time.
func setMenus(ctx context.Context, c *tg.Bot, wanted []menu, known map[string]int64) error {
	var errs []error
	left := maps.Clone(known)
	for _, m := range wanted {
		delete(left, m.Name)
		errs = append(errs, once(known, m.Name, m.Commands, func() error {
			_, err := c.SetMyCommands(ctx, &tg.SetMyCommandsParams{Commands: m.Commands, Scope: m.Scope, LanguageCode: m.Language})
			return err
		}))
	}
	for name := range left {
		errs = append(errs, takeAway(ctx, c, name, known))
	}
	return errors.Join(errs...)
}

// setAbouts does the same for descriptions.
func setAbouts(ctx context.Context, c *tg.Bot, wanted []about, known map[string]int64) error {
	var errs []error
	for _, a := range wanted {
		errs = append(errs, once(known, a.Name, a, func() error {
			_, err := c.SetMyDescription(ctx, &tg.SetMyDescriptionParams{Description: a.Description, LanguageCode: a.Language})
			if err != nil {
				return err
			}
			_, err = c.SetMyShortDescription(ctx, &tg.SetMyShortDescriptionParams{ShortDescription: a.Short, LanguageCode: a.Language})
			return err
		}))
	}
	return errors.Join(errs...)
}

// once does what has not been done with this very content.
func once(known map[string]int64, name string, content any, do func() error) error {
	text, err := json.Marshal(content)
	if err != nil {
		return err
	}
	h := fnv.New64a()
	_, _ = h.Write(text) // never fails
	sum := int64(h.Sum64())
	if was, ok := known[name]; ok && was == sum {
		return nil
	}
	if err := do(); err != nil {
		return fmt.Errorf("set %s: %w", name, err)
	}
	known[name] = sum
	return nil
}

const officerPrefix = "menu/chat/"

func officerMenu(p civic.PersonID) string { return fmt.Sprint(officerPrefix, int64(p)) }

// takeAway gives somebody who left office the menu of everybody.
func takeAway(ctx context.Context, c *tg.Bot, name string, known map[string]int64) error {
	id, ours := strings.CutPrefix(name, officerPrefix)
	if !ours {
		return nil
	}
	scope := &models.BotCommandScopeChat{ChatID: json.Number(id)}
	if _, err := c.DeleteMyCommands(ctx, &tg.DeleteMyCommandsParams{Scope: scope}); err != nil {
		return fmt.Errorf("take away %s: %w", name, err)
	}
	delete(known, name)
	return nil
}
