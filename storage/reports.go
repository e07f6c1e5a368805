package storage

import (
	"encoding/binary"
	"slices"

	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/flows/civic/stems"
)

// ofReports is what reports need.
var ofReports = []bucket{
	Reports.Personal(Personal[civic.ReportID, reports.Report]{Theirs: by(ReportsBy), Naming: by(ReportsNaming), Show: showReport}),
	Followers.Personal(Personal[FollowerKey, reports.Follower]{Theirs: by(FollowersAre)}),
	Bans.Personal(Personal[civic.PersonID, civic.Ban]{
		Theirs: at(Bans, func(p civic.PersonID) civic.PersonID { return p }), Naming: by(BansBy),
		Show: func(b civic.Ban, _ civic.PersonID) any {
			b.By, b.Second = 0, 0
			return b
		},
	}),
	Rules.Personal(Personal[uint64, civic.Rule]{
		Naming: by(RulesBy),
		Forget: func(r civic.Rule, _ civic.PersonID) (civic.Rule, bool) {
			r.By = civic.Nobody
			return r, true
		},
	}),
	Templates.Personal(Personal[uint64, civic.Template]{Theirs: by(TemplatesBy), Forget: whole[civic.Template]}),
	Likenesses.Impersonal("they are of pictures, and name the report that showed them"),
}

// showReport is a report as its author may have it: what was done to it, not by whom, and
// not what colleagues wrote for each other.
func showReport(r reports.Report, p civic.PersonID) any {
	r.Taken, r.Claim, r.Wish.By = 0, reports.Claim{}, 0
	var shown []reports.Event
	for _, e := range r.Timeline {
		if e.What == reports.Note {
			continue
		}
		e.By, e.Whom = only(e.By, p), only(e.Whom, p)
		shown = append(shown, e)
	}
	r.Timeline = shown
	return r
}

// Reports are all reports, by number.
var Reports = FeedsCases(FeedsWaiting(NewCollection[civic.ReportID, reports.Report]("reports", Number[civic.ReportID]()),
	reports.Kind, reports.Report.Waits), reports.Kind, reports.Report.Case)

// ReportsBy finds the reports of an author, open or closed, in the order in which they were
// sent, and of those sent at once by number. Its keys hold what [Recent] tells.
var ReportsBy = Reports.Index("by", func(r reports.Report) [][]byte {
	if r.Author == 0 {
		return nil
	}
	return [][]byte{Tuple(r.Author, r.Status.Open(), r.Sent, r.ID, r.Status)}
})

// ReportsNaming finds the reports that name somebody who is not their author: who of an
// office did something to them.
var ReportsNaming = Reports.Index("naming", func(r reports.Report) [][]byte {
	ids := []civic.PersonID{r.Taken, r.Claim.By, r.Wish.By}
	for _, e := range r.Timeline {
		ids = append(ids, e.By, e.Whom)
	}
	return persons(slices.DeleteFunc(ids, r.By)...)
})

// ReportsInto finds what was merged into a report.
var ReportsInto = Reports.Index("into", func(r reports.Report) [][]byte {
	if r.Into == 0 {
		return nil
	}
	return [][]byte{Tuple(r.Into)}
})

// ReportsWord finds what is public by the words in it, district by district, so that
// the newest of one's own district come first; see [stems.Of].
var ReportsWord = Reports.Index("word", func(r reports.Report) [][]byte {
	if !r.Public() {
		return nil
	}
	var keys [][]byte
	for _, stem := range r.Stems {
		keys = append(keys, WordKey(stem, r.District))
	}
	return keys
})

// WordKey is the index key of a stem in a district, in [ReportsWord].
func WordKey(stem uint32, d civic.DistrictID) []byte {
	return binary.BigEndian.AppendUint16(binary.BigEndian.AppendUint32(nil, stem), d.Short())
}

// ReportsFixed finds what was done in a district, by when.
var ReportsFixed = Reports.Index("fixed", func(r reports.Report) [][]byte {
	if r.Status != reports.Done && r.Status != reports.Confirmed {
		return nil
	}
	return [][]byte{Tuple(r.District, r.DoneAt())}
})

