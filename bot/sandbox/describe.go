package sandbox

type description struct{}

func mustDescribe(string) *description { return nil }

func (s *Sandbox) check(*request) {}
