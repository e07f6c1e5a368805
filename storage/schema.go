package storage

import "slices"

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
//	templates      number             answers that districts write often        taken away, /forget
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
var schema = slices.Concat(ofPeople, ofReports, ofDelivery, ofRounds)
