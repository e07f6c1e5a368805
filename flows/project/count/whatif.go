package count

import "slices"

// priced is the same vote with another cost of a project.
func (t *tally) priced(project int, cost int64) *tally {
	other, e := *t, *t.e
	e.Projects = slices.Clone(e.Projects)
	e.Projects[project].Cost = cost
	other.e = &e
	return &other
}

// with is the same vote with so many more ballots, each for the project alone and with the
// most points that any ballot gives.
func (t *tally) with(project int, ballots int64) *tally {
	other, points := *t, t.e.most()
	weight := int64(1)
	if t.weighed {
		weight = points
	}
	other.ballots += int(ballots)
	other.size = append(slices.Clip(t.size), ballots)
	other.picks = append(slices.Clip(t.picks), []link{{to: int32(project), weight: int32(weight)}})
	other.backers = slices.Clone(t.backers)
	other.backers[project] = append(slices.Clip(t.backers[project]), link{to: int32(len(t.size)), weight: int32(weight)})
	other.votes, other.points, other.weight = slices.Clone(t.votes), slices.Clone(t.points), slices.Clone(t.weight)
	other.votes[project] += int(ballots)
	other.points[project] += points * ballots
	other.weight[project] += weight * ballots
	other.heavy = max(t.heavy, weight)
	return &other
}

// most is the most points that a ballot gives to a project: the first place, where they
// are ranked.
func (e *Election) most() int64 {
	most := int64(1)
	for i := range e.Ballots {
		for _, p := range e.Ballots[i].Points {
			most = max(most, p)
		}
	}
	if e.Kind == Ordinal && len(e.Ballots) > 0 && e.Ballots[0].Points == nil {
		most = e.points(&e.Ballots[0], 0)
	}
	return most
}
