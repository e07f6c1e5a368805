// Package report is about the problems that residents report, from the first word to the
// last. Here is the resident's side: reporting a problem and following what becomes of it.
// The rooms around it are what everybody else does with a report; casework, in which it
// is moved and written, lies below them all.
package report

import (
	"context"
	"errors"
	"time"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/flows/report/cards"
	"veche/flows/report/casework"
	"veche/flows/report/handover"
	"veche/flows/report/head"
	"veche/flows/report/moderation"
	"veche/flows/report/neighbours"
	"veche/flows/report/proof"
	"veche/flows/report/upkeep"
	"veche/flows/report/verdict"
	"veche/storage"
)

// Where buttons of this room lead.
const (
	fileCommand flows.CommandName = "report"

	minePage    flows.ActionName = "report.reports"
	mineCard    flows.ActionName = "report.mine"
	withdrawYes flows.ActionName = "report.withdraw_yes"
	leaveIt     flows.ActionName = "report.leave"
)

// Conversations are all that people do with reports.
func Conversations() []flows.Conversation {
	return []flows.Conversation{
		residents(),
		neighbours.Conversation(),
		moderation.Conversation(),
		head.Conversation(),
		handover.Conversation(),
		proof.Conversation(),
		verdict.Conversation(),
		casework.Conversation(),
		upkeep.Conversation(),
	}
}

// Fill puts old reports into a store: see [upkeep.Fill].
func Fill(ctx context.Context, s *storage.Store, region *civic.Region, n int, now time.Time) error {
	return upkeep.Fill(ctx, s, region, n, now)
}

// residents is the resident's conversation about reports.
func residents() flows.Conversation {
	return flows.Conversation{
		Name:  "report",
		Forms: []flows.Form{&form, &simpleForm, &toldForm, &addForm, &replyForm, &openForm, &appealForm},
		Commands: []flows.CommandFor{
			{Name: fileCommand, Label: "menu.report", Simple: true, Offered: true, Do: beginCommand},
			{Name: "reports", Label: "menu.reports", Simple: true, Offered: true, Keeps: true, Do: func(t *flows.Turn) error { return list(t, "", 0) }},
		},
		Actions: []flows.Action{
			{Name: minePage, Do: turnList},
			{Name: mineCard, Do: card},
			{Name: cards.Add, Do: beginAdding},
			{Name: cards.Appeal, Do: beginAppeal},
			{Name: cards.Withdraw, Do: askWithdraw},
			{Name: withdrawYes, Do: withdraw},
			{Name: leaveIt, Do: leave},
			{Name: cards.Reply, Do: beginReply},
		},
		Help: []flows.Help{
			{About: "help.report", Commands: "help.report_commands"},
			{Roles: []civic.Role{civic.Moderator, civic.Supervisor, civic.Head, civic.Deputy, civic.Staff}, About: "help.cards", Commands: "help.cards_commands"},
		},
		Retired: retired(),
		Stray:   stray,
		Cards: []flows.Card{
			flows.CardFor[civic.ReportID]{Kind: cards.Author, Ended: casework.Ended, Reply: replied, Signs: []flows.ActionName{cards.Add, cards.Withdraw}},
			flows.CardFor[civic.ReportID]{Kind: cards.Question, Ended: casework.Ended, Reply: replied, Signs: []flows.ActionName{cards.Reply}},
			flows.CardFor[civic.ReportID]{Kind: cards.Feed, Ended: casework.Ended},
		},
		Open:  cards.OpenCard,
		About: cards.Actions(),
		Walk:  walk,
	}
}

