package upkeep

import (
	"context"
	"fmt"
	"time"

	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/storage"
)

const (
	fillAtOnce = 20_000              // reports in a transaction
	fillPerson = 5                   // reports of each who filed them
	fillFirst  = 7_000_001           // the number of the first of those
	fillEvery  = 3 * time.Minute     // a report is filed
	fillOpen   = 14 * 24 * time.Hour // younger reports are not settled yet
	fillWide   = 0.03                // degrees around the middle of a district in which they lie
	fillAnswer = "Здравствуйте! Двор почистили, управляющей компании указали на график."
)

// filling puts reports into a store.
type filling struct {
	region *civic.Region
	now    time.Time
	n      int            // reports
	people int            // who filed them
	first  civic.ReportID // the number of the first of them
}

// Fill puts n reports into the store, as if people had filed them over the years up
// to now and their districts had dealt with them, and the cards of each: to see how the
// bot fares with a large file. Nobody is told anything.
func Fill(ctx context.Context, s *storage.Store, region *civic.Region, n int, now time.Time) error {
	f := &filling{region: region, now: now, n: n, people: max(n/fillPerson, 1)}
	for done := 0; done < n; {
		if err := ctx.Err(); err != nil {
			return err
		}
		upTo := min(done+min(500+done/4, fillAtOnce), n)
		err := s.Update(func(tx *storage.Tx) error {
			for i := done; i < upTo; i++ {
				if err := f.report(tx, i); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return fmt.Errorf("fill the store: %w", err)
		}
		done = upTo
	}
	return nil
}

// author is who filed the report: everybody one, then everybody another, so that what is
// written in a transaction lies together.
func (f *filling) author(i int) civic.PersonID { return civic.PersonID(fillFirst + i%f.people) }

// report puts the i-th report, its cards, and one of the people.
func (f *filling) report(tx *storage.Tx, i int) error {
	sent := f.now.Add(-time.Duration(f.n-i) * fillEvery)
	district := f.region.Districts[i%len(f.region.Districts)]
	if i < f.people {
		p := civic.Person{ID: f.author(i), Language: "ru", District: district.ID, Joined: sent,
			Consent: civic.Consented{Version: f.region.Consent.Version, At: sent}}
		if err := storage.People.Put(tx, p.ID, p); err != nil {
			return err
		}
	}
	id, err := storage.Next(tx, storage.ReportCounter)
	if err != nil {
		return err
	}
	if i == 0 {
		f.first = civic.ReportID(id)
	}
	r := reports.Report{
		ID: civic.ReportID(id), Author: f.author(i), District: district.ID, Category: f.region.Categories[i%len(f.region.Categories)].ID, Text: fillText(i),
		Place: fillPlace(district, i), Status: reports.Sent, Sent: sent,
		Timeline: []reports.Event{{At: sent, What: reports.File, By: f.author(i), Role: civic.Resident}},
	}
	switch age := f.now.Sub(sent); {
	case age > fillOpen:
		fillSettled(&r, sent)
	case age > 24*time.Hour:
		fillPublished(&r, sent)
	}
	if err := storage.Reports.Put(tx, r.ID, r.Stemmed()); err != nil {
		return err
	}
	return f.cards(tx, r, i)
}

// What people write is put together of these.
var (
	fillWhat  = []string{"не убирают снег", "глубокая яма", "не горит фонарь", "переполнены контейнеры", "прорвало трубу", "сломаны качели", "упало дерево", "стая собак", "не ходит автобус", "течёт крыша", "холодные батареи", "открыт люк", "разбит тротуар"}
	fillWhere = []string{"Во дворе", "У школы", "Возле магазина", "На перекрёстке", "За гаражами", "У поликлиники", "Вдоль забора", "Перед детским садом", "На остановке", "У моста", "Около рынка"}
	fillMore  = []string{"к подъезду не пройти с коляской", "ребёнок чуть не пострадал", "пробил колесо", "звонили в управляющую компанию", "пожилым страшно выходить", "запах стоит невыносимый", "вечером ничего не видно"}
	fillRoads = []string{"Ленина", "Гагарина", "Кирова", "Советская", "Мира", "Строителей", "Садовая"}
)

func fillText(i int) string {
	return fmt.Sprintf("%s третью неделю %s, %s. Помогите, пожалуйста.", fillWhere[i%len(fillWhere)], fillWhat[i%len(fillWhat)], fillMore[i%len(fillMore)])
}

// fillPlace spreads places over the town, always the same for a number.
func fillPlace(d civic.District, i int) civic.Place {
	if i/27%3 == 0 {
		return civic.Place{Words: fmt.Sprintf("улица %s, %d", fillRoads[i%len(fillRoads)], i%200+1)}
	}
	north, east := float64(i*7919%2001-1000)/1000, float64(i*104729%2001-1000)/1000
	return civic.Place{Point: &civic.Point{Lat: d.Centre.Lat + north*fillWide, Lon: d.Centre.Lon + east*fillWide}}
}

// fillSettled is what becomes of a report within a week.
func fillSettled(r *reports.Report, sent time.Time) {
	day := func(n int) time.Time { return sent.AddDate(0, 0, n) }
	fillPublished(r, sent)
	r.Status, r.Taken = reports.Done, fillFirst
	r.Timeline = append(r.Timeline,
		reports.Event{At: day(2), What: reports.Take, By: fillFirst, Role: civic.Head},
		reports.Event{At: day(5), What: reports.Close, By: fillFirst, Role: civic.Head, Text: fillAnswer})
}

// fillPublished lets a district have a report for a week.
func fillPublished(r *reports.Report, sent time.Time) {
	r.Status, r.FirstDue, r.FinalDue = reports.Published, sent.AddDate(0, 0, 2), sent.AddDate(0, 0, 7)
	r.Timeline = append(r.Timeline, reports.Event{At: sent.AddDate(0, 0, 1), What: reports.Publish, By: fillFirst, Role: civic.Moderator})
}
