package storage

// schema lists everything that is kept.
var schema = []bucket{}
