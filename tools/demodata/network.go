package main

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// networkUnit is a post or a central service of the diplomatic desk. Its fields
// are the columns of editorial/dispatches/units.txt.
type networkUnit struct {
	code, parent, name, short string
	desk                      string // who follows a post
	tag                       string
}

// network is the tree of posts and central services, and all that the source
// calls them.
type network struct {
	units  []networkUnit
	byCode map[string]networkUnit
	codes  map[string]string // name in the source → code
	names  *regexp.Regexp    // any such name, the longest first
	groups map[string][]string
	office map[string]string // who approved → unit
}

func readNetwork() (*network, error) {
	n := &network{byCode: map[string]networkUnit{}, codes: map[string]string{}, groups: map[string][]string{}, office: map[string]string{}}
	text, err := readEditorial("dispatches/units.txt")
	if err != nil {
		return nil, err
	}
	for _, f := range columns(text, 7) {
		u := networkUnit{code: f[0], parent: f[1], name: f[2], short: f[3], desk: f[5], tag: f[6]}
		if _, known := n.byCode[u.parent]; u.parent != "" && !known {
			return nil, fmt.Errorf("units.txt: %s stands under %q", u.code, u.parent)
		}
		n.units, n.byCode[u.code] = append(n.units, u), u
		for _, name := range append(list(f[4], ";"), u.short) {
			// Short symbols of central services are words of other meanings too.
			if len(name) > 2 && !(name == u.short && n.under(u.code, "dip-dep") && !n.under(u.code, "dip-par")) {
				n.codes[name] = u.code
			}
		}
	}
	names := sortedKeys(n.codes)
	slices.SortStableFunc(names, func(a, b string) int { return cmp.Compare(len(b), len(a)) })
	for i := range names {
		names[i] = regexp.QuoteMeta(names[i])
	}
	if n.names, err = regexp.Compile(`\b(?:` + strings.Join(names, "|") + `)\b`); err != nil {
		return nil, err
	}
	if text, err = readEditorial("dispatches/groups.txt"); err != nil {
		return nil, err
	}
	for _, f := range columns(text, 2) {
		n.groups[f[0]] = n.posts(list(f[1], ","))
	}
	if text, err = readEditorial("dispatches/offices.txt"); err != nil {
		return nil, err
	}
	for _, bl := range blocks(text, false) {
		for _, who := range bl.lines {
			n.office[who] = bl.name
		}
	}
	return n, nil
}

// columns reads the lines of a file of so many columns.
func columns(text string, width int) [][]string {
	var rows [][]string
	for _, l := range nonEmpty(text) {
		if f := strings.Split(l, "|"); !strings.HasPrefix(l, "#") && len(f) == width {
			for i := range f {
				f[i] = strings.TrimSpace(f[i])
			}
			rows = append(rows, f)
		}
	}
	return rows
}

// under tells whether a unit is another one or stands below it.
func (n *network) under(code, above string) bool {
	for ; code != ""; code = n.byCode[code].parent {
		if code == above {
			return true
		}
	}
	return false
}

// posts are the posts below some units, consulates apart.
func (n *network) posts(above []string) []string {
	var out []string
	for _, u := range n.units {
		if u.desk == "" || n.byCode[u.parent].desk != "" {
			continue
		}
		if slices.ContainsFunc(above, func(a string) bool { return n.under(u.code, a) }) {
			out = append(out, u.code)
		}
	}
	return out
}

// named lists the units that a text names, in its order, each once.
func (n *network) named(text string) []string {
	var out []string
	for _, name := range n.names.FindAllString(text, -1) {
		out = add(out, n.codes[name])
	}
	return out
}

// addressees are the units that a heading or a line of addressees means.
func (n *network) addressees(text string) []string {
	if all, ok := n.groups[text]; ok {
		return all
	}
	// « the Embassies in A, B, and C » are read as the embassy in each.
	if _, countries, several := strings.Cut(text, "mbassies in "); several {
		text = "Embassy in " + strings.NewReplacer(", and the ", ", Embassy in the ", ", and ", ", Embassy in ", ", ", ", Embassy in ", " and the Mission", "; the Mission", " and ", ", Embassy in ").Replace(countries)
	}
	return n.named(text)
}

// rows are the units that were used and what stands above them, for posts.csv.
func (n *network) rows(used map[string]bool) [][]string {
	kept := map[string]bool{}
	for code := range used {
		for ; code != ""; code = n.byCode[code].parent {
			kept[code] = true
		}
	}
	rows := [][]string{{"code", "parent", "name", "acronym"}}
	for _, u := range n.units {
		if kept[u.code] {
			rows = append(rows, []string{u.code, u.parent, u.name, u.short})
		}
	}
	return rows
}

// add appends what is not there yet.
func add(to []string, more ...string) []string {
	for _, one := range more {
		if one != "" && !slices.Contains(to, one) {
			to = append(to, one)
		}
	}
	return to
}
