package flows

import (
	"errors"
	"fmt"
	"strings"
)

// ActionName names what a button on a card does: the subject, a dot, and what is done to
// it. It is declared once, as a constant, where whoever shows the button and whoever
// [Action] it is can both see it.
type ActionName string

// Button is a button that does the action. Its values come back with the press; all of
// its data has to fit into 64 bytes.
func (a ActionName) Button(key string, values ...any) Button {
	return a.Labelled(Term{Key: key}, values...)
}

// Labelled is such a button with a label of any kind.
func (a ActionName) Labelled(label any, values ...any) Button {
	return Button{Label: label, Data: a.data(values)}
}

func (a ActionName) data(values []any) string {
	parts := []string{pressAction, string(a)}
	for _, v := range values {
		parts = append(parts, fmt.Sprint(v))
	}
	return strings.Join(parts, ":")
}

// Pages is the row that leads to the pages before and after of a list behind the action;
// the page is its last value. There is none for a single page.
func (a ActionName) Pages(page, pages int, values ...any) [][]Button {
	return a.PagesBy(page, pages, func(p int) []any { return append(values[:len(values):len(values)], p) })
}

// PagesBy is the same where the page does not come last.
func (a ActionName) PagesBy(page, pages int, values func(page int) []any) [][]Button {
	if pages <= 1 {
		return nil
	}
	return [][]Button{turnPages(page, pages, func(p int) string { return a.data(values(p)) })}
}

// maxName is how long the name of an action may be: there has to be room for the values.
const maxName = 22

// named refuses actions that do not bear their subject's name, or too long a one.
func named(c Conversation) error {
	var errs []error
	for _, a := range c.Actions {
		if !strings.HasPrefix(string(a.Name), c.Name+".") || len(a.Name) > maxName {
			errs = append(errs, fmt.Errorf("the action %s has to be called %s.something, in %d characters", a.Name, c.Name, maxName))
		}
	}
	return errors.Join(errs...)
}

// retire takes in what the names in old buttons mean now.
func (e *Engine) retire(all []Conversation) error {
	var errs []error
	for _, c := range all {
		for was, now := range c.Retired {
			if _, known := e.actions[now]; !known || e.retired[was] != "" {
				errs = append(errs, fmt.Errorf("the button %s of old leads to %s, which is nowhere or one of two", was, now))
			}
			e.retired[was] = now
		}
	}
	return errors.Join(errs...)
}

// short is what is done, without the subject.
func (a ActionName) short() string {
	_, short, _ := strings.Cut(string(a), ".")
	return short
}

// CommandName is a word after a slash. A constant where buttons lead to it.
type CommandName string

// Button is a button that does the command.
func (c CommandName) Button(key string) Button {
	return Button{Label: Term{Key: key}, Data: c.data()}
}

func (c CommandName) data() string { return pressCommand + ":" + string(c) }

// What the data of a button begins with: an action, a command, a choice in a question.
const (
	pressAction   = "a"
	pressCommand  = "c"
	pressQuestion = "q"
)

// Doors that the house itself opens, so that some subject has to stand behind them.
const (
	Menu  CommandName = "menu"         // shows the main menu
	Queue CommandName = "queue"        // what waits for somebody in office
	Home  CommandName = "district"     // asks in which district somebody lives
	Mute  ActionName  = "profile.mute" // a topic of what comes unasked
)
