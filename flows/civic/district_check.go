package civic

import (
	"fmt"
	"time"

	"veche/flows/civic/stems"
)

// maxAlso is how many other places a district may list: a few that people really type.
const maxAlso = 200

func (c *checker) district(path string, d District) {
	name := c.id(path, "district", string(d.ID))
	for _, w := range []struct {
		field string
		words Words
	}{{"name", d.Name}, {"short", d.Short}, {"head", d.Head}, {"in", d.In}, {"town", d.Town}} {
		c.words(path+"."+w.field, name+": "+w.field, w.words, maxName)
	}
	if !d.Centre.Valid() {
		c.fail(path+".centre", "%s: centre must have a lat from -90 to 90 and a lon from -180 to 180", name)
	}
	if d.Centroid != (Point{}) && !d.Centroid.Valid() {
		c.fail(path+".centroid", "%s: centroid must have a lat from -90 to 90 and a lon from -180 to 180", name)
	}
	if d.Channel != "" && !channelPattern.MatchString(d.Channel) {
		c.fail(path+".channel", "%s: channel %q is not a link like https://t.me/name", name, d.Channel)
	}
	if d.Population < 0 {
		c.fail(path+".population", "%s: population is below zero", name)
	}
	if _, err := time.Parse(time.DateOnly, d.ValidFrom); d.ValidFrom != "" && err != nil {
		c.fail(path+".valid_from", "%s: valid_from %q is not a date like 2025-01-01", name, d.ValidFrom)
	}
	if len(d.Also) > maxAlso {
		c.fail(path+".also", "%s: also lists more than %d places", name, maxAlso)
	}
	for i, also := range d.Also {
		if len(stems.Words(also)) == 0 {
			c.fail(fmt.Sprintf("%s.also[%d]", path, i), "%s: also: %q has no letters", name, also)
		}
	}
	c.parts(path, name, d.Parts)
}

func (c *checker) parts(path, district string, parts []DistrictPart) {
	seen := make(map[string]bool)
	for i, p := range parts {
		at := fmt.Sprintf("%s.parts[%d]", path, i)
		name := district + ": " + c.id(at, "part", p.ID)
		c.words(at+".name", name+": name", p.Name, maxName)
		if seen[p.ID] {
			c.fail(at, "%s is listed twice", name)
		}
		seen[p.ID] = true
	}
}

// sameName refuses two districts whose buttons would read the same.
func (c *checker) sameName(all []District) {
	for _, l := range languages {
		first := make(map[string]DistrictID)
		for i, d := range all {
			short := d.Short[l.code]
			if other, ok := first[short]; ok && short != "" {
				c.fail(fmt.Sprintf("$.districts[%d].short", i), "district %q: short is the same as of %q in %s", d.ID, other, l.name)
			}
			first[short] = d.ID
		}
	}
}
