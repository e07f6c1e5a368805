package cards

import (
	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/storage"
)

// feedText is how much of a report's text the feed shows: a caption holds 1,024
// characters in all.
const feedText = 500

// ForFeed is the message in a channel.
func ForFeed(t *flows.Turn, r reports.Report) (flows.Message, error) {
	r = r.Revealed()
	args, err := facts(t, r)
	if err != nil {
		return flows.Message{}, err
	}
	args["Text"], args["Neighbours"] = Shorten(r.Text, feedText), flows.Term{}
	if r.Joined > 0 {
		args["Neighbours"] = flows.Term{Key: "feed.joined", Args: flows.Args{"Count": r.Joined}}
	}
	m := flows.Message{Key: "feed.card", Args: args, Live: Feed.Of(r.ID), Caption: true, With: shown(t, r)}
	if r.Status.Held() {
		m.Rows = [][]flows.Button{flows.Row(flows.Button{Label: flows.Term{Key: "key.join_or_follow"}, URL: JoinLink.URL(t, r.ID)})}
	}
	return m, nil
}

// shown is the picture of a report in a channel: the proof beside the photo before once
// both are put together, until then the first of them that there is.
func shown(t *flows.Turn, r reports.Report) flows.Attachment {
	before, after := Pair(r)
	switch {
	case before.ID == "" && after.ID == "":
		return nil
	case before.ID == "":
		return flows.Picture{Key: after.Unique, ID: after.ID}
	case after.ID != "" && paired(t, r):
		return flows.Picture{Key: PairKey(before, after), ID: after.ID}
	}
	return flows.Picture{Key: before.Unique, ID: before.ID}
}

// Pair is the first photo of a report, and the first photo of the newest closing that
// has any, of those for everybody.
func Pair(r reports.Report) (before, after civic.Photo) {
	r = r.Revealed()
	for _, e := range r.Timeline {
		if e.What == reports.Close && len(e.Photos) > 0 {
			after = e.Photos[0]
		}
	}
	if len(r.Photos) > 0 {
		before = r.Photos[0]
	}
	return before, after
}

// PairKey names the picture that both make together.
func PairKey(before, after civic.Photo) string { return before.Unique + "|" + after.Unique }

// paired reports whether the pictures were put together: a channel shows them so.
func paired(t *flows.Turn, r reports.Report) bool {
	before, after := Pair(r)
	for rec, err := range storage.LivesNamed.Each(t.Tx, storage.Tuple(string(Feed.Of(r.ID)))) {
		if err == nil && rec.Value.Wanted.Picture != nil && rec.Value.Wanted.Picture.Key == PairKey(before, after) {
			return true
		}
	}
	return false
}
