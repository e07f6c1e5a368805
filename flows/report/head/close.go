package head

import (
	"slices"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/mask"
	"veche/flows/civic/reports"
	"veche/storage"
)

// closeForm asks for what was done and for its proof: a photo taken for it, or the
// reason why there is none. Without either there is no end to it.
var closeForm = flows.Flow[reply]{
	Name:  "close",
	Given: true,
	First: "text",
	Table: append(flows.Line("text", "proof", "preview"),
		flows.Event("cannot", "proof", "reason"), flows.Event(flows.Next, "reason", "preview"), flows.Event(flows.Back, "reason", "proof")),
	Steps: flows.Steps[reply]{
		"text": flows.Write("close.text", civic.MaxAnswer,
			func(a *reply, s string) { a.Text = s }, func(a reply) string { return a.Text }),
		"proof": proof(),
		"reason": flows.Write("close.reason", civic.MaxReason,
			func(a *reply, s string) { a.NoProof = s }, func(a reply) string { return a.NoProof }),
		"preview": flows.Confirm("key.send", func(_ *flows.Turn, a reply) flows.Message {
			return flows.Message{Key: "close.preview", Args: flows.Args{"ID": a.Report, "Text": a.said(), "Photos": len(a.Photos), "NoProof": a.NoProof,
				"Tells": mask.Tells(a.said() + "\n" + a.NoProof)}}
		}).Then(proven),
	},
	Finish: func(t *flows.Turn, a reply) error {
		return finish(t, "close.sent", a, reports.Close, reports.Event{Text: a.said(), Photos: a.Photos, NoProof: a.NoProof})
	},
}

// proven sends a draft without proof back to that question: an older release let it
// come so far.
func proven(_ *flows.Turn, a *reply) string {
	if len(a.Photos) == 0 && a.NoProof == "" {
		return flows.Back
	}
	return flows.Next
}

// proof takes photos that were made for it.
func proof() flows.Step[reply] {
	step := flows.Photos("close.proof", civic.MaxPhotos, func(a *reply) *[]civic.Photo { return &a.Photos }, (*reply).captions)
	ask, answer := step.Ask, step.Answer
	step.Ask = func(t *flows.Turn, a reply) flows.Message {
		m := ask(t, a)
		if len(a.Photos) == 0 {
			m.Rows = [][]flows.Button{flows.Row(flows.Pick(flows.Term{Key: "key.cannot"}, "cannot"))}
		}
		return m
	}
	step.Answer = func(t *flows.Turn, a *reply) (string, error) {
		switch {
		case t.Value == "cannot" && len(a.Photos) == 0:
			return "cannot", nil
		case t.Value == "done" && len(a.Photos) == 0:
			return "", flows.Wrong{Key: "close.wanted"}
		case t.Input.Kind == flows.Photo:
			if err := fresh(t, a.Report); err != nil {
				return "", err
			}
			a.NoProof = ""
		}
		return answer(t, a)
	}
	return step
}

// fresh refuses a photo that was not taken for this: one that was passed on, or that
// is on the report already.
func fresh(t *flows.Turn, id civic.ReportID) error {
	if t.Input.Forwarded {
		return flows.Wrong{Key: "close.forwarded"}
	}
	r, err := storage.Reports.Get(t.Tx, id)
	if err != nil {
		return err
	}
	known := r.Photos
	for _, e := range r.Timeline {
		known = append(known[:len(known):len(known)], e.Photos...)
	}
	if slices.ContainsFunc(known, func(p civic.Photo) bool { return p.Unique == t.Input.Photo.Unique }) {
		return flows.Wrong{Key: "close.known"}
	}
	return nil
}
