package sandbox

// The Bot API's limits: https://core.telegram.org/bots/api and tdlib/telegram-bot-api.
const (
	maxText     = 4096
	maxCaption  = 1024
	maxAlbum    = 10
	maxPhoto    = 10 << 20 // bytes of a photo that is sent
	maxUpload   = 50 << 20 // bytes of any other file that is sent
	maxDownload = 20 << 20 // bytes of a file that getFile gives
	maxNotice   = 200
	maxCommands = 100
)
