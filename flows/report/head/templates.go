package head

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/storage"
)

// Limits of templates. A list of them has to fit under a question.
const (
	maxName      = 40 // characters
	maxTemplates = 20 // of a person in a district, and shared by a district
)

// templatesFor lists what somebody can answer with in a district: what the district
// shares, then their own.
func templatesFor(t *flows.Turn, d civic.DistrictID) (all []civic.Template, err error) {
	for _, owner := range []civic.PersonID{0, t.Input.Person} {
		for rec, err := range storage.TemplatesOf.Each(t.Tx, storage.Tuple(d, owner)) {
			if err != nil {
				return nil, fmt.Errorf("list templates of %s: %w", d, err)
			}
			all = append(all, rec.Value)
		}
	}
	return all, nil
}

// withTemplates lets a question for words be answered by a template too, filled in: then
// the event is "filled".
func withTemplates(step flows.Step[reply]) flows.Step[reply] {
	ask, answer := step.Ask, step.Answer
	step.Ask = func(t *flows.Turn, a reply) flows.Message {
		m := ask(t, a)
		r, err := storage.Reports.Get(t.Tx, a.Report)
		if err != nil {
			return m
		}
		all, err := templatesFor(t, r.District)
		if err != nil {
			return m
		}
		var options []flows.Option[string]
		for _, x := range all {
			options = append(options, flows.Option[string]{ID: number(x.ID), Label: flows.Term{Key: "words", Args: flows.Args{"Text": x.Name}}})
		}
		m.Rows = flows.Pages(t, options)
		return m
	}
	step.Answer = func(t *flows.Turn, a *reply) (string, error) {
		if t.Input.Kind != flows.Press || t.Value == "" {
			return answer(t, a)
		}
		r, err := storage.Reports.Get(t.Tx, a.Report)
		if err != nil {
			return "", err
		}
		all, err := templatesFor(t, r.District)
		if err != nil {
			return "", err
		}
		i := slices.IndexFunc(all, func(x civic.Template) bool { return number(x.ID) == t.Value })
		if i < 0 {
			return "", flows.Wrong{Key: "old_button"}
		}
		a.Text = filled(t, all[i].Text, r)
		return "filled", nil
	}
	return step
}

func number(id uint64) string { return strconv.FormatUint(id, 10) }

// filled puts what is known of a report into the text of a template.
func filled(t *flows.Turn, text string, r reports.Report) string {
	c, _ := t.Region.Category(r.Category)
	d, _ := t.Region.District(r.District)
	due := r.Due().In(t.Region.Zone)
	text = strings.NewReplacer(
		"{номер}", fmt.Sprint(r.ID), "{number}", fmt.Sprint(r.ID),
		"{округ}", d.Name.In("ru"), "{district}", d.Name.In("en"),
		"{тема}", c.Name.In("ru"), "{category}", c.Name.In("en"),
		"{срок}", due.Format("02.01.2006"), "{due}", due.Format("2 January 2006"),
	).Replace(text)
	if runes := []rune(text); len(runes) > civic.MaxAnswer {
		return string(runes[:civic.MaxAnswer])
	}
	return text
}

// pattern makes a template of an answer: the number of the report is that of the next.
func pattern(text string, id civic.ReportID) string {
	for sign, blank := range map[string]string{"№ ": "{номер}", "№": "{номер}", "No. ": "{number}"} {
		text = strings.ReplaceAll(text, sign+fmt.Sprint(id), sign+blank)
	}
	return text
}
