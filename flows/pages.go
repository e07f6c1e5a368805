package flows

import (
	"slices"
	"strconv"
)

// Page is a part of a list: the entries from From up to To.
type Page struct{ From, To, Here, Of int }

// PageAt is the page of a list of so many entries; a number that is too high is the last.
func PageAt(page, count, per int) Page {
	of := max(1, (count+per-1)/per)
	here := min(page, of-1)
	return Page{From: min(here*per, count), To: min((here+1)*per, count), Here: here, Of: of}
}

// Abreast puts buttons into rows of so many.
func Abreast(wide int, buttons ...Button) [][]Button {
	return slices.Collect(slices.Chunk(buttons, wide))
}

func pageValue(p int) string { return valuePage + strconv.Itoa(p) }

// turnPages is the row that leads to the pages before and after.
func turnPages(page, pages int, data func(page int) string) []Button {
	args := Args{"Page": page + 1, "Pages": pages}
	before, after := (page+pages-1)%pages, (page+1)%pages
	return []Button{
		{Label: Term{Key: "key.before"}, Data: data(before)},
		{Label: Term{Key: "key.page", Args: args}, Data: data(page)},
		{Label: Term{Key: "key.after"}, Data: data(after)},
	}
}
