package storage

import (
	"encoding/binary"
	"strings"

	"veche/flows/civic"
	"veche/flows/civic/reports"
)

// schema lists everything that is kept.
//
//	collection     key                what                                      gone
//	people         person             who gave consent: language, district      /forget
//	grants         person/role/place  roles that people hold                    taken away, /forget
//	invitations    hash of the token  roles on offer, once each                 stays as a record
//	acts           number             what people in office did, or were denied stays; denied: a month, /forget
//	destructions   number             that data was destroyed, without it       stays
//	reports        number             reports with their timeline               stays; without author after /forget
//	followers      report, person     who joined or follows a report            unfollowed, /forget
//	bans           person             who may not file reports                  lifted, over
//	rules          number             where a category of a district goes       revoked
//	templates      number             answers that districts write often        taken away
//	likenesses     number             of photos that were shown as proof        stays
//	sessions       chat, person       where somebody stands, with the draft     idle for two weeks, /forget
//	desks          name               the chat where an office gets its cards   another is bound
//	outbox         number             messages that have to leave               delivered
//	lives          chat, name         messages that change in place             /forget
//	timers         name               what happens by itself, and when          it happened
//	jobs           number             work beside the rounds                    done
//	handled        number             update ids handled together               10,000 updates later
//	quarantine     number             updates that failed, calls refused        30 days, /forget
//	values         name               single values: the offset, counters' kin  stays
var schema = []bucket{
	People, Grants, Invitations, Acts, Destructions, Reports, Followers, Bans, Rules, Templates, Likenesses, Sessions, Desks,
	Outbox, Lives, Timers, Jobs, Handled, Quarantine, Values,
}

// People are those who gave consent.
var People = NewCollection[civic.PersonID, civic.Person]("people", Number[civic.PersonID]())

// PeopleIn finds the people of a district, or of a part of it.
var PeopleIn = People.Index("in", func(p civic.Person) [][]byte {
	if p.District == "" {
		return nil
	}
	return [][]byte{Tuple(p.District, p.Part)}
})

// Grants are the roles that people hold.
var Grants = NewCollection[GrantKey, civic.Grant]("grants", grantKeys)

// GrantsAt finds the people of a district's office, or of a role of the region.
var GrantsAt = Grants.Index("at", func(g civic.Grant) [][]byte {
	return [][]byte{Tuple(g.District, g.Role)}
})

// Invitations are roles on offer, by the hash of their token.
var Invitations = NewCollection[string, civic.Invitation]("invitations", Text[string]())

// Acts is the record of what people in office did.
var Acts = NewCollection[uint64, civic.Act]("acts", Number[uint64]())

// ActsDenied finds what people were denied: the one kind of act that is about those
// without an office.
var ActsDenied = Acts.Index("denied", func(a civic.Act) [][]byte {
	if a.What != civic.Denied {
		return nil
	}
	return [][]byte{Tuple(a.Person)}
}).Fixed()

// Destructions prove that data was destroyed.
var Destructions = NewCollection[uint64, civic.Destruction]("destructions", Number[uint64]())

// Reports are all reports, by number.
var Reports = NewCollection[civic.ReportID, reports.Report]("reports", Number[civic.ReportID]())

// ReportsBy finds the reports of an author, open or closed.
var ReportsBy = Reports.Index("by", func(r reports.Report) [][]byte {
	if r.Author == 0 {
		return nil
	}
	return [][]byte{Tuple(r.Author, r.Status.Open())}
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

// Sessions are where people stand in their conversations.
var Sessions = NewCollection[SessionKey, Session]("sessions", sessionKeys)

// SessionsOf finds all sessions of a person.
var SessionsOf = Sessions.Index("of", func(s Session) [][]byte {
	if s.Chat == Private(s.Person) {
		return nil // its key says it all
	}
	return [][]byte{Tuple(s.Person)}
}).Fixed()

// Desks are the chats where offices get their cards.
var Desks = NewCollection[string, Desk]("desks", Text[string]())

// DesksIn finds the desks of a chat.
var DesksIn = Desks.Index("in", func(d Desk) [][]byte { return [][]byte{Tuple(d.Chat)} })

// Outbox holds what has to leave.
var Outbox = NewCollection[uint64, Outgoing]("outbox", Number[uint64]())

// Lives are the messages that change in place.
var Lives = NewCollection[LiveKey, Live]("lives", liveKeys)

// LivesNamed finds the chats in which a live message stands.
var LivesNamed = Lives.Index("named", func(l Live) [][]byte { return [][]byte{Tuple(l.Name)} })

// LivesShown finds the live message that stands as a message of a chat.
var LivesShown = Lives.Index("shown", func(l Live) [][]byte {
	if l.ID == 0 {
		return nil
	}
	return [][]byte{Tuple(l.Chat, l.ID)}
})

// Timers are what happens by itself.
var Timers = NewCollection[string, Timer]("timers", Text[string]())

// TimersDue finds timers by the time they are due.
var TimersDue = Timers.Index("due", func(t Timer) [][]byte { return [][]byte{Tuple(t.Due)} })

// Jobs are what is done beside the rounds.
var Jobs = NewCollection[uint64, Job]("jobs", Number[uint64]())

// Handled remembers the updates that were handled.
var Handled = NewCollection[uint64, HandledBatch]("handled", Number[uint64]())

// Quarantine holds what could not be handled or sent.
var Quarantine = NewCollection[uint64, Quarantined]("quarantine", Number[uint64]())

// Values are single values by name.
var Values = NewCollection[string, int64]("values", Text[string]())

// OffsetValue is the offset of the next poll, in [Values].
const OffsetValue = "offset"

// The counters, for [Next].
const (
	ReportCounter      = "reports"
	ActCounter         = "acts"
	DestructionCounter = "destructions"
	OutboxCounter      = "outbox"
	JobCounter         = "jobs"
	HandledCounter     = "handled"
	QuarantineCounter  = "quarantine"
	RuleCounter        = "rules"
	BanCounter         = "bans"
	TemplateCounter    = "templates"
	LikenessCounter    = "likenesses"
	BroadcastCounter   = "broadcasts"
)

// SessionKey is a chat and a person in it.
type SessionKey struct {
	Chat   ChatID         `json:"chat"`
	Person civic.PersonID `json:"person"`
}

var sessionKeys = Pair(Number[ChatID](), Number[civic.PersonID](),
	func(k SessionKey) (ChatID, civic.PersonID) { return k.Chat, k.Person },
	func(c ChatID, p civic.PersonID) SessionKey { return SessionKey{c, p} })

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

// LiveKey is a chat and the name of a live message in it.
type LiveKey struct {
	Chat ChatID
	Name string
}

var liveKeys = Pair(Number[ChatID](), Text[string](),
	func(k LiveKey) (ChatID, string) { return k.Chat, k.Name },
	func(c ChatID, n string) LiveKey { return LiveKey{c, n} })

// GrantKey is a person and what they hold.
type GrantKey struct {
	Person   civic.PersonID
	Role     civic.Role
	District civic.DistrictID
}

// KeyOf returns the key of a grant.
func KeyOf(g civic.Grant) GrantKey { return GrantKey{g.Person, g.Role, g.District} }

var grantKeys = Pair(Number[civic.PersonID](), Text[string](),
	func(k GrantKey) (civic.PersonID, string) {
		return k.Person, string(k.Role) + "/" + string(k.District)
	},
	func(p civic.PersonID, s string) GrantKey {
		role, district, _ := strings.Cut(s, "/")
		return GrantKey{p, civic.Role(role), civic.DistrictID(district)}
	})
