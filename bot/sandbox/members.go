package sandbox

import "encoding/json"

// chatMember is one of the ChatMember types, told apart by status.
type chatMember struct {
	user      User
	status    string
	anonymous bool
	channel   bool
}

func newMember(u User, status string) chatMember { return chatMember{user: u, status: status} }

// rights are all that an administrator may have; the sandbox gives them all.
var rights = []string{
	"can_be_edited", "can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members",
	"can_promote_members", "can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories",
	"can_delete_stories", "can_pin_messages", "can_manage_topics",
}

// MarshalJSON writes the fields that the status asks for.
func (m chatMember) MarshalJSON() ([]byte, error) {
	fields := map[string]any{"user": m.user, "status": m.status}
	switch m.status {
	case "administrator":
		for _, right := range rights {
			fields[right] = true
		}
		if m.channel {
			fields["can_post_messages"], fields["can_edit_messages"] = true, true
		}
		fields["is_anonymous"] = m.anonymous
	case "creator":
		fields["is_anonymous"] = m.anonymous
	case "kicked":
		fields["until_date"] = 0
	}
	return json.Marshal(fields)
}
