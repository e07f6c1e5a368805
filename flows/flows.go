// Package flows runs conversations.
//
// A conversation is a [Conversation]: forms that people fill in, commands, the
// actions behind the buttons on cards, timers and jobs. A form is a [Flow]: a
// table of states and, for each state, a question with what to do with the
// answer ([Step]). The kinds of question (choose, write, photos, place, district,
// confirm) are written here once; the folders below this one put them together.
//
// Whatever comes in is an [Input]. The [Engine] finds who it is for and runs it
// in a [Turn], which holds the time, the transaction and who is asking. A turn
// reads and writes records and says things with [Turn.Say], to an address and as
// a message key: where that is and how it is worded is for package bot to find.
// Nothing here reads a clock, draws a random number or waits, so that a
// transaction can be run again.
//
// looplab/fsm is used as a table: what may follow what, and the diagram. Its
// callbacks go by names that may be misspelt in silence, so there are none.
package flows
