package count

import "math/big"

// Result is the outcome of a count.
type Result struct {
	Rule    Rule
	Winners []int   // indexes of projects, in the order of selection
	Cost    int64   // of all winners
	Votes   []int   // of each project: the ballots that name it
	Points  []int64 // of each project: the sum of points (Votes, where ballots have none)
	Rounds  []Round // one for each winner
	Covered int     // ballots with at least one winner

	// Of Equal Shares: the shares tried (those too that surely change nothing and were left
	// out), and the share of one ballot in the run that counts, in the smallest unit of money.
	Runs  int
	Share *big.Rat

	// Of a competition: the score of each project.
	Scores []Score

	t   *tally
	run *run // the run that counts
}

// Score is what a project got for the criteria.
type Score struct {
	Total  *big.Rat
	Values []*big.Rat // for each criterion: what the points are given for
	Points []*big.Rat // for each criterion: the points, with the weights
}

// Stage is the part of a rule that chose a project.
type Stage uint8

// The stages.
const (
	Main       Stage = iota // the rule itself
	Completing              // the completion by votes
)

// Round tells how one winner was chosen. Amounts are exact, in the smallest unit of money.
type Round struct {
	Project int
	Stage   Stage
	// Support is what the rule went by: for Equal Shares the effective support (cost, or
	// one, or points over what the most paying ballot pays), for Greedy the votes or
	// points (per unit of money where the utility asks so), for Phragmén the load
	// after the purchase, for a competition the score.
	Support *big.Rat
	// The next best of that round, if there was another (−1: none).
	RunnerUp        int
	RunnerUpSupport *big.Rat
	// Of Equal Shares: the most that a ballot pays (for each point, where points weigh),
	// how many paid that in full and how many gave their last, and the payments
	// together, equal ones as one, the largest first. They sum to the cost.
	Most       *big.Rat
	Full, Last int
	Payments   []Payment
}

// Payment is what each of a number of ballots pays.
type Payment struct {
	Amount  *big.Rat
	Ballots int
	Full    bool // the whole price, not the last money
}

// Receipt is what a ballot's share went to.
type Receipt struct {
	Share *big.Rat
	Paid  []Paid // in the order of selection
	Left  *big.Rat
}

// Paid is money that went to a project.
type Paid struct {
	Project int
	Amount  *big.Rat
	Ballots int // of how many
}

// Loss tells why a project was not chosen, and what would have been enough.
type Loss struct {
	Project int
	Votes   int
	Share   *big.Rat // of all its supporters together, at first
	Went    []Paid   // what of it went to which winners, the most first
	Left    *big.Rat // what its supporters had in the end
	Missing *big.Rat // what that is short of the cost; zero if it is enough
	// Support is the largest part of its cost that its supporters would have paid, in any
	// round, at the price of that round's winner: 1 would have won.
	Support float64
	// AtCost is a cost at which it would have won, one unit of the currency more would not
	// have done; 0: none. MoreVotes is a number of ballots for it alone that would have
	// made it win, one ballot less would not have done; −1: none was found.
	AtCost    int64
	MoreVotes int
}
