package civic

import "testing"

func TestBuiltIn(t *testing.T) {
	if _, err := ParseRegion(smolenskYAML); err != nil {
		t.Fatal(err)
	}
}
