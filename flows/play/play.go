// Package play is what people do in the sandbox, as data: who is there to be played, what
// a subject has them do before the play begins (a scene), and what residents do again and
// again under load (a walk). It uses nothing of ours, so that subjects say it, and the
// sandbox plays it, without knowing each other.
package play

import "regexp"

// Person is somebody on the sandbox's stage.
type Person struct {
	ID             int64
	Name, Language string
	RU, EN         string // who they are, in a few words
}

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

// People are those on the stage.
func People() []Person {
	return []Person{
		{Anna, "Анна", "ru", "жительница Вязьмы", "resident of Vyazma"},
		{Boris, "Boris", "en", "житель, говорит по-английски", "resident, speaks English"},
		{Vera, "Вера", "ru", "Центр управления регионом", "regional management centre"},
		{Maria, "Мария", "ru", "модератор", "moderator"},
		{Denis, "Денис", "ru", "модератор", "moderator"},
		{Pavel, "Павел", "ru", "глава Вяземского округа", "head of the Vyazma district"},
		{Galina, "Галина", "ru", "сотрудница Вяземского округа", "staff of the Vyazma district"},
		{Oleg, "Олег", "ru", "глава Рославльского округа", "head of the Roslavl district"},
		{Igor, "Игорь", "ru", "куратор округа", "supervisor of the district"},
	}
}

// Group is a group with the bot in it. The first of its members owns it.
type Group struct {
	ID      int64
	Title   string
	Members []int64
}

// Moderators is the group of the moderators.
func Moderators() Group {
	return Group{-1001000000001, "Модераторы", []int64{Vera, Maria, Denis}}
}

// Cue is one thing that somebody does on the stage, as people would: they write, press a
// button, or open a link.
type Cue struct {
	Who     int64
	In      Group  // where; none: in private with the bot
	Writes  string // or a command
	Presses string // the key by which the button is worded
	// Opens says whose link is opened, the newest that the bot showed them; see [Operator].
	Opens int64
	// Once leaves it out where they pressed the same before.
	Once bool
}

// Agrees is how somebody agrees that things are kept, the first time they are asked.
func Agrees(who int64) Cue { return Cue{Who: who, Presses: "key.agree", Once: true} }

// Operator is who starts the bot, and is shown the first link.
const Operator int64 = -1

// Walk is what a resident does again and again under load. It begins with a command and
// ends with a receipt that tells the number of what was filed.
type Walk struct {
	Begin   string
	Answers []Answer
	Receipt *regexp.Regexp
}

// Answer is what a resident does about a question: they press the first button, where there
// is one, or write.
type Answer struct {
	Press bool
	Write string
}
