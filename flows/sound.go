package flows

import (
	"fmt"
	"slices"
)

// sound refuses a form whose table and questions do not fit: looplab/fsm would take
// the last of two rows, and a state without a question, in silence.
func sound(f Form) error {
	first, table, steps := f.table()
	type row struct{ event, src string }
	seen := map[row]bool{}
	next := map[string][]string{}
	for _, e := range table {
		for _, src := range e.Src {
			if seen[row{e.Name, src}] {
				return fmt.Errorf("form %s: %s leaves %s twice", f.name(), e.Name, src)
			}
			seen[row{e.Name, src}] = true
			next[src] = append(next[src], e.Dst)
		}
	}
	reached := reach(first, next)
	for _, s := range steps {
		if !reached[s] {
			return fmt.Errorf("form %s: nothing leads to %s", f.name(), s)
		}
		if !reach(s, next)[Done] {
			return fmt.Errorf("form %s: nothing leads from %s to the end", f.name(), s)
		}
	}
	for s := range reached {
		if s != Done && !slices.Contains(steps, s) {
			return fmt.Errorf("form %s: %s asks nothing", f.name(), s)
		}
	}
	return nil
}

func reach(from string, next map[string][]string) map[string]bool {
	reached := map[string]bool{from: true}
	for todo := []string{from}; len(todo) > 0; todo = todo[1:] {
		for _, s := range next[todo[0]] {
			if !reached[s] {
				reached[s] = true
				todo = append(todo, s)
			}
		}
	}
	return reached
}
