package sandbox

import "strings"

// method is a call that the sandbox knows, under the name that the Bot API writes.
type method struct {
	name string
	call func(*Sandbox, *request) (any, error)
}

// methods makes the table that calls are looked up in: by the name in lower case, for the Bot API does not care.
func methods() map[string]method {
	table := map[string]method{}
	for name, call := range api {
		table[strings.ToLower(name)] = method{name, call}
	}
	return table
}

var api = map[string]func(*Sandbox, *request) (any, error){
	"getUpdates":             getUpdates,
	"getMe":                  getMe,
	"sendMessage":            sendMessage,
	"sendLocation":           sendLocation,
	"sendVenue":              sendVenue,
	"sendContact":            sendContact,
	"editMessageText":        editMessageText,
	"editMessageCaption":     editMessageCaption,
	"editMessageMedia":       editMessageMedia,
	"editMessageReplyMarkup": editMessageReplyMarkup,
	"deleteMessage":          deleteMessage,
	"deleteMessages":         deleteMessages,
	"sendPhoto":              sendFile("photo"),
	"sendDocument":           sendFile("document"),
	"sendVoice":              sendFile("voice"),
	"sendSticker":            sendFile("sticker"),
	"sendMediaGroup":         sendMediaGroup,
	"copyMessage":            copyMessage,
	"forwardMessage":         forwardMessage,
	"getFile":                getFile,
	"setMyCommands":          setMyCommands,
	"getMyCommands":          getMyCommands,
	"deleteMyCommands":       deleteMyCommands,
	"setMyName":              setMy("name"),
	"setMyDescription":       setMy("description"),
	"setMyShortDescription":  setMy("short_description"),
	"getMyName":              getMy("name"),
	"getMyDescription":       getMy("description"),
	"getMyShortDescription":  getMy("short_description"),
	"setChatMenuButton":      setChatMenuButton,
	"getChatMenuButton":      getChatMenuButton,
	"getChat":                getChat,
	"getChatMember":          getChatMember,
	"getChatMemberCount":     getChatMemberCount,
	"getChatAdministrators":  getChatAdministrators,
	"leaveChat":              leaveChat,
	"createForumTopic":       createForumTopic,
	"pinChatMessage":         pinChatMessage,
	"unpinChatMessage":       unpin,
	"unpinAllChatMessages":   unpin,
	"sendChatAction":         sendChatAction,
	"setMessageReaction":     setMessageReaction,
	"setWebhook":             setWebhook,
	"deleteWebhook":          deleteWebhook,
	"getWebhookInfo":         getWebhookInfo,
	"logOut":                 logOut,
	"close":                  closeBot,
	"answerCallbackQuery":    answerCallbackQuery,
}
