package reports

import (
	"slices"

	"veche/flows/civic"
)

// Traits are what there is to know of a move besides its ways and who makes it.
type Traits struct {
	Public   bool  // everybody reads on the timeline that it was made: it is not between the author and those who work on it
	Told     bool  // the author hears of it at once, if somebody else made it; of the others the card says enough
	Needed   bool  // the author is told of it whatever they muted
	Followed bool  // those who follow the report hear of it
	Heard    bool  // those in office notice it beside their cards, which change without a sound
	Answers  bool  // is a word of the district to the author and everybody
	Resumes  bool  // a clock that stands for a question goes on: the author replied or will not, or the district went on without
	Counts   bool  // the deadline that stands counts from it
	Waits    bool  // the report waits at the moderators' desk from it on
	AtDesk   bool  // is for what waits there, of which one moderator at a time takes care
	Decides  bool  // can be taken back soon after
	Barred   bool  // is not for those who are banned
	Tally    Tally // what it counts
}

// Whose a move is. The Centre is among those in office because it stands in for a desk
// where there is nobody.
var (
	author     = civic.By{Author: true}
	itself     = civic.By{} // or by the neighbours' verdict
	moderators = civic.By{Roles: []civic.Role{civic.Moderator, civic.Centre}}
	district   = civic.By{Roles: []civic.Role{civic.Head, civic.Deputy, civic.Staff, civic.Centre}}
	anyDesk    = civic.By{Roles: []civic.Role{civic.Moderator, civic.Head, civic.Deputy, civic.Staff, civic.Centre}}
)

// Where reports stand from which moves lead.
var (
	held   = []Status{Published, Taken, Promised, Answered, Returned} // by a district
	free   = []Status{Published, Taken, Answered, Returned}           // held, and not promised
	opened = append([]Status{Sent}, held...)
	loose  = append([]Status{Sent}, free...)
)

type row = civic.Row[Status, Move, Traits]

// life is the one table of the moves of a report: nothing else changes a status, but
// /forget, which destroys what nobody has seen. A promise is kept or broken, never
// passed on: a promised report is neither handed over nor merged.
var life = civic.NewLife(
	row{Move: File, Ways: to(Sent, Draft), By: author, Is: Traits{Public: true, Waits: true, Barred: true}},
	row{Move: Publish, Ways: to(Published, Sent), By: moderators, Is: Traits{Public: true, Told: true, Counts: true, AtDesk: true, Decides: true, Tally: TallyPublished}},
	row{Move: Refuse, Ways: to(Refused, Sent), By: moderators, Is: Traits{Public: true, Told: true, Needed: true, AtDesk: true, Decides: true, Tally: TallyRefused}},
	row{Move: Appeal, Ways: to(Sent, Refused), By: author, Is: Traits{Waits: true}},
	row{Move: Undo, Ways: to(Sent, Published, Refused), By: moderators, Is: Traits{Told: true, Waits: true}},
	row{Move: Edit, Ways: stays(Sent), By: moderators, Is: Traits{Told: true, Needed: true, AtDesk: true}},
	row{Move: Correct, Ways: stays(loose...), By: moderators, Is: Traits{Public: true, Told: true, Heard: true, Counts: true, AtDesk: true}},
	row{Move: Merge, Ways: to(Merged, loose...), By: moderators, Is: Traits{Public: true, Told: true, Followed: true, Resumes: true, AtDesk: true}},
	row{Move: Part, Ways: to(Published, Merged), By: moderators, Is: Traits{Public: true, Told: true, Counts: true, Tally: TallyPublished}},
	row{Move: Take, Ways: append(to(Taken, Published, Answered, Returned), stays(Taken)...), By: district, Is: Traits{Public: true, Told: true}},
	row{Move: Assign, Ways: stays(held...), By: district, Is: Traits{Heard: true}},
	row{Move: Promise, Ways: to(Promised, held...), By: district, Is: Traits{Public: true, Told: true, Followed: true, Answers: true, Resumes: true, Counts: true}},
	row{Move: Break, Ways: to(Returned, Promised), By: itself, Is: Traits{Public: true, Told: true, Followed: true, Heard: true, Resumes: true, Counts: true}},
	row{Move: Answer, Ways: append(to(Answered, free...), stays(Promised)...), By: district, Is: Traits{Public: true, Told: true, Followed: true, Answers: true, Resumes: true, Counts: true}},
	row{Move: Ask, Ways: stays(held...), By: district, Is: Traits{Told: true, Needed: true}},
	row{Move: Reply, Ways: stays(held...), By: author, Is: Traits{Heard: true, Resumes: true}},
	row{Move: Lapse, Ways: stays(held...), By: itself, Is: Traits{Told: true, Heard: true, Resumes: true}},
	row{Move: Note, Ways: stays(append(held, Done)...), By: district},
	row{Move: HandOver, Ways: to(Published, free...), By: district, Is: Traits{Public: true, Told: true, Resumes: true, Counts: true}},
	row{Move: Refer, Ways: stays(free...), By: district, Is: Traits{Told: true, Heard: true, Resumes: true, Waits: true}},
	row{Move: Redirect, Ways: to(Outside, loose...), By: anyDesk, Is: Traits{Public: true, Told: true, Followed: true, Heard: true, Resumes: true, AtDesk: true, Tally: TallyOutside}},
	row{Move: Close, Ways: to(Done, held...), By: district, Is: Traits{Public: true, Told: true, Needed: true, Followed: true, Answers: true, Resumes: true, Tally: TallyClosed}},
	row{Move: Confirm, Ways: to(Confirmed, Done, Promised), By: itself, Is: Traits{Public: true, Told: true, Followed: true, Resumes: true, Tally: TallyConfirmed}},
	row{Move: Return, Ways: to(Returned, Done, Confirmed), By: moderators, Is: Traits{Public: true, Told: true, Followed: true, Heard: true, Resumes: true, Counts: true, Tally: TallyReturned}},
	row{Move: Remind, Ways: stays(opened...), By: itself},
	row{Move: Join, Ways: stays(held...), By: itself, Is: Traits{Public: true, Barred: true}},
	row{Move: Add, Ways: stays(opened...), By: author, Is: Traits{Heard: true, Barred: true}},
	row{Move: Leave, Ways: stays(held...), By: author, Is: Traits{Public: true, Heard: true, Resumes: true}},
	row{Move: Withdraw, Ways: to(Withdrawn, opened...), By: author, Is: Traits{Public: true, Resumes: true}},
)

func to(s Status, from ...Status) []civic.Way[Status] {
	return []civic.Way[Status]{{From: slices.Clone(from), To: s}}
}

func stays(in ...Status) []civic.Way[Status] { return to("", in...) }
