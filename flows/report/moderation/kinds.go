package moderation

import (
	"veche/flows"
	"veche/flows/civic"
	"veche/flows/report/cards"
	"veche/flows/report/casework"
)

// banKind is the card of a ban.
const banKind flows.CardKind[uint64] = "ban/#"

// kinds are the cards that moderators decide about.
func kinds() []flows.Card {
	return []flows.Card{
		flows.CardFor[civic.ReportID]{Kind: cards.Moderators, Ended: casework.Ended, Again: casework.ShowAgain, Reply: byButtons[civic.ReportID],
			Signs: []flows.ActionName{cards.Publish, cards.Refuse, cards.Undo, cards.Claim, cards.Release, cards.Edit, cards.Transcribe,
				cards.FixDistrict, cards.FixCategory, cards.Stays, cards.Redirect, cards.Merge, cards.Part, cards.Ban, cards.More, cards.Less}},
		flows.CardFor[uint64]{Kind: banKind, Again: showBanAgain, Reply: byButtons[uint64], Signs: []flows.ActionName{banAgree, banLift}},
	}
}

// byButtons says that words decide nothing.
func byButtons[ID ~uint64](t *flows.Turn, _ ID) (bool, error) {
	t.Unsent(flows.Term{Key: "unsent.moderation"})
	return true, nil
}
