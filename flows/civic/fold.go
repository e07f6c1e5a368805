package civic

// Fold makes texts comparable: small letters, ё as е.
func Fold(s string) string { return fold(s) }
