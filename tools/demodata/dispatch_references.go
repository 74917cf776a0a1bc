package main

import (
	"regexp"
	"slices"
	"strings"
)

// cited is a telegram that a text names: the post or the series that it is of,
// then its number.
var cited = regexp.MustCompile(`\b([A-Z][A-Za-z]+(?: Ababa| es Salaam| Town)?)(?:['’]s?)? (?:tel(?:egram)?s? )?(\d{1,6})((?:, \d{2,6})*(?:,? and \d{2,6})?)\b`)

// numberBegins is how many days back the numbers of a post are its own: they
// begin anew every year.
const numberBegins = 200

// references gives, for each cable, the places of the earlier ones that it
// refers to: those that the source's editors noted, and those whose number it
// cites.
func references(chosen []cable, n *network) [][]int {
	byID, byNumber := map[string]int{}, map[string][]int{}
	for i, c := range chosen {
		byID[c.ID] = i
		for _, name := range c.names(n) {
			byNumber[name] = append(byNumber[name], i)
		}
	}
	out := make([][]int, len(chosen))
	for i, c := range chosen {
		var found []int
		for _, id := range c.RefersTo {
			if j, ok := byID[id]; ok && j < i {
				found = append(found, j)
			}
		}
		for _, m := range cited.FindAllStringSubmatch(strings.Join(c.body, "\n"), -1) {
			for _, number := range append([]string{m[2]}, digits.FindAllString(m[3], -1)...) {
				if j, ok := nearest(chosen, byNumber[c.issuerOf(m[1], n)+" "+number], i); ok {
					found = append(found, j)
				}
			}
		}
		slices.Sort(found)
		out[i] = slices.Compact(found)
	}
	return out
}

var digits = regexp.MustCompile(`\d+`)

// names are how others cite a cable: its post, or Washington, or its series,
// then its number.
func (c *cable) names(n *network) []string {
	from := c.from
	if n.under(from, "dip-dep") {
		from = "dip-dep"
	}
	var names []string
	if c.Number != "" {
		names = append(names, from+" "+c.Number)
	}
	if s := strings.Fields(strings.Trim(series.FindString(c.Text[strings.Index(c.Text, " ")+1:]), ". ")); len(s) == 2 {
		names = append(names, s[0]+" "+s[1])
	}
	return names
}

// issuerOf tells who numbered a telegram that a cable cites in these words.
func (c *cable) issuerOf(word string, n *network) string {
	other := c.from
	if n.under(c.from, "dip-dep") {
		other = ""
		if len(c.to) == 1 {
			other = c.to[0]
		}
	}
	switch word {
	case "Deptel", "Deptels", "State", "Department", "Dept", "Depcirtel":
		return "dip-dep"
	case "Embtel", "Embtels", "Contel", "Embassy":
		return other
	case "Your", "Ur", "Yours", "Urtel", "Reftel":
		if n.under(c.from, "dip-dep") {
			return other
		}
		return "dip-dep"
	}
	if code, ok := n.codes[word]; ok {
		return code
	}
	return word
}

// nearest is the last of some cables that came before another one, while the
// same numbers ran.
func nearest(chosen []cable, which []int, before int) (int, bool) {
	for _, j := range slices.Backward(which) {
		if j < before && chosen[before].moment().Sub(chosen[j].moment()).Hours() < numberBegins*24 {
			return j, true
		}
	}
	return 0, false
}
