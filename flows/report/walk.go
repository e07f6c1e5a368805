package report

import (
	"regexp"
	"slices"

	"veche/flows/civic"
	"veche/flows/play"
)

// walk is filing a report: where, what, in which words, no photos, the place, sent as it
// is. Who is asked where they live, names a district without parts, which would be asked too.
func walk(r *civic.Region) play.Walk {
	home := slices.IndexFunc(r.Districts, func(d civic.District) bool { return len(d.Parts) == 0 })
	press := play.Answer{Press: true}
	return play.Walk{Begin: "/" + string(fileCommand), Receipt: regexp.MustCompile(`№ (\d+)`), Answers: []play.Answer{
		{Press: true, Write: r.Districts[home].Short.In("ru")},
		press,
		{Write: `На улице Ленина у дома 14 третью неделю не убирают двор: снег лежит до колена, к подъезду не пройти с коляской. Дворника не видели ни разу, в управляющей компании трубку не берут. Помогите, пожалуйста, хотя бы дорожку прочистить.`},
		press,
		{Write: `улица Ленина, 14, вход со двора`},
		press,
	}}
}
