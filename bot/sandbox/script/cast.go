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

// Strangers are the people whom nobody has ever seen before a script begins.
func Strangers() []int64 { return []int64{Who("yulia")} }

// Enter puts everybody into a sandbox, with the language and name of the transcript,
// and returns their ids.
func Enter(box *sandbox.Sandbox, lang string) []int64 {
	var all []int64
	for _, p := range players {
		name := p.ru
		if lang == "en" {
			name = p.en
		}
		all = append(all, box.AddPerson(sandbox.Person{ID: p.id, FirstName: name, Language: lang}))
	}
	slices.Sort(all)
	return all
}
