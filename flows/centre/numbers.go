package centre

import (
	"strconv"
	"time"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/flows/report/casework"
)

// monthsBack is how far back the numbers can be paged.
const monthsBack = 36

// readers are who sees the numbers: the Centre those of all districts, the others those
// of their own.
var readers = []civic.Role{civic.Centre, civic.Supervisor, civic.Head, civic.Deputy}

func numbersNow(t *flows.Turn) error { return numbers(t, t.Now) }

// numbersOf shows the month that a button names; a forged one shows this month.
func numbersOf(t *flows.Turn, v flows.Values) error {
	month, err := time.ParseInLocation("2006-01", v.At(0), t.Now.Location())
	if err != nil || month.After(t.Now) || month.Before(t.Now.AddDate(0, -monthsBack, 0)) {
		month = t.Now
	}
	return numbers(t, month)
}

func numbers(t *flows.Turn, month time.Time) error {
	counted, err := casework.Counted(t.Tx, month)
	if err != nil {
		return err
	}
	sum := map[reports.Tally]int64{}
	var lines []flows.Term
	for _, d := range t.Region.Districts {
		n := counted[d.ID]
		if len(n) == 0 || !t.May(d.ID, readers...) {
			continue
		}
		lines = append(lines, flows.Term{Key: "numbers.district", Args: flows.Args{"District": d.Short, "Published": n[reports.TallyPublished],
			"InTime": n[reports.TallyInTime], "Answers": n[reports.TallyInTime] + n[reports.TallyLate],
			"Kept": n[reports.TallyKept], "Promises": n[reports.TallyKept] + n[reports.TallyBroken]}})
		for what, count := range n {
			sum[what] += count
		}
	}
	m := flows.Message{Key: "numbers.title", InPlace: true, Rows: [][]flows.Button{otherMonths(t, month)}, Args: flows.Args{"Month": monthName(month)}}
	if len(lines) == 0 {
		m.Key = "numbers.none"
		t.Reply(m)
		return nil
	}
	m.Args["Total"] = total(sum)
	m.Args["Districts"] = lines
	if len(lines) == 1 {
		m.Args["Districts"] = []flows.Term{}
	}
	t.Reply(m)
	return nil
}

// total is a line for each number that is not 0.
func total(sum map[reports.Tally]int64) (lines []flows.Term) {
	for _, what := range reports.Tallies() {
		if sum[what] != 0 {
			lines = append(lines, flows.Term{Key: "numbers." + string(what), Args: flows.Args{"N": sum[what]}})
		}
	}
	return lines
}

func monthName(month time.Time) flows.Term {
	return flows.Term{Key: "month.m" + strconv.Itoa(int(month.Month())), Args: flows.Args{"Year": month.Year()}}
}

// otherMonths are the buttons of the month before and after.
func otherMonths(t *flows.Turn, month time.Time) (row []flows.Button) {
	first := time.Date(month.Year(), month.Month(), 1, 0, 0, 0, 0, month.Location())
	for _, other := range []time.Time{first.AddDate(0, -1, 0), first.AddDate(0, 1, 0)} {
		if other.After(t.Now) || other.Before(t.Now.AddDate(0, -monthsBack, 0)) {
			continue
		}
		row = append(row, numbersPage.Labelled(monthName(other), other.Format("2006-01")))
	}
	return row
}
