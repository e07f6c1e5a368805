package sandbox

import "encoding/json"

// The objects of the Bot API, as far as the sandbox makes them: field for field what goes over the wire.

// User is a person or a bot in a message.
type User struct {
	ID           int64  `json:"id"`
	IsBot        bool   `json:"is_bot"`
	FirstName    string `json:"first_name"`
	Username     string `json:"username,omitempty"`
	LanguageCode string `json:"language_code,omitempty"`
}

// Chat is the chat of a message.
type Chat struct {
	ID        int64  `json:"id"`
	Type      string `json:"type"`
	Title     string `json:"title,omitempty"`
	Username  string `json:"username,omitempty"`
	FirstName string `json:"first_name,omitempty"`
	IsForum   bool   `json:"is_forum,omitempty"`
}

// Entity is a stretch of formatted text; offset and length count UTF-16 code units.
type Entity struct {
	Type           string `json:"type"`
	Offset         int    `json:"offset"`
	Length         int    `json:"length"`
	URL            string `json:"url,omitempty"`
	User           *User  `json:"user,omitempty"`
	Language       string `json:"language,omitempty"`
	CustomEmojiID  string `json:"custom_emoji_id,omitempty"`
	UnixTime       int64  `json:"unix_time,omitempty"`
	DateTimeFormat string `json:"date_time_format,omitempty"`
}

// PhotoSize is one size of a photo.
type PhotoSize struct {
	FileID       string `json:"file_id"`
	FileUniqueID string `json:"file_unique_id"`
	Width        int    `json:"width"`
	Height       int    `json:"height"`
	FileSize     int    `json:"file_size,omitempty"`
}

// Document is a file of any kind.
type Document struct {
	FileID       string `json:"file_id"`
	FileUniqueID string `json:"file_unique_id"`
	FileName     string `json:"file_name,omitempty"`
	MimeType     string `json:"mime_type,omitempty"`
	FileSize     int64  `json:"file_size,omitempty"`
}

// Voice is a voice message; Duration in seconds.
type Voice struct {
	FileID       string `json:"file_id"`
	FileUniqueID string `json:"file_unique_id"`
	Duration     int    `json:"duration"`
	MimeType     string `json:"mime_type,omitempty"`
	FileSize     int64  `json:"file_size,omitempty"`
}

// Sticker is a sticker, known here by its emoji.
type Sticker struct {
	FileID       string `json:"file_id"`
	FileUniqueID string `json:"file_unique_id"`
	Type         string `json:"type"`
	Width        int    `json:"width"`
	Height       int    `json:"height"`
	IsAnimated   bool   `json:"is_animated"`
	IsVideo      bool   `json:"is_video"`
	Emoji        string `json:"emoji,omitempty"`
	FileSize     int64  `json:"file_size,omitempty"`
}

// Location is a point on the map, in degrees.
type Location struct {
	Latitude           float64 `json:"latitude"`
	Longitude          float64 `json:"longitude"`
	HorizontalAccuracy float64 `json:"horizontal_accuracy,omitempty"`
	LivePeriod         int     `json:"live_period,omitempty"`
}

// Venue is a place with a name.
type Venue struct {
	Location Location `json:"location"`
	Title    string   `json:"title"`
	Address  string   `json:"address"`
}

// Contact is a shared phone number.
type Contact struct {
	PhoneNumber string `json:"phone_number"`
	FirstName   string `json:"first_name"`
	LastName    string `json:"last_name,omitempty"`
	UserID      int64  `json:"user_id,omitempty"`
}

// Origin says where a forwarded message came from.
type Origin struct {
	Type           string `json:"type"`
	Date           int64  `json:"date"`
	SenderUser     *User  `json:"sender_user,omitempty"`
	SenderUserName string `json:"sender_user_name,omitempty"`
	Chat           *Chat  `json:"chat,omitempty"`
	MessageID      int64  `json:"message_id,omitempty"`
}

// TopicCreated is the service message that opens a topic.
type TopicCreated struct {
	Name      string `json:"name"`
	IconColor int    `json:"icon_color"`
}

