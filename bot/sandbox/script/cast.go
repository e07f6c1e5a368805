package script

import (
	"slices"

	"veche/bot/sandbox"
)

// player is somebody whom scripts can name.
type player struct {
	id     int64
	ru, en string
}

var players = map[string]player{
	"anna":   {101, "Анна", "Anna"}, // residents
	"boris":  {102, "Борис", "Boris"},
	"yulia":  {103, "Юлия", "Yulia"}, // has never been here
	"vera":   {201, "Вера", "Vera"},  // the Centre
	"maria":  {301, "Мария", "Maria"},
	"denis":  {302, "Денис", "Denis"}, // moderators
	"pavel":  {401, "Павел", "Pavel"}, // head of Vyazemsky District
	"galina": {402, "Галина", "Galina"},
	"oleg":   {403, "Олег", "Oleg"}, // head of Roslavlsky District
	"igor":   {501, "Игорь", "Igor"},
}

// Who returns the id of somebody whom scripts can name.
func Who(name string) int64 { return players[name].id }

// Guests are the ids of those who have been here before a script begins: all but Yulia.
func Guests() []int64 {
	var all []int64
	for name, p := range players {
		if name != "yulia" {
			all = append(all, p.id)
		}
	}
	slices.Sort(all)
	return all
}

// Enter puts everybody into a sandbox, with the language and name of the transcript.
func Enter(box *sandbox.Sandbox, lang string) {
	for _, p := range players {
		name := p.ru
		if lang == "en" {
			name = p.en
		}
		box.AddPerson(sandbox.Person{ID: p.id, FirstName: name, Language: lang})
	}
}
