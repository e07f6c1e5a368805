package civic

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// Desk names where something comes for whoever has to deal with it, or for everybody to
// read: the moderators', the Centre's, one for each district, and channels.
type Desk string

// The desks of the region.
const (
	ModeratorsDesk Desk = "moderators"
	CentreDesk     Desk = "centre"
	FeedDesk       Desk = "feed" // the public channel
)

// What the others begin with.
const (
	ofDistrict = "district/"
	ofFeed     = string(FeedDesk) + "/"
	ofChannel  = "channel/"
)

// ErrNoDesk says that no desk has the name.
var ErrNoDesk = errors.New("no such desk")

// DistrictDesk is the desk of a district's office.
func DistrictDesk(d DistrictID) Desk { return Desk(ofDistrict + string(d)) }

// DistrictFeed is the public channel of a district.
func DistrictFeed(d DistrictID) Desk { return Desk(ofFeed + string(d)) }

// ChannelDesk is a channel, by its number, in which the bot may post.
func ChannelDesk(chat int64) Desk { return Desk(ofChannel + strconv.FormatInt(chat, 10)) }

// Feed reports whether everybody reads what comes there.
func (d Desk) Feed() bool { return d == FeedDesk || strings.HasPrefix(string(d), ofFeed) }

// Channel reports whether it is a channel of which nobody has said yet what it is for.
func (d Desk) Channel() bool { return strings.HasPrefix(string(d), ofChannel) }

// District is the one whose desk or channel it is; "" for the others.
func (d Desk) District() DistrictID {
	for _, of := range []string{ofDistrict, ofFeed} {
		if id, ok := strings.CutPrefix(string(d), of); ok {
			return DistrictID(id)
		}
	}
	return ""
}

// Office says which roles, of which district, work at the desk: nobody works at a channel.
func (d Desk) Office() (DistrictID, []Role, error) {
	switch {
	case d == ModeratorsDesk:
		return "", []Role{Moderator}, nil
	case d == CentreDesk:
		return "", []Role{Centre}, nil
	case strings.HasPrefix(string(d), ofDistrict):
		return d.District(), []Role{Head, Deputy, Staff}, nil
	case d.Feed(), d.Channel():
		return "", nil, nil
	}
	return "", nil, fmt.Errorf("%q: %w", string(d), ErrNoDesk)
}