// Message is a message as it stands now. It is never changed once it can be seen: an edit puts a new one in its place.
type Message struct {
	ID              int64         `json:"message_id"`
	Thread          int64         `json:"message_thread_id,omitempty"`
	From            *User         `json:"from,omitempty"`
	SenderChat      *Chat         `json:"sender_chat,omitempty"`
	Date            int64         `json:"date"`
	Chat            Chat          `json:"chat"`
	ForwardOrigin   *Origin       `json:"forward_origin,omitempty"`
	IsTopicMessage  bool          `json:"is_topic_message,omitempty"`
	ReplyTo         *Message      `json:"reply_to_message,omitempty"`
	EditDate        int64         `json:"edit_date,omitempty"`
	Protected       bool          `json:"has_protected_content,omitempty"`
	AlbumID         string        `json:"media_group_id,omitempty"`
	AuthorSignature string        `json:"author_signature,omitempty"`
	Text            string        `json:"text,omitempty"`
	Entities        []Entity      `json:"entities,omitempty"`
	Document        *Document     `json:"document,omitempty"`
	Photo           []PhotoSize   `json:"photo,omitempty"`
	Sticker         *Sticker      `json:"sticker,omitempty"`
	Voice           *Voice        `json:"voice,omitempty"`
	Caption         string        `json:"caption,omitempty"`
	CaptionEntities []Entity      `json:"caption_entities,omitempty"`
	CaptionAbove    bool          `json:"show_caption_above_media,omitempty"`
	Contact         *Contact      `json:"contact,omitempty"`
	Venue           *Venue        `json:"venue,omitempty"`
	Location        *Location     `json:"location,omitempty"`
	NewMembers      []User        `json:"new_chat_members,omitempty"`
	LeftMember      *User         `json:"left_chat_member,omitempty"`
	MigrateTo       int64         `json:"migrate_to_chat_id,omitempty"`
	MigrateFrom     int64         `json:"migrate_from_chat_id,omitempty"`
	Pinned          *Message      `json:"pinned_message,omitempty"`
	TopicCreated    *TopicCreated `json:"forum_topic_created,omitempty"`
	Markup          *Markup       `json:"reply_markup,omitempty"`

	// Keyboard is what the bot sent besides an inline keyboard; the wire does not show it again.
	Keyboard *Markup `json:"-"`
}

// Markup is any of the four reply markups.
type Markup struct {
	Inline      [][]Button    `json:"inline_keyboard,omitempty"`
	Keys        [][]KeyButton `json:"keyboard,omitempty"`
	Remove      bool          `json:"remove_keyboard,omitempty"`
	ForceReply  bool          `json:"force_reply,omitempty"`
	Persistent  bool          `json:"is_persistent,omitempty"`
	Resize      bool          `json:"resize_keyboard,omitempty"`
	OneTime     bool          `json:"one_time_keyboard,omitempty"`
	Placeholder string        `json:"input_field_placeholder,omitempty"`
	Selective   bool          `json:"selective,omitempty"`
	hasInline   bool
}

// Button is a button under a message.
type Button struct {
	Text         string          `json:"text"`
	Style        string          `json:"style,omitempty"`
	URL          string          `json:"url,omitempty"`
	Data         string          `json:"callback_data,omitempty"`
	CopyText     *CopyText       `json:"copy_text,omitempty"`
	WebApp       json.RawMessage `json:"web_app,omitempty"`
	LoginURL     json.RawMessage `json:"login_url,omitempty"`
	Switch       *string         `json:"switch_inline_query,omitempty"`
	SwitchHere   *string         `json:"switch_inline_query_current_chat,omitempty"`
	SwitchChosen json.RawMessage `json:"switch_inline_query_chosen_chat,omitempty"`
	Game         json.RawMessage `json:"callback_game,omitempty"`
	Pay          bool            `json:"pay,omitempty"`
}

// CopyText is what a button puts on the clipboard.
type CopyText struct {
	Text string `json:"text"`
}

// KeyButton is a key of a reply keyboard.
type KeyButton struct {
	Text            string          `json:"text"`
	Style           string          `json:"style,omitempty"`
	RequestContact  bool            `json:"request_contact,omitempty"`
	RequestLocation bool            `json:"request_location,omitempty"`
	RequestPoll     json.RawMessage `json:"request_poll,omitempty"`
	RequestUsers    json.RawMessage `json:"request_users,omitempty"`
	RequestChat     json.RawMessage `json:"request_chat,omitempty"`
	WebApp          json.RawMessage `json:"web_app,omitempty"`
}
