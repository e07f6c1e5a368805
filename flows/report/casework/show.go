package casework

import (
	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/flows/report/cards"
)

// showCards shows them after a move. After anything else those change that stand: a card
// that is gone from a chat does not come again for it.
func showCards(t *flows.Turn, c change) error {
	switch {
	case c.quiet:
		return nil
	case c.e.What != "":
		return Show(t, c.r)
	}
	return show(t, c.r, t.Stands)
}

// Show brings the cards of a report up to date: the author's, the moderators' and,
// once it is published, the channels' and the district's.
func Show(t *flows.Turn, r reports.Report) error {
	return show(t, r, func(flows.Live) bool { return true })
}

func show(t *flows.Turn, r reports.Report, wanted func(flows.Live) bool) error {
	for _, card := range []struct {
		name flows.Live
		show func(*flows.Turn, reports.Report) error
	}{
		{cards.Author.Of(r.ID), showAuthor},
		{cards.Moderators.Of(r.ID), showModerators},
		{cards.Feed.Of(r.ID), feed},
		{cards.District.For(r.ID, r.District), showDistrict},
	} {
		if !wanted(card.name) {
			continue
		}
		if err := card.show(t, r); err != nil {
			return err
		}
	}
	return nil
}

func showAuthor(t *flows.Turn, r reports.Report) error {
	if r.Author == 0 {
		return nil
	}
	m, err := cards.Mine(t, r)
	m.InPlace = r.Status == reports.Sent && r.Sent.Equal(t.Now) // the preview becomes the card
	t.Say(flows.To(r.Author), m)
	return err
}

// showDistrict shows the card at the district's desk, and what becomes of it at the desks
// that the report has left.
func showDistrict(t *flows.Turn, r reports.Report) error {
	if !r.Public() {
		recall(t, r)
		return nil
	}
	m, err := cards.ForDistrict(t, r)
	if err != nil {
		return err
	}
	m.Anew = again(t, r)
	t.Say(flows.AtDesk(civic.DistrictDesk(r.District)), m)
	for _, e := range r.Timeline {
		if e.From != "" && e.From != r.District && t.Stands(cards.District.For(r.ID, e.From)) {
			t.Say(flows.AtDesk(civic.DistrictDesk(e.From)), cards.Gone(t, r, e.From))
		}
	}
	return nil
}

// showModerators brings the card at the moderators' desk up to date, and shows it to
// the Centre where no moderator may decide about an appeal.
func showModerators(t *flows.Turn, r reports.Report) error {
	m, err := cards.ForModerators(t, r)
	if err != nil {
		return err
	}
	t.Say(flows.AtDesk(civic.ModeratorsDesk), m)
	if r.Status != reports.Sent || r.Refuser() == 0 {
		return nil
	}
	others, err := others(t, civic.ModeratorsDesk, r.Refuser())
	if err == nil && !others {
		t.Say(flows.AtDesk(civic.CentreDesk), m)
	}
	return err
}

// recall is what the district's card becomes when the publishing was taken back.
func recall(t *flows.Turn, r reports.Report) {
	if _, undone := r.Last(reports.Undo); undone && t.Stands(cards.District.For(r.ID, r.District)) {
		t.Say(flows.AtDesk(civic.DistrictDesk(r.District)),
			flows.Message{Key: "card.recalled", Args: flows.Args{"ID": r.ID}, Live: cards.District.For(r.ID, r.District), Wipes: true})
	}
}

// again reports whether the district just gets a report that was taken back from it
// before: an edit far up in the chat would not be noticed.
func again(t *flows.Turn, r reports.Report) bool {
	_, undone := r.Last(reports.Undo)
	last := r.Timeline[len(r.Timeline)-1]
	return undone && last.What == reports.Publish && last.At.Equal(t.Now) && t.Stands(cards.District.For(r.ID, r.District))
}
