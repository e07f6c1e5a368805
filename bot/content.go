package bot

import (
	"strings"

	"github.com/go-telegram/bot/models"

	"veche/flows/civic"
)

// unknownContent is content of a kind that is newer than this program.
const unknownContent = "unknown"

// what names content that is no text, photo or place. The order matters: an
// animation is also marked as a document.
func what(m *models.Message) string {
	for _, c := range []struct {
		name string
		is   bool
	}{
		{"sticker", m.Sticker != nil},
		{"voice", m.Voice != nil},
		{"video", m.Video != nil},
		{"video_note", m.VideoNote != nil},
		{"audio", m.Audio != nil},
		{"animation", m.Animation != nil},
		{"image_file", m.Document != nil && strings.HasPrefix(m.Document.MimeType, "image/")},
		{"document", m.Document != nil},
		{"contact", m.Contact != nil},
		{"poll", m.Poll != nil},
		{"dice", m.Dice != nil},
		{"story", m.Story != nil},
		{"paid_media", m.PaidMedia != nil},
		{"checklist", m.Checklist != nil},
		{"game", m.Game != nil},
		{"invoice", m.Invoice != nil},
		{"giveaway", m.Giveaway != nil || m.GiveawayWinners != nil},
	} {
		if c.is {
			return c.name
		}
	}
	return unknownContent
}

// service reports whether a message only notes that something happened in the chat.
// Calls are not listed: the library does not know their present names; they happen
// in groups only, where what is unknown is left alone anyway.
func service(m *models.Message) bool {
	return aboutMembers(m) || aboutChat(m) || aboutTopics(m) || aboutSharing(m) || aboutMoney(m)
}

func aboutMembers(m *models.Message) bool {
	return len(m.NewChatMembers) > 0 || m.LeftChatMember != nil || m.ChatOwnerLeft != nil || m.ChatOwnerChanged != nil ||
		m.ProximityAlertTriggered != nil || m.BoostAdded != nil
}

func aboutChat(m *models.Message) bool {
	return m.NewChatTitle != "" || len(m.NewChatPhoto) > 0 || m.DeleteChatPhoto || m.PinnedMessage != nil ||
		m.GroupChatCreated || m.SupergroupChatCreated || m.ChannelChatCreated ||
		m.MigrateToChatID != 0 || m.MigrateFromChatID != 0 ||
		m.MessageAutoDeleteTimerChanged != nil || m.ChatBackgroundSet != nil
}

func aboutTopics(m *models.Message) bool {
	return m.ForumTopicCreated != nil || m.ForumTopicEdited != nil || m.ForumTopicClosed != nil || m.ForumTopicReopened != nil ||
		m.GeneralForumTopicHidden != nil || m.GeneralForumTopicUnhidden != nil ||
		m.ChecklistTasksDone != nil || m.ChecklistTasksAdded != nil
}

func aboutSharing(m *models.Message) bool {
	return m.UsersShared != nil || m.ChatShared != nil || m.ConnectedWebsite != "" || m.WriteAccessAllowed != nil ||
		m.PassportData != nil || m.WebAppData != nil ||
		m.SuggestedPostApproved != nil || m.SuggestedPostApprovalFailed != nil || m.SuggestedPostDeclined != nil
}

func aboutMoney(m *models.Message) bool {
	return m.SuccessfulPayment != nil || m.RefundedPayment != nil || m.Gift != nil || m.UniqueGift != nil || m.GiftUpgradeSent != nil ||
		m.DirectMessagePriceChanged != nil || m.PaidMessagePriceChanged != nil || m.GiveawayCreated != nil || m.GiveawayCompleted != nil ||
		m.SuggestedPostPaid != nil || m.SuggestedPostRefunded != nil
}

func largest(sizes []models.PhotoSize) civic.Photo {
	best := sizes[0]
	for _, s := range sizes[1:] {
		if s.Width*s.Height > best.Width*best.Height {
			best = s
		}
	}
	return civic.Photo{ID: best.FileID, Unique: best.FileUniqueID}
}

func point(l models.Location) civic.Point { return civic.Point{Lat: l.Latitude, Lon: l.Longitude} }