var form = flows.Flow[reports.Report]{
	Name:  "report",
	First: "district",
	Table: append(append(flows.Line("district", "category", "text", "photos", "place", "similar", "preview"), sameWords()...),
		flows.Event("parts", "district", "part"),
		flows.Event(flows.Next, "part", "category"),
		flows.Event(flows.Back, "part", "district"),
		flows.Event("voiced", "category", "photos"),
		flows.Event("voiced", "danger", "photos"),
		flows.Event("outside", "category", "outside"),
		flows.Event("outside", "danger", "outside"),
		flows.Event("voiced", "outside", "photos"),
		flows.Event("leave", "outside", flows.Done),
		flows.Event(flows.Next, "outside", "text"),
		flows.Event(flows.Back, "outside", "category"),
		flows.Event("danger", "category", "danger"),
		flows.Event(flows.Next, "danger", "text"),
		flows.Event(flows.Back, "danger", "category"),
		flows.Event("danger", "text", "warning"),
		flows.Event(flows.Next, "warning", "photos"),
		flows.Event(flows.Back, "warning", "text"),
		flows.Event("danger", "photos", "warning"),
		flows.Event("join", "similar", flows.Done),
		flows.Event("look", "similar", "look"),
		flows.Event(flows.Back, "look", "similar"),
		flows.Event(flows.Next, "look", "preview"),
		flows.Event("join", "look", flows.Done),
	),
	Steps: flows.Steps[reports.Report]{
		"district": flows.District("report.district", func(r *reports.Report) *civic.DistrictID { return &r.District }).Then(parts),
		"part":     flows.Part("district.part", func(r *reports.Report) (civic.DistrictID, *string) { return r.District, &r.Part }),
		"category": flows.Choose("report.category", categories, func(r *reports.Report, id civic.CategoryID) { r.Category = id }).
			Then(dangerousCategory).Then(outsideCategory).Then(unlessVoiced),
		"danger":  hint().Then(outsideCategory).Then(unlessVoiced),
		"outside": address().Then(unlessVoiced),
		"text":    words("report.text").Then(dangerousWords),
		"warning": warning(),
		"photos":  photos(),
		"place":   flows.PlaceOf("report.place", func(r *reports.Report) *civic.Place { return &r.Place }).Then(dangerousPlace),
		"similar": similar(),
		"look":    look(),
		"preview": lastLook(),
		"same":    same(),
	},
	Aside:  gather,
	Finish: file,
}

// parts asks for the inner district of a city that has some.
func parts(t *flows.Turn, r *reports.Report) string {
	r.Part = ""
	if d, _ := t.Region.District(r.District); len(d.Parts) > 0 {
		return "parts"
	}
	return flows.Next
}

func categories(t *flows.Turn, _ reports.Report) []flows.Option[civic.CategoryID] {
	var out []flows.Option[civic.CategoryID]
	for _, c := range t.Region.Categories {
		if c.InSeason(t.Now) {
			out = append(out, flows.Option[civic.CategoryID]{ID: c.ID, Icon: c.Emoji, Label: c.Name})
		}
	}
	return out
}

func file(t *flows.Turn, r reports.Report) error {
	switch {
	case r.Into != 0:
		return join(t, r)
	case r.Status == reports.Outside:
		return left(t, r)
	}
	if len(r.Warned) > 0 {
		r.Emergency = gravest(t, r)
	}
	r, err := casework.File(t, r)
	if err != nil {
		return err
	}
	if err := makeHome(t, r); err != nil {
		return err
	}
	official := t.Region.Way()
	key := "report.filed"
	if r.Status != reports.Sent {
		key = "report.outside" // a rule said so
	}
	t.Reply(flows.Message{Key: key, Under: flows.MainMenu, Answers: cards.Author.Of(r.ID),
		Args: flows.Args{"ID": r.ID, "Official": official.Name, "URL": official.URL}})
	return nil
}

// own loads a report of the person of the turn.
func own(t *flows.Turn, id civic.ReportID) (reports.Report, error) {
	r, err := storage.Reports.Get(t.Tx, id)
	switch {
	case err == nil && !r.By(t.Input.Person):
		err = casework.ErrAnothers
	case err == nil && t.Input.Group:
		err = casework.ErrNotHere
	}
	if errors.Is(err, storage.ErrNotFound) {
		return r, casework.ErrAnothers // what is not yours does not show whether it exists
	}
	return r, err
}
