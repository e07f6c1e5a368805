package storage

import (
	"encoding/binary"

	"veche/flows/civic"
	"veche/flows/civic/reports"
)

// ofReports is what reports need.
var ofReports = []bucket{Reports, Followers, Bans, Rules, Templates, Likenesses}

// Reports are all reports, by number.
var Reports = NewCollection[civic.ReportID, reports.Report]("reports", Number[civic.ReportID]())

// ReportsBy finds the reports of an author, open or closed, in the order in which they were
// sent. Its keys hold what [Recent] tells.
var ReportsBy = Reports.Index("by", func(r reports.Report) [][]byte {
	if r.Author == 0 {
		return nil
	}
	return [][]byte{Tuple(r.Author, r.Status.Open(), r.Sent, r.Status)}
})

// ReportsAt finds the reports that wait at a desk: those just sent, and those of
// which moderators are to decide whose they are, at the moderators' (""); the open
// ones at their district's.
var ReportsAt = Reports.Index("at", func(r reports.Report) [][]byte {
	switch {
	case r.Status == reports.Sent:
		return [][]byte{Tuple("")}
	case r.Status.Held() && r.Referred:
		return [][]byte{Tuple(""), Tuple(r.District)}
	case r.Status.Held():
		return [][]byte{Tuple(r.District)}
	}
	return nil
})

// ReportsDue finds what a district owes, by when the next word is owed; true comes
// before that for those that wait for their author.
var ReportsDue = Reports.Index("due", func(r reports.Report) [][]byte {
	if !r.Status.Held() {
		return nil
	}
	return [][]byte{Tuple(r.District, !r.Asked.IsZero(), r.Due())}
})

// ReportsWith finds the open reports that somebody of a district deals with.
var ReportsWith = Reports.Index("with", func(r reports.Report) [][]byte {
	if r.Taken == 0 || !r.Status.Held() {
		return nil
	}
	return [][]byte{Tuple(r.Taken)}
})

// ReportsInto finds what was merged into a report.
var ReportsInto = Reports.Index("into", func(r reports.Report) [][]byte {
	if r.Into == 0 {
		return nil
	}
	return [][]byte{Tuple(r.Into)}
})

// ReportsWord finds what is public by the words in it, district by district, so that
// the newest of one's own district come first; see [civic.Stems].
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
	words, long := civic.SameWords(r.Text)
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

// Rules send categories of a district elsewhere.
var Rules = NewCollection[uint64, civic.Rule]("rules", Number[uint64]())

// RulesFor finds the rule for a category in a district.
var RulesFor = Rules.Index("for", func(r civic.Rule) [][]byte { return [][]byte{Tuple(r.Category, r.District)} }).Fixed()

// Templates are answers that are written often.
var Templates = NewCollection[uint64, civic.Template]("templates", Number[uint64]())

// TemplatesOf finds those of a person in a district; of 0, those that the district
// shares.
var TemplatesOf = Templates.Index("of", func(t civic.Template) [][]byte { return [][]byte{Tuple(t.District, t.Owner)} })

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
