package cards

import (
	"fmt"
	"net/url"

	"veche/flows"
	"veche/flows/civic/reports"
	"veche/storage"
)

// ForPublic is the card for everybody: what is wrong and what becomes of it, no names.
// What can be pressed depends on the person of the turn.
func ForPublic(t *flows.Turn, r reports.Report) (flows.Message, error) {
	r = r.Revealed()
	args, err := facts(t, r)
	if err != nil {
		return flows.Message{}, err
	}
	f, follows, err := storage.Followers.Find(t.Tx, storage.FollowerKey{Report: r.ID, Person: t.Input.Person})
	if err != nil {
		return flows.Message{}, err
	}
	args["Mine"], args["JoinedToo"] = r.By(t.Input.Person), f.Joined
	m := flows.Message{Key: "card.public", Args: args, Rows: [][]flows.Button{looks(r)}, Photos: r.Photos[:min(len(r.Photos), 1)]}
	if r.Into != 0 {
		m.Rows = append(m.Rows, flows.Row(OpenPublic.Labelled(flows.Term{Key: "key.report", Args: flows.Args{"ID": r.Into}}, r.Into)))
	}
	m.Rows = append(m.Rows, ways(r, f, follows, args["Mine"] == true), invites(t, r))
	return m, nil
}

// ways is what somebody can do about a report of another.
func ways(r reports.Report, f reports.Follower, follows, mine bool) (row []flows.Button) {
	if mine {
		return nil
	}
	if !f.Joined && r.Status.Can(reports.Join) {
		row = append(row, Join.Button("key.join", r.ID))
	}
	switch {
	case f.Joined:
		row = append(row, Unfollow.Button("key.unjoin", r.ID))
	case follows:
		row = append(row, Unfollow.Button("key.unfollow", r.ID))
	default:
		row = append(row, Follow.Button("key.follow", r.ID))
	}
	return row
}

// invites are the ways to bring neighbours to a report: a link for the house chat, a
// picture of it for the noticeboard.
func invites(t *flows.Turn, r reports.Report) []flows.Button {
	if !r.Shown() || !r.Status.Can(reports.Join) {
		return nil
	}
	return []flows.Button{
		{Label: flows.Term{Key: "key.share"}, URL: "https://t.me/share/url?url=" + url.QueryEscape(JoinLink.URL(t, r.ID)) +
			"&text=" + url.QueryEscape(fmt.Sprintf("№ %d: %s", r.ID, Shorten(r.Text, shareRoom)))},
		QR.Button("key.qr", r.ID),
	}
}

// shareRoom is how many characters of a report go with its link: a URL has its limits.
const shareRoom = 120

// JoinLink leads to the public card of a report.
const JoinLink flows.LinkPrefix = "join_"
