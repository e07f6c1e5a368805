package pabulib

import (
	_ "embed"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/currency"
	"golang.org/x/text/language"
)

var (
	errNotAboveZero = errors.New("it has to be above zero")
	errDefaultScore = errors.New("only 0 can be counted: give every ballot its points instead")
)

// countries are the English names of ISO 3166 that the format takes.
//
//go:embed countries.txt
var countries string

// ruleNames are what META may say about the rule. There is none for add1 followed by
// votes, nor for its exhaustive stop: such a file says unknown, and the rest in comment.
var ruleNames = []string{"greedy", "greedy-no-skip", "greedy-threshold", "greedy-exclusive", "greedy-custom", "equalshares",
	"equalshares-comparison", "equalshares/add1", "equalshares/add1-comparison", "unknown"}

// metaValues say what is wrong with a value of META that the format restricts.
var metaValues = map[string]func(string) error{
	"country":    country,
	"rule":       func(s string) error { return oneOf(s, ruleNames) },
	"date_begin": date, "date_end": date,
	"min_length": whole, "max_length": whole,
	"min_sum_cost": number, "max_sum_cost": number,
	"min_points": whole, "max_points": whole, "min_sum_points": whole, "max_sum_points": whole, "default_score": whole,
	"min_project_cost": whole, "max_project_cost": whole, "min_project_score_threshold": whole,
	"language":     isoLanguage,
	"currency":     isoCurrency,
	"fully_funded": onlyOne, "experimental": onlyOne,
	"comment": comment,
}

// projectValues say the same of the cells of a column of PROJECTS; an empty cell is
// always right.
var projectValues = map[string]func(string) error{
	"category": list, "beneficiaries": list,
	"selected": func(s string) error { return oneOf(s, []string{"0", "1", "2", "3"}) },
	"latitude": coordinate(90), "longitude": coordinate(180),
}

var voteValues = map[string]func(string) error{
	"voting_method": func(s string) error { return oneOf(s, []string{"internet", "paper"}) },
}

func country(s string) error {
	_, err := language.ParseRegion(s)
	if slices.Contains(strings.Split(countries, "\n"), s) || err == nil && s == strings.ToUpper(s) && len(s) < 4 {
		return nil
	}
	if s == "Russia" {
		return errors.New("write Russian Federation")
	}
	return fmt.Errorf("%q is not the English name of a country in ISO 3166", s)
}

func oneOf(s string, names []string) error {
	if slices.Contains(names, s) {
		return nil
	}
	return fmt.Errorf("%q is none of %s", s, strings.Join(names, ", "))
}

func date(s string) error {
	for _, layout := range []string{"02.01.2006", "2006"} {
		if _, err := time.Parse(layout, s); err == nil {
			return nil
		}
	}
	return fmt.Errorf("%q is no date: write 31.12.2027 or 2027", s)
}

func whole(s string) error {
	if !onlyDigits(strings.TrimPrefix(s, "-")) {
		return fmt.Errorf("%q is no whole number", s)
	}
	return nil
}

func number(s string) error {
	_, err := parseDecimal(s)
	return err
}

func isoLanguage(s string) error {
	if _, err := language.ParseBase(s); err != nil || len(s) != 2 {
		return fmt.Errorf("%q is no language of two letters like ru", s)
	}
	return nil
}

func isoCurrency(s string) error {
	if unit, err := currency.ParseISO(s); err != nil || unit.String() != s {
		return fmt.Errorf("%q is no currency of three letters like RUB", s)
	}
	return nil
}

func onlyOne(s string) error { return oneOf(s, []string{"1"}) }

func comment(s string) error {
	if !strings.HasPrefix(s, "#1: ") {
		return errors.New("comments are numbered: #1: …")
	}
	return nil
}

func list(s string) error {
	for item := range strings.SplitSeq(s, ",") {
		if item != strings.TrimSpace(item) || item == "" {
			return fmt.Errorf("%q: lists have commas and no spaces between their items", s)
		}
	}
	return nil
}

func coordinate(most float64) func(string) error {
	return func(s string) error {
		if x, err := strconv.ParseFloat(s, 64); err != nil || !(-most <= x && x <= most) {
			return fmt.Errorf("%q is no coordinate", s)
		}
		return nil
	}
}
