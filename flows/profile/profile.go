// Package profile is what a person settles with the bot about themselves: the first
// screen, consent, language, home district, and what is kept about them, to have it
// or to have it destroyed.
package profile

import (
	"time"

	"veche/flows"
	"veche/flows/civic"
	"veche/storage"
)

// Where buttons of this room lead.
const (
	simple         flows.CommandName = "simple"
	noticesCommand flows.CommandName = "notices"
	inLanguage     flows.ActionName  = "profile.language"
)

// Conversation is the conversation about oneself.
func Conversation() flows.Conversation {
	return flows.Conversation{
		Name:  "profile",
		Forms: []flows.Form{&consentForm, &districtForm, &modeForm, &forgetForm},
		Commands: []flows.CommandFor{
			{Name: "start", Keeps: true, Do: start},
			{Name: flows.Home, Label: "menu.district", Do: changeDistrict},
			{Name: "help", Label: "menu.help", Simple: true, Keeps: true, Group: true, Do: help},
			{Name: flows.Menu, Keeps: true, Do: menu},
			{Name: "language", Keeps: true, Do: language},
			{Name: noticesCommand, Keeps: true, Do: notices},
			{Name: simple, Do: func(t *flows.Turn) error { return modeForm.Start(t, mode{}) }},
			{Name: "mydata", Keeps: true, Do: askData},
			{Name: "forget", Do: func(t *flows.Turn) error { return forgetForm.Start(t, nothing{}) }},
		},
		Actions: []flows.Action{{Name: inLanguage, Do: setLanguage}, {Name: flows.Mute, Do: mute}},
		Retired: map[string]flows.ActionName{"language": inLanguage, "mute": flows.Mute},
		Jobs: []flows.JobKind{
			{Name: "mydata", Run: collect, Done: giveData, Every: time.Minute, Already: "mydata.already"},
			{Name: "forget", Run: wished, Done: forget, Every: time.Minute, Already: "forget.wait"},
		},
		Opens:    []flows.Door{flows.Queue},
		Gate:     gate,
		Fallback: words,
	}
}

type nothing struct{}

// start shows in one screen what this is, who answers, and what it is not. A link
// may carry something to do instead.
func start(t *flows.Turn) error {
	if t.Payload != "" {
		if known, err := t.Open(t.Payload); known || err != nil {
			return err
		}
	}
	welcome(t, false)
	return nil
}

func welcome(t *flows.Turn, inPlace bool) {
	official := t.Region.Way()
	m := flows.Message{Key: "welcome", InPlace: inPlace, Args: flows.Args{"In": t.Region.In, "Official": official.Name, "URL": official.URL}}
	m.Rows = [][]flows.Button{
		firstOffer(t),
		flows.Row(flows.Home.Button("key.choose_district")),
		flows.Row(otherLanguage(t), simple.Button("key.simple")),
	}
	t.Reply(m)
}

// firstOffer is the button of what most people come for.
func firstOffer(t *flows.Turn) []flows.Button {
	all := t.Offered()
	return all[:min(len(all), 1)]
}

// otherLanguage is the button that changes the language, worded in that language.
func otherLanguage(t *flows.Turn) flows.Button {
	other := "en"
	if t.Language() == "en" {
		other = "ru"
	}
	return inLanguage.Button("language.to_"+other, other, "welcome")
}

func menu(t *flows.Turn) error {
	t.Reply(flows.Message{Key: "menu.title", Under: flows.MainMenu})
	return nil
}

func help(t *flows.Turn) error {
	var ways []flows.Term
	for _, l := range t.Region.Official {
		ways = append(ways, flows.Term{Key: "help.way", Args: flows.Args{"Name": l.Name, "URL": l.URL}})
	}
	about, commands := helps(t.Help())
	m := flows.Message{Key: "help.title", Args: flows.Args{"Ways": ways, "About": about, "Commands": commands}, Under: flows.MainMenu}
	if t.Roles.Has(civic.Centre) {
		m.Key = "help.centre"
	} else if len(t.Roles) > 0 {
		m.Key = "help.office"
	}
	t.Reply(m)
	return nil
}