// ReportsSame finds reports with the very same words, while somebody may still send
// them again.
var ReportsSame = Reports.Index("same", func(r reports.Report) [][]byte {
	words, long := stems.SameWords(r.Text)
	if !long || !r.Status.Open() && r.Status != reports.Refused {
		return nil
	}
	return [][]byte{Tuple(words)}
})

// Followers are those who want to know what becomes of a report.
var Followers = NewCollection[FollowerKey, reports.Follower]("followers", followerKeys)

// FollowersAre finds what a person follows.
var FollowersAre = Followers.Index("are", func(f reports.Follower) [][]byte { return [][]byte{Tuple(f.Person)} }).Fixed()

// FollowersSaying finds those who put their verdict on a report into words.
var FollowersSaying = Followers.Index("saying", func(f reports.Follower) [][]byte {
	for _, v := range f.Verdicts {
		if v.Words != "" {
			return [][]byte{Tuple(f.Report)}
		}
	}
	return nil
})

// FollowersSpot finds those who added something of their own to a report, in the order
// of their spots.
var FollowersSpot = Followers.Index("spot", func(f reports.Follower) [][]byte {
	if !f.Spot() {
		return nil
	}
	return [][]byte{Tuple(f.Report, uint64(f.N))}
})

// Bans keep people from filing reports.
var Bans = NewCollection[civic.PersonID, civic.Ban]("bans", Number[civic.PersonID]())

// BansBy finds those that a moderator proposed or agreed to.
var BansBy = Bans.Index("by", func(b civic.Ban) [][]byte { return persons(b.By, b.Second) })

// Rules send categories of a district elsewhere.
var Rules = NewCollection[uint64, civic.Rule]("rules", Number[uint64]())

// RulesFor finds the rule for a category in a district.
var RulesFor = Rules.Index("for", func(r civic.Rule) [][]byte { return [][]byte{Tuple(r.Category, r.District)} }).Fixed()

// RulesBy finds those that a moderator made.
var RulesBy = Rules.Index("by", func(r civic.Rule) [][]byte { return persons(r.By) })

// Templates are answers that are written often.
var Templates = NewCollection[uint64, civic.Template]("templates", Number[uint64]())

// TemplatesOf finds those of a person in a district; of 0, those that the district
// shares.
var TemplatesOf = Templates.Index("of", func(t civic.Template) [][]byte { return [][]byte{Tuple(t.District, t.Owner)} })

// TemplatesBy finds those of a person in all districts.
var TemplatesBy = Templates.Index("by", func(t civic.Template) [][]byte { return persons(t.Owner) })

// Likenesses are those of photos that were shown as proof.
var Likenesses = NewCollection[uint64, civic.Likeness]("likenesses", Number[uint64]())

// LikenessesOf finds those of a report.
var LikenessesOf = Likenesses.Index("of", func(l civic.Likeness) [][]byte { return [][]byte{Tuple(l.Report)} }).Fixed()

// LikenessesLike finds photos by the method and the bands of their likeness, see
// [civic.Bands].
var LikenessesLike = Likenesses.Index("like", func(l civic.Likeness) [][]byte {
	var keys [][]byte
	for i, band := range civic.Bands(l.Hash) {
		keys = append(keys, Tuple(l.Method, i, band))
	}
	return keys
}).Fixed()

// FollowerKey is a report and who follows it.
type FollowerKey struct {
	Report civic.ReportID
	Person civic.PersonID
}

var followerKeys = Pair(Number[civic.ReportID](), Number[civic.PersonID](),
	func(k FollowerKey) (civic.ReportID, civic.PersonID) { return k.Report, k.Person },
	func(r civic.ReportID, p civic.PersonID) FollowerKey { return FollowerKey{r, p} })

// OfReport is what the keys of a report's followers begin with, for [Range.Prefix].
func OfReport(id civic.ReportID) []byte { return binary.BigEndian.AppendUint64(nil, uint64(id)) }

// Counters, for [Next].
const (
	ReportCounter   = "reports"
	BanCounter      = "bans"
	RuleCounter     = "rules"
	TemplateCounter = "templates"
	LikenessCounter = "likenesses"
)
