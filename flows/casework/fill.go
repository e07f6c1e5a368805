package casework

import (
	"context"
	"fmt"
	"time"

	"veche/flows/civic"
	"veche/storage"
)

const (
	fillAtOnce  = 20_000              // reports in a transaction
	fillPeople  = 50_000              // who filed them
	fillFirst   = 7_000_001           // the number of the first of them
	fillEvery   = 3 * time.Minute     // a report is filed
	fillOpen    = 14 * 24 * time.Hour // younger reports are not settled yet
	fillProblem = "Во дворе третью неделю не убирают снег, к подъезду не пройти с коляской. Помогите, пожалуйста."
	fillAnswer  = "Здравствуйте! Двор почистили, управляющей компании указали на график."
)

// Fill puts n reports into the store, as if people had filed them over the years up
// to now and their districts had dealt with them: to see how the bot fares with a
// large file. Nobody is told anything.
func Fill(ctx context.Context, s *storage.Store, region *civic.Region, n int, now time.Time) error {
	for done := 0; done < n; {
		if err := ctx.Err(); err != nil {
			return err
		}
		upTo := min(done+fillAtOnce, n)
		err := s.Update(func(tx *storage.Tx) error {
			for i := done; i < upTo; i++ {
				if err := fillOne(tx, region, i, now, now.Add(-time.Duration(n-i)*fillEvery)); err != nil {
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

func fillOne(tx *storage.Tx, region *civic.Region, i int, now, sent time.Time) error {
	author := civic.PersonID(fillFirst + i*7919%fillPeople) // a prime: neighbours in time are not neighbours in number
	district := region.Districts[i%len(region.Districts)]
	if i < fillPeople {
		p := civic.Person{ID: author, Language: "ru", District: district.ID, Joined: sent,
			Consent: civic.Consented{Version: region.Consent.Version, At: sent}}
		if err := storage.People.Put(tx, author, p); err != nil {
			return err
		}
	}
	id, err := storage.Next(tx, storage.ReportCounter)
	if err != nil {
		return err
	}
	category := region.Categories[i%len(region.Categories)]
	r := civic.Report{
		ID: civic.ReportID(id), Author: author, District: district.ID, Category: category.ID, Text: fillProblem,
		Place: civic.Place{Words: fmt.Sprintf("улица Ленина, %d", i%200+1)}, Status: civic.Sent, Sent: sent,
		Timeline: []civic.Event{{At: sent, What: civic.File, By: author, Role: civic.Resident}},
	}
	if now.Sub(sent) > fillOpen {
		settle(&r, sent)
	}
	return storage.Reports.Put(tx, r.ID, r)
}

// settle is what becomes of a report within a week.
func settle(r *civic.Report, sent time.Time) {
	day := func(n int) time.Time { return sent.AddDate(0, 0, n) }
	r.Status, r.FirstDue, r.FinalDue, r.Taken = civic.Done, day(2), day(7), fillFirst
	r.Timeline = append(r.Timeline,
		civic.Event{At: day(1), What: civic.Publish, By: fillFirst, Role: civic.Moderator},
		civic.Event{At: day(2), What: civic.Take, By: fillFirst, Role: civic.Head},
		civic.Event{At: day(5), What: civic.Close, By: fillFirst, Role: civic.Head, Text: fillAnswer})
}
