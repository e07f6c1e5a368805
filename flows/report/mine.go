package report

import (
	"veche/flows"
	"veche/flows/casework"
	"veche/flows/civic"
	"veche/storage"
)

// perPage is how many reports a page of "my reports" shows.
const perPage = 5

// list shows the person's reports: open ones first, the newest first.
func list(t *flows.Turn, page int) error {
	var all []civic.Report
	for _, open := range []bool{true, false} {
		for rec, err := range storage.ReportsBy.Backward(t.Tx, storage.Tuple(t.Input.Person, open)) {
			if err != nil {
				return err
			}
			all = append(all, rec.Value)
		}
	}
	if len(all) == 0 {
		t.Reply(flows.Message{Key: "reports.none", Rows: [][]flows.Button{flows.Row(flows.Go("menu.report", "report"))}})
		return nil
	}
	pages := (len(all) + perPage - 1) / perPage
	page = min(page, pages-1)
	m := flows.Message{Key: "reports.title", InPlace: true, Args: flows.Args{"Count": len(all)}}
	for _, r := range all[page*perPage : min((page+1)*perPage, len(all))] {
		c, _ := t.Region.Category(r.Category)
		m.Rows = append(m.Rows, flows.Row(flows.Button{Icon: c.Emoji, Data: flows.Do("", "mine", r.ID).Data,
			Label: flows.Term{Key: "reports.line", Args: flows.Args{"ID": r.ID, "Category": c.Name, "Status": flows.Term{Key: "status." + string(r.Status)}}}}))
	}
	m.Rows = append(m.Rows, flows.TurnPages(page, pages, "reports")...)
	t.Reply(m)
	return nil
}

// card shows a report again, as a new message: the live card may be far above.
func card(t *flows.Turn, v flows.Values) error {
	r, err := own(t, v.Report(0))
	if err != nil {
		return casework.Excuse(t, r, err)
	}
	m, err := casework.Mine(t, r)
	m.Anew = true
	t.Reply(m)
	return err
}

func askWithdraw(t *flows.Turn, v flows.Values) error {
	r, err := own(t, v.Report(0))
	if err == nil {
		_, err = r.Status.Next(civic.Withdraw)
	}
	if err != nil {
		return casework.Excuse(t, r, err)
	}
	t.Reply(flows.Message{Key: "withdraw.sure", Args: flows.Args{"ID": r.ID}, Rows: [][]flows.Button{
		flows.Row(flows.Do("key.withdraw_yes", "withdraw_yes", r.ID))}})
	return nil
}

func withdraw(t *flows.Turn, v flows.Values) error {
	r, err := casework.Move(t, v.Report(0), civic.Withdraw, civic.Event{})
	if err != nil {
		return casework.Excuse(t, r, err)
	}
	t.Reply(flows.Message{Key: "withdrawn", Args: flows.Args{"ID": r.ID}, InPlace: true})
	return nil
}

// more are photos for a report that was sent already.
type more struct {
	Report civic.ReportID `json:"report"`
	Room   int            `json:"room"`
	Photos []civic.Photo  `json:"photos,omitempty"`
}

var photosForm = flows.Flow[more]{
	Name:   "photos",
	Given:  true,
	First:  "photos",
	Table:  flows.Line("photos"),
	Steps:  flows.Steps[more]{"photos": flows.Photos("report.photos", civic.MaxPhotos, func(m *more) *[]civic.Photo { return &m.Photos })},
	Finish: add,
}

func addPhotos(t *flows.Turn, v flows.Values) error {
	r, err := own(t, v.Report(0))
	if err == nil {
		_, err = r.Status.Next(civic.Add)
	}
	if err != nil {
		return casework.Excuse(t, r, err)
	}
	return photosForm.Start(t, more{Report: r.ID, Room: civic.MaxPhotos - len(r.Photos)})
}

func add(t *flows.Turn, m more) error {
	if len(m.Photos) == 0 {
		t.Reply(flows.Message{Key: "photos.none", Home: true})
		return nil
	}
	m.Photos = m.Photos[:min(len(m.Photos), m.Room)]
	r, err := casework.Move(t, m.Report, civic.Add, civic.Event{Photos: m.Photos})
	if err != nil {
		return casework.Excuse(t, r, err)
	}
	t.Reply(flows.Message{Key: "photos.added", Args: flows.Args{"ID": r.ID, "Count": len(m.Photos)}, Home: true})
	return nil
}
