package flows_test

// deskActions are what moderators do with what waits at their desk, and its authors.
func deskActions() []string { return []string{"claim", "release", "edit", "undo", "appeal"} }
