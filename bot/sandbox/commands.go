package sandbox

// Command is one line of a menu of commands.
type Command struct {
	Command     string `json:"command"`
	Description string `json:"description"`
}
