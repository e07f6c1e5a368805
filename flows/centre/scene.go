package centre

import (
	"slices"

	"veche/flows/civic"
	"veche/flows/play"
)

// scene is the Centre's part of the stage: Vera follows the first link, invites the others,
// and binds the moderators' group.
func scene() []play.Cue {
	return slices.Concat(
		joins(play.Vera, play.Operator),
		invites(play.Maria, civic.Moderator, ""),
		invites(play.Denis, civic.Moderator, ""),
		invites(play.Pavel, civic.Head, "вяземск"),
		invites(play.Galina, civic.Staff, "вяземск"),
		invites(play.Oleg, civic.Head, "рославль"),
		invites(play.Igor, civic.Supervisor, "вяземск"),
		[]play.Cue{
			{Who: play.Vera, In: play.Moderators(), Writes: "/bind"},
			{Who: play.Vera, In: play.Moderators(), Presses: "desk.moderators"},
		})
}

// invites gives somebody an office: district is how its name begins.
func invites(who int64, r civic.Role, district string) []play.Cue {
	cues := []play.Cue{
		{Who: play.Vera, Writes: "/" + string(inviteCommand)},
		{Who: play.Vera, Presses: "role." + string(r)},
	}
	if r.OfDistrict() {
		cues = append(cues, play.Cue{Who: play.Vera, Writes: district})
	}
	return append(cues, joins(who, play.Vera)...)
}

// joins opens an invitation and agrees to everything.
func joins(who, shown int64) []play.Cue {
	return []play.Cue{{Who: who, Opens: shown}, play.Agrees(who), {Who: who, Presses: "key.accept"}}
}
