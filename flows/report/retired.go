package report

import "veche/flows"

// retired are the names without a subject that buttons of 0.2.0 carry. What they did is
// done by the actions of the same name.
func retired() map[string]flows.ActionName {
	now := map[string]flows.ActionName{}
	for _, name := range []string{
		"reports", "mine", "add", "appeal", "withdraw", "withdraw_yes", "leave", "reply", "card",
		"public", "photos", "place", "timeline", "voice", "spots", "opinions", "join", "follow",
		"unfollow", "qr", "unjoin", "near", "search", "fixed", "following", "spot", "tick",
		"wish_allow", "wish_deny", "verdict", "mark", "verdict_words", "save_template", "template", "template_drop", "template_rename",
		"ban_agree", "lift", "rule_off", "publish", "refuse", "undo", "claim", "release", "edit",
		"transcribe", "fix_district", "fix_category", "always", "stays", "redirect", "merge", "part", "ban",
		"proof_fine", "send_back", "more", "less", "take", "assign", "answer", "promise", "close",
		"ask", "note", "hand_over", "refer",
	} {
		now[name] = flows.ActionName("report." + name)
	}
	return now
}
