package civic

import (
	"context"
	"errors"
	"sync"

	"github.com/looplab/fsm"
)

// Machine answers what may follow what in a table. It keeps one machine of looplab/fsm for all questions: each has a
// state of its own, and to make one costs more than to deal with most updates otherwise.
type Machine struct {
	mu  sync.Mutex
	fsm *fsm.FSM
}

// NewMachine makes the machine of a table.
func NewMachine(table fsm.Events) *Machine { return &Machine{fsm: fsm.NewFSM("", table, nil)} }

// Can reports whether the event is possible in the state.
func (m *Machine) Can(state, event string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.fsm.SetState(state)
	return m.fsm.Can(event)
}

// Next returns the state that the event leads to, which may be the same, or an error of looplab/fsm.
func (m *Machine) Next(state, event string) (string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.fsm.SetState(state)
	err := m.fsm.Event(context.Background(), event)
	if same := (fsm.NoTransitionError{}); errors.As(err, &same) {
		err = nil
	}
	return m.fsm.Current(), err
}
