package storage

import (
	"fmt"
	"slices"
	"time"
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
//	waiting        desk, subject      what waits at desks, of every subject     follows from its record
//	cases          month/place, id    what was asked, for the numbers           follows from its record
//	followers      report, person     who joined or follows a report            unfollowed, /forget
//	bans           person             who may not file reports                  lifted, over
//	rules          number             where a category of a district goes       revoked
//	templates      number             answers that districts write often        taken away, /forget
//	likenesses     number             of photos that were shown as proof        stays
//	sessions       chat, person       where somebody stands, with the draft     idle for two weeks, /forget
//	desks          name               the chat where an office gets its cards   another is bound
//	outbox         number             messages that have to leave               delivered
//	lives          chat, name         messages that change in place             60 days after the end, /forget
//	timers         name               what happens by itself, and when          it happened
//	jobs           number             work beside the rounds                    done
//	handled        number             update ids handled together               10,000 updates later
//	quarantine     number             updates that failed, calls refused        30 days, /forget
//	values         name               single values: the offset, counters' kin  stays
var schema = slices.Concat(ofPeople, ofReports, ofSubjects, ofDelivery, ofRounds)

// program is written into every file, so that a bbolt file of another program is
// known.
const program = "veche"

// about is the record by which a file is known.
type about struct {
	Program string    `json:"program"`
	Format  int       `json:"format"`
	Made    time.Time `json:"made"`
	// Migrating is how far the migration to Format came; nil: it is done.
	Migrating *progress `json:"migrating,omitempty"`
}

// The collections that the engine itself needs.
var (
	meta     = NewCollection[string, about]("meta", Text[string]())
	counters = NewCollection[string, uint64]("counters", Text[string]())
)

// Next returns the next number of a counter: 1, 2, 3 … The counter is a record like
// any other.
func Next(tx *Tx, counter string) (uint64, error) {
	n, _, err := counters.Find(tx, counter)
	if err != nil {
		return 0, fmt.Errorf("count: %w", err)
	}
	return n + 1, counters.Put(tx, counter, n+1)
}

// everything lists the buckets of a file with this schema.
func everything(schema []bucket) []bucket {
	return append([]bucket{meta, counters}, schema...)
}
