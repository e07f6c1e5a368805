package cards

import (
	"veche/flows"
	"veche/flows/civic"
)

// What can be pressed on the cards of a report, and beside them.
const (
	OpenCard   flows.ActionName = "report.card"   // the one that the reader can work with
	OpenPublic flows.ActionName = "report.public" // the one for everybody
	Photos     flows.ActionName = "report.photos"
	Place      flows.ActionName = "report.place"
	Timeline   flows.ActionName = "report.timeline"
	Voice      flows.ActionName = "report.voice"
	Spots      flows.ActionName = "report.spots"
	Opinions   flows.ActionName = "report.opinions"
)

// What authors do.
const (
	Add      flows.ActionName = "report.add"
	Reply    flows.ActionName = "report.reply"
	Appeal   flows.ActionName = "report.appeal"
	Withdraw flows.ActionName = "report.withdraw"
)

// What those affected say.
const Verdict flows.ActionName = "report.verdict"

// What others do with a report that is public.
const (
	Join     flows.ActionName = "report.join"
	Follow   flows.ActionName = "report.follow"
	Unfollow flows.ActionName = "report.unfollow"
	QR       flows.ActionName = "report.qr"
)

// What moderators do.
const (
	Publish     flows.ActionName = "report.publish"
	Refuse      flows.ActionName = "report.refuse"
	Undo        flows.ActionName = "report.undo"
	Claim       flows.ActionName = "report.claim"
	Release     flows.ActionName = "report.release"
	Edit        flows.ActionName = "report.edit"
	Transcribe  flows.ActionName = "report.transcribe"
	FixDistrict flows.ActionName = "report.fix_district"
	FixCategory flows.ActionName = "report.fix_category"
	Always      flows.ActionName = "report.always" // makes a rule of a correction
	Stays       flows.ActionName = "report.stays"
	Redirect    flows.ActionName = "report.redirect"
	Merge       flows.ActionName = "report.merge"
	Part        flows.ActionName = "report.part"
	Ban         flows.ActionName = "report.ban"
	ProofFine   flows.ActionName = "report.proof_fine"
	SendBack    flows.ActionName = "report.send_back"
	More        flows.ActionName = "report.more"
	Less        flows.ActionName = "report.less"
)

// What the office of a district does.
const (
	Take     flows.ActionName = "report.take"
	Assign   flows.ActionName = "report.assign"
	Answer   flows.ActionName = "report.answer"
	Promise  flows.ActionName = "report.promise"
	Close    flows.ActionName = "report.close"
	Ask      flows.ActionName = "report.ask"
	Note     flows.ActionName = "report.note"
	HandOver flows.ActionName = "report.hand_over"
	Refer    flows.ActionName = "report.refer"
)

// Actions are all of these. The first value of each is the number of a report.
func Actions() []flows.ActionName {
	return []flows.ActionName{
		OpenCard, OpenPublic, Photos, Place, Timeline, Voice, Spots, Opinions,
		Add, Reply, Appeal, Withdraw,
		Join, Follow, Unfollow, QR,
		Publish, Refuse, Undo, Claim, Release, Edit, Transcribe, FixDistrict, FixCategory, Always, Stays, Redirect, Merge, Part, Ban,
		ProofFine, SendBack, More, Less,
		Take, Assign, Answer, Promise, Close, Ask, Note, HandOver, Refer,
	}
}

// ID reads the number of the report that a button is about.
func ID(v flows.Values) civic.ReportID { return civic.ReportID(v.Number(0)) }
