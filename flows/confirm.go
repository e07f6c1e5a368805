package flows

// Confirm shows the draft and asks whether it is right. Whatever else can be done
// with it is a choice of its own, named by an event of the table.
func Confirm[D any](yes string, show func(*Turn, *D) Message, events ...string) Step[D] {
	return Step[D]{
		Ask: func(t *Turn, d *D) Message {
			m := show(t, d)
			m.Rows = append(m.Rows, Row(Pick(Term{Key: yes}, "yes")))
			for _, e := range events {
				m.Rows = append(m.Rows, Row(Pick(Term{Key: "key." + e}, e)))
			}
			return m
		},
		Answer: func(t *Turn, _ *D) (string, error) {
			if t.Value == "yes" {
				return Next, nil
			}
			for _, e := range events {
				if t.Value == e {
					return e, nil
				}
			}
			return "", Wrong{Key: "wrong.press"}
		},
	}
}
