package storage

import (
	"strings"

	"veche/flows/civic"
	"veche/flows/civic/reports"
)

// migrations, in order. A released one is never changed, but for what it fills indexes
// with: that is what this release looks for in them. TestMigrationsAreComplete says when
// a collection or index was added without one.
var migrations = []migration{
	{2, "0.3.0", []step{
		moved(proofs1, Likenesses, func(k uint64, l civic.Likeness) (uint64, civic.Likeness) {
			l.Method = "dct64"
			return k, l
		}),
		removed("proofs.of"),
		removed("proofs.like"),
		moved(rounds1, Handled, func(k uint64, b HandledBatch) (uint64, HandledBatch) { return k, b }),
		renamed("proofs", LikenessCounter),
		renamed("rounds", HandledCounter),
		removed("acts.on"),
		filled(PeopleIn),
		removed("reports.by"),
		filled(ReportsBy),
		filled(GrantsBy), filled(InvitationsOf), filled(ActsOf),
		filled(ReportsNaming), filled(BansBy), filled(RulesBy), filled(TemplatesBy),
		filled(DesksBy), filled(LivesDay),
		moved(outbox1, Outbox, func(_ uint64, o Outgoing) (OutgoingKey, Outgoing) { return o.Key(), o }),
		removed("reports.at"), removed("reports.due"), removed("reports.with"),
		fed(Reports, Waiting), fed(Reports, Cases), cleared(Values, uncounted),
		rekeyed(Timers, "queue/nag", "nag", func(t Timer) Timer {
			t.Name = "nag"
			return t
		}),
		filled(TimersOf), filled(JobsOf), filled(QuarantineOf),
		rewritten(acts1, Acts, act1.subject),
	}},
}

// What format 1 had under other names, or with other fields.
var (
	proofs1 = NewCollection[uint64, civic.Likeness]("proofs", Number[uint64]())
	rounds1 = NewCollection[uint64, HandledBatch]("rounds", Number[uint64]())
	outbox1 = NewCollection[uint64, Outgoing]("outbox", Number[uint64]())
	acts1   = NewCollection[uint64, act1]("acts", Number[uint64]())
)

// act1 is an act that could be about nothing but a report.
type act1 struct {
	civic.Act
	Report civic.ReportID `json:"report"`
}

func (a act1) subject() civic.Act {
	if a.Report != 0 {
		a.Act.Subject = reports.Subject(a.Report)
	}
	return a.Act
}

// uncounted reports whether a value is a sum of what cases count.
func uncounted(name string) bool {
	return strings.HasPrefix(name, "tally/") && !strings.HasSuffix(name, "/"+string(reports.TallyUnsent))
}
