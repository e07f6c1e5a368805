package count

// Method is the family of a rule.
type Method uint8

// The methods. The zero value is the default of the house.
const (
	EqualShares Method = iota
	Greedy
	Phragmen
	Competition // by points for criteria
)

var methods = [...]string{"equal-shares", "greedy", "phragmen", "scoring"}

// String gives the name of the method in the command's words.
func (m Method) String() string { return name(methods[:], int(m)) }

// ParseMethod reads the command's name of a method.
func ParseMethod(s string) (Method, error) { return parse[Method]("rule", methods[:], s) }

// Utility is what a funded project is worth to a ballot that names it.
type Utility uint8

// The utilities.
const (
	ByCost       Utility = iota // its cost: a dear project is worth more
	ByNumber                    // one: each project is worth the same
	ByPoints                    // the points given
	ByPointsCost                // the points given times the cost
)

var utilities = [...]string{"cost", "cardinality", "points", "points-cost"}

// String gives the name of the utility in the command's words.
func (u Utility) String() string { return name(utilities[:], int(u)) }

// ParseUtility reads the command's name of a utility.
func ParseUtility(s string) (Utility, error) { return parse[Utility]("utility", utilities[:], s) }

// Completion says how money is spent that Equal Shares leaves over.
type Completion uint8

// The completions. Add1 raises the endowment of each ballot step by step and takes the
// last outcome before one that is over the budget; the exhaustive variant stops already
// at the first outcome to which nothing more can be added. Votes funds what still fits,
// most votes first.
const (
	CompleteNone Completion = iota
	CompleteVotes
	CompleteAdd1
	CompleteAdd1Votes
	CompleteAdd1Exhaustive
	CompleteAdd1ExhaustiveVotes
)

var completions = [...]string{"none", "votes", "add1", "add1-votes", "add1-exhaustive", "add1-exhaustive-votes"}

// String gives the name of the completion in the command's words.
func (c Completion) String() string { return name(completions[:], int(c)) }

// ParseCompletion reads the command's name of a completion.
func ParseCompletion(s string) (Completion, error) {
	return parse[Completion]("completion", completions[:], s)
}

func (c Completion) raises() bool     { return c >= CompleteAdd1 }
func (c Completion) exhaustive() bool { return c >= CompleteAdd1Exhaustive }
func (c Completion) votes() bool {
	return c == CompleteVotes || c == CompleteAdd1Votes || c == CompleteAdd1ExhaustiveVotes
}

// Tie is one key of the order that decides between equals.
type Tie uint8

// The keys of a tie order.
const (
	TieCost   Tie = iota // the cheaper first
	TieVotes             // the one on more ballots first
	TieFile              // the one that stands first in the election
	TieID                // by id, as text
	TieLot               // by the lot drawn: Rule.Lot
	TiePoints            // the one with more points first
)

var ties = [...]string{"cost", "votes", "file", "id", "lot", "points"}

// String gives the name of the key in the command's words.
func (t Tie) String() string { return name(ties[:], int(t)) }

// ParseTie reads the command's name of a tie key.
func ParseTie(s string) (Tie, error) { return parse[Tie]("tie key", ties[:], s) }

// Rule is all that decides an outcome besides the election.
type Rule struct {
	Method     Method
	Utility    Utility    // of Equal Shares; Greedy goes by utility for each unit of money, so ByCost is by votes
	Completion Completion // of Equal Shares

	// Ties decides between equals, key after key; what is left goes by place in the
	// election. CompletionTies is for what the votes add (nil: by place alone).
	Ties, CompletionTies []Tie
	Lot                  []string // the ids of all projects in the order drawn, for TieLot

	// CompletionUtility orders what the votes add, as Utility orders Greedy.
	CompletionUtility Utility

	// Step is by how much add1 raises the endowment of each ballot, in the smallest unit
	// of money; 0 is one unit of the currency. Raises start at the whole units of
	// budget ÷ ballots, or with FromFraction at the exact quotient.
	Step         int64
	FromFraction bool

	// Of Greedy and of the competition: Stop ends at the first that does not fit instead
	// of passing it over; Threshold is the least total of votes or points to be funded.
	Stop      bool
	Threshold int64

	Criteria []Criterion // of the competition
}

// Default is Equal Shares on approvals with cost as utility, raised by one unit of the
// currency without the exhaustive stop, then by votes.
func Default() Rule {
	return Rule{
		Completion:     CompleteAdd1Votes,
		Ties:           []Tie{TieCost, TieVotes, TieFile, TieID},
		CompletionTies: []Tie{TieFile},
	}
}
