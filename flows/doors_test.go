package flows_test

import (
	"slices"
	"strings"
	"testing"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/storage"
)

// What buttons carried that people have in their chats from 0.2.0, before actions bore the
// name of their subject.
var oldButtons = strings.Fields(`add always answer appeal ask assign ban ban_agree card claim close edit feed fix_category
	fix_district fixed follow following hand_over join language leave less lift mark merge mine more mute near note numbers
	opinions overdue part photos place promise proof_fine public publish qr queue record redirect refer refuse release reply
	reports revoke revoke_yes roles rule_off save_template search send_back spot spots stays take template template_drop
	template_rename tick timeline transcribe undo unfollow unjoin verdict verdict_words voice wish_allow wish_deny withdraw
	withdraw_yes`)

func TestOldButtonsGoOnWorking(t *testing.T) {
	store, engine := stage(t), newEngine(t)
	for _, name := range oldButtons {
		live(t, store, engine, func(w *world) {
			if got := keys(w.press("centre", "a:"+name+":1")); slices.Contains(got, "!old_button") && name != "language" && name != "mute" && name != "near" {
				t.Errorf("%s: said %v", name, got)
			}
		})
	}
	live(t, store, engine, func(w *world) {
		w.press("moderator", "a:publish:1")
		if got := w.report(sentReport).Status; got != reports.Published {
			t.Errorf("after an old button the report is %s", got)
		}
		w.says(w.press("centre", "a:revoke_yes:13:head:vyazemsky"), "revoke.told", "revoke.done")
	})
}

// The name of a grant is the longest that a button carries.
func TestTheLongestButtonFits(t *testing.T) {
	store, engine := stage(t), newEngine(t)
	const longest = civic.DistrictID("a-district-with-32-letters-in-it")
	const furthest = civic.PersonID(1<<52 - 1) // the messenger's numbers go so far
	live(t, store, engine, func(w *world) {
		g := civic.Grant{Person: furthest, Role: civic.Supervisor, District: longest, At: monday}
		if err := storage.Grants.Put(w.tx, storage.KeyOf(g), g); err != nil {
			t.Fatal(err)
		}
		most := 0
		for _, page := range []string{"0", "1", "2"} {
			for _, revoke := range dataOf(w.press("centre", "a:centre.roles:"+page), "key.revoke") {
				sure := dataOf(w.press("centre", revoke), "key.revoke_yes")[0]
				most = max(most, len(sure))
			}
		}
		if most > 64 || most < len(longest)+20 {
			t.Errorf("the longest button carries %d bytes", most)
		}
	})
}

// dataOf lists what the buttons with the label carry.
func dataOf(turn *flows.Turn, label string) (all []string) {
	for _, s := range turn.Said {
		for _, row := range s.Message.Rows {
			for _, b := range row {
				if term, ok := b.Label.(flows.Term); ok && term.Key == label {
					all = append(all, b.Data)
				}
			}
		}
	}
	return all
}

func TestTheEngineRefusesNamesThatLeadNowhere(t *testing.T) {
	nothing := func(*flows.Turn, flows.Values) error { return nil }
	for what, c := range map[string]flows.Conversation{
		"of another subject": {Name: "meeting", Actions: []flows.Action{{Name: "report.call", Do: nothing}}},
		"without a subject":  {Name: "meeting", Actions: []flows.Action{{Name: "call", Do: nothing}}},
		"too long":           {Name: "meeting", Actions: []flows.Action{{Name: "meeting.call_everybody_together", Do: nothing}}},
		"retired to nowhere": {Name: "meeting", Retired: map[string]flows.ActionName{"call": "meeting.call"}},
	} {
		if _, err := flows.NewEngine(civic.Smolensk(), nil, nil, append(conversations(), c)...); err == nil {
			t.Errorf("an action %s passes", what)
		}
	}
	same := flows.Conversation{Name: "meeting", Actions: []flows.Action{{Name: "meeting.publish", Do: nothing}}}
	if _, err := flows.NewEngine(civic.Smolensk(), nil, nil, append(conversations(), same)...); err != nil {
		t.Errorf("two subjects with an action of one name: %v", err)
	}
}