// helps are paragraphs of what there is to do, and lines of commands.
func helps(parts []flows.Help) (about flows.Term, commands []flows.Term) {
	for i, p := range parts {
		next := flows.Term{Key: p.About}
		if i > 0 {
			next = flows.Term{Key: "help.and", Args: flows.Args{"About": about, "Next": next}}
		}
		about, commands = next, append(commands, flows.Term{Key: p.Commands})
	}
	return about, commands
}

func language(t *flows.Turn) error {
	t.Reply(flows.Message{Key: "language.title", Rows: [][]flows.Button{
		flows.Row(inLanguage.Button("language.to_ru", "ru"), inLanguage.Button("language.to_en", "en"))}})
	return nil
}

func setLanguage(t *flows.Turn, v flows.Values) error {
	lang := v.At(0)
	if lang != "ru" && lang != "en" {
		return nil
	}
	if err := t.SetLanguage(lang); err != nil {
		return err
	}
	if v.At(1) == "welcome" {
		welcome(t, true)
		return nil
	}
	t.Reply(flows.Message{Key: "language.set", Under: flows.MainMenu})
	return t.AskAgain()
}

// words answers what somebody writes that nobody waits for.
func words(t *flows.Turn) error {
	m := flows.Message{Key: "loose.title", Args: flows.Args{"What": flows.Term{Key: "what." + kind(t.Input)}},
		Rows: flows.Abreast(1, t.Offered()...)}
	if t.Roles.Has(civic.Head) || t.Roles.Has(civic.Deputy) || t.Roles.Has(civic.Staff) {
		m.Key = "loose.office" // they may think that a resident reads it
		m.Rows = append([][]flows.Button{flows.Row(flows.Queue.Button("menu.queue"))}, m.Rows...)
	}
	if t.Input.Edited {
		m.Key = "loose.edited"
	}
	t.Reply(m)
	return nil
}

// kind says which of the wordings for stray messages fits.
func kind(in flows.Input) string {
	switch in.Kind {
	case flows.Text:
		return "text"
	case flows.Photo:
		return "photo"
	case flows.Location:
		return "place"
	}
	switch in.What {
	case "sticker", "video_note":
		return in.What
	}
	return "else"
}

var districtForm = flows.Flow[home]{
	Name:  "district",
	First: "district",
	Table: homeTable,
	Steps: flows.Steps[home]{
		"district": flows.District("district.home", func(h *home) *civic.DistrictID { return &h.District }).Then(parts),
		"part":     flows.Part("district.part", func(h *home) (civic.DistrictID, *string) { return h.District, &h.Part }),
	},
	Finish: settle,
}

type home struct {
	District civic.DistrictID `json:"district,omitempty"`
	Part     string           `json:"part,omitempty"`
}

var homeTable = append(flows.Line("district", "part"), flows.Event("whole", "district", flows.Done))

// parts asks for the inner district where there are some.
func parts(t *flows.Turn, h *home) string {
	if d, _ := t.Region.District(h.District); len(d.Parts) > 0 {
		return flows.Next
	}
	return "whole"
}

func changeDistrict(t *flows.Turn) error { return districtForm.Start(t, home{}) }

func settle(t *flows.Turn, h home) error {
	t.Person.District, t.Person.Part = h.District, h.Part
	if err := storage.People.Put(t.Tx, t.Person.ID, *t.Person); err != nil {
		return err
	}
	d, _ := t.Region.District(h.District)
	part, _ := d.Part(h.Part)
	t.Reply(flows.Message{Key: "district.set", Args: flows.Args{"District": d.Name, "Part": part.Name, "Head": d.Head, "Channel": d.Channel}, Under: flows.MainMenu})
	return nil
}
