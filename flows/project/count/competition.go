package count

// Criterion gives points to a project for one of its fields. The acts that set them
// change, so they are data.
type Criterion struct {
	Name  string `yaml:"name"`
	Group string `yaml:"group"` // criteria of a group are listed together; "" is no group
	// Field is a key of Project.Fields, or "votes", "points", "cost". With Of the value is
	// the percentage that Field makes of the field Of.
	Field string `yaml:"field"`
	Of    string `yaml:"of"`
	// One of these makes points of the value.
	Bands  []Band  `yaml:"bands"`
	Linear *Linear `yaml:"linear"`
	Ratio  string  `yaml:"ratio"` // the best project gets these points, others in proportion
	Yes    string  `yaml:"yes"`   // points if the field says yes (1, yes, true, да)
	// Weight multiplies the points and GroupWeight again; "" is 1.
	Weight      string `yaml:"weight"`
	GroupWeight string `yaml:"group_weight"`
	// Places rounds the value to so many decimals (half up) before points are given for
	// it; without it bands take two, for the acts leave gaps between 15 and 15.01,
	// and the others do not round.
	Places *int `yaml:"places"`
}

// Band gives its points to values from From to To. Bands may not overlap; what no band
// holds gets nothing. An edge belongs to the band unless
// it is said to be open; "" is no edge. All are decimals.
type Band struct {
	From     string `yaml:"from"`
	To       string `yaml:"to"`
	OpenFrom bool   `yaml:"open_from"`
	OpenTo   bool   `yaml:"open_to"`
	Points   string `yaml:"points"`
}

// Linear gives 0 points at From and below, Points at To and above, and in between in
// proportion.
type Linear struct {
	From   string `yaml:"from"`
	To     string `yaml:"to"`
	Points string `yaml:"points"`
}
