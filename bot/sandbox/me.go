package sandbox

type me struct {
	User
	CanJoinGroups   bool `json:"can_join_groups"`
	ReadsAll        bool `json:"can_read_all_group_messages"`
	SupportsInline  bool `json:"supports_inline_queries"`
	ConnectsToTrade bool `json:"can_connect_to_business"`
	HasMainWebApp   bool `json:"has_main_web_app"`
	TopicsInPrivate bool `json:"has_topics_enabled"`
}

func getMe(s *Sandbox, _ *request) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return me{User: s.bot, CanJoinGroups: true, ReadsAll: s.opts.SeesAll}, nil
}
