package civic

import (
	"errors"
	"slices"
	"testing"
)

func TestWhoWorksAtADesk(t *testing.T) {
	for _, c := range []struct {
		desk     Desk
		district DistrictID
		roles    []Role
		feed     bool
	}{
		{ModeratorsDesk, "", []Role{Moderator}, false},
		{CentreDesk, "", []Role{Centre}, false},
		{DistrictDesk("vyazemsky"), "vyazemsky", []Role{Head, Deputy, Staff}, false},
		{DistrictDesk("feed"), "feed", []Role{Head, Deputy, Staff}, false}, // a district may be called so
		{FeedDesk, "", nil, true},
		{DistrictFeed("vyazemsky"), "vyazemsky", nil, true},
		{ChannelDesk(-1005), "", nil, false},
	} {
		at, roles, err := c.desk.Office()
		if err != nil || !slices.Equal(roles, c.roles) || len(roles) > 0 && at != c.district || c.desk.District() != c.district || c.desk.Feed() != c.feed {
			t.Errorf("%s: %v of %q at a desk of %q, a feed: %v, %v", c.desk, roles, at, c.desk.District(), c.desk.Feed(), err)
		}
	}
	for _, unknown := range []Desk{"", "reception", "districts/vyazemsky", "feeds", "mayor"} {
		if _, roles, err := unknown.Office(); !errors.Is(err, ErrNoDesk) || roles != nil {
			t.Errorf("%q: %v work there, %v", unknown, roles, err)
		}
	}
}
