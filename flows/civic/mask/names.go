package mask

import "regexp"

// names are how people are called in the papers of an office: by their father's name, with
// initials, as a citizen.
var names = []*regexp.Regexp{
	regexp.MustCompile(`[А-ЯЁ][а-яё]+\s[А-ЯЁ][а-яё]+(?:ович|евич|овн|евн|ичн)[а-яё]{0,2}(?:\PL|$)`),
	regexp.MustCompile(`[А-ЯЁ]\.\s?[А-ЯЁ]\.\s?[А-ЯЁ][а-яё]{2,}`),
	regexp.MustCompile(`[А-ЯЁ][а-яё]{2,}\s[А-ЯЁ]\.\s?[А-ЯЁ]\.`),
	regexp.MustCompile(`(?:^|\PL)(?:[Гг]р\.|[Гг]раждан(?:ин|к)[а-я]*|[Гг]-н[а-я]*|[Гг]-ж[а-я])\s?[А-ЯЁ][а-яё]{2,}`),
	regexp.MustCompile(`(?:^|\PL)(?:Mr|Mrs|Ms|Miss)\.?\s[A-Z][a-z]+`),
}

// inHonour stands before a name that is a place's.
var inHonour = regexp.MustCompile(`(?:^|\PL)(?:ул|улиц[а-я]|пер|переул[а-я]+|пр|проспект[а-я]?|пл|площад[а-я]+|наб|им|имени)\.?\s?$`)

// Tells reports whether a text says who somebody is, or how to find them.
func Tells(text string) bool {
	if Text(text, false) != text {
		return true
	}
	as := fold(text).as
	for _, re := range names {
		for _, m := range re.FindAllStringIndex(as, -1) {
			if !inHonour.MatchString(fold(before(as, m[0], ahead)).low) {
				return true
			}
		}
	}
	return false
}
