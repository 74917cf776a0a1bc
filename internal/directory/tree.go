package directory

import (
	"cmp"
	"slices"
	"strings"

	"parvis/internal/id"
)

// node is one unit of an imported file.
type node struct {
	line                        int
	code, parent, name, acronym string
}

// unitColumns are those of a file of units. The parent must have its column,
// but a root leaves it empty.
func unitColumns() []column {
	return []column{
		{names: []string{"code", "id", "identifiant"}, required: true, max: MaxCode},
		{names: []string{"parent", "rattachement"}, required: true, max: MaxCode},
		{names: []string{"name", "nom", "libelle", "label"}, required: true, max: MaxName},
		{names: []string{"acronym", "sigle"}, max: MaxAcronym},
	}
}

// grow checks that rows make a forest: codes once each, parents that exist, no
// loop. It returns the nodes, parents before children.
func grow(rows []record, wrong *problems) []node {
	nodes := make([]node, 0, len(rows))
	at := make(map[string]int, len(rows))
	for _, r := range rows {
		n := node{r.line, r.fields[0], r.fields[1], r.fields[2], r.fields[3]}
		first, twice := at[n.code]
		switch {
		case n.code == "": // noted while reading
		case twice:
			wrong.add(n.line, "directory.csv.twice", "code", n.code, "line", nodes[first].line)
		case n.name == "" && !r.bad:
			wrong.add(n.line, "directory.csv.empty", "column", "name")
		default:
			at[n.code] = len(nodes)
			nodes = append(nodes, n)
		}
	}
	for _, n := range nodes {
		if _, known := at[n.parent]; n.parent != "" && !known {
			wrong.add(n.line, "directory.csv.orphan", "code", n.code, "parent", n.parent)
		}
	}
	depths := depthsOf(nodes, at, wrong)
	if len(*wrong) > 0 {
		return nil
	}
	order := make([]int, len(nodes))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(depths[a], depths[b]) })
	sorted := make([]node, len(nodes))
	for i, o := range order {
		sorted[i] = nodes[o]
	}
	return sorted
}

const (
	unseen  = -1
	walking = -2 // on the way up from a node not yet placed
)

// depthsOf finds how deep each node stands and notes each loop once.
func depthsOf(nodes []node, at map[string]int, wrong *problems) []int {
	depths := make([]int, len(nodes))
	for i := range depths {
		depths[i] = unseen
	}
	for start := range nodes {
		var way []int
		here, depth := start, 0
		for {
			if depths[here] == walking {
				loop := way[slices.Index(way, here):]
				wrong.add(nodes[here].line, "directory.csv.loop", "codes", chain(nodes, loop))
				break
			}
			if depths[here] >= 0 {
				depth = depths[here] + 1
				break
			}
			depths[here] = walking
			way = append(way, here)
			above, known := at[nodes[here].parent]
			if nodes[here].parent == "" || !known {
				break
			}
			here = above
		}
		for i := len(way) - 1; i >= 0; i-- {
			depths[way[i]] = depth
			if depth == maxDepth {
				wrong.add(nodes[way[i]].line, "directory.csv.too_deep", "max", maxDepth)
			}
			depth++
		}
	}
	return depths
}

func chain(nodes []node, loop []int) string {
	var codes []string
	for _, i := range loop[:min(len(loop), 5)] {
		codes = append(codes, nodes[i].code)
	}
	return strings.Join(append(codes, nodes[loop[0]].code), " → ")
}

// plan is what an import changes: rows to write, parents first, and how many
// of each sort.
type plan struct {
	Report
	write []Unit
}

// compare sets nodes, parents first, against the units there are. Those that
// the file does not name are retired.
func compare(nodes []node, known []Unit, newID func() id.ID) plan {
	var p plan
	p.Rows = len(nodes)
	byCode := make(map[string]Unit, len(known))
	was := make(map[id.ID]Unit, len(known))
	for _, u := range known {
		byCode[u.Code] = u
		was[u.ID] = u
	}
	paths := make(map[id.ID]Unit, len(nodes)) // what each will be, retired ones added as met
	named := make(map[string]id.ID, len(nodes))
	for _, n := range nodes {
		u, exists := byCode[n.code]
		old := u
		if !exists {
			u = Unit{ID: newID(), Code: n.code}
		}
		u.Name, u.Acronym, u.Parent, u.Retired = n.name, n.acronym, named[n.parent], false
		u.Path, u.Depth = under(paths[u.Parent], u.ID)
		named[n.code], paths[u.ID] = u.ID, u
		p.note(u, old, exists, was)
	}
	for _, u := range known {
		if _, stays := named[u.Code]; stays {
			continue
		}
		old := u
		u.Retired = true
		u = settle(u, paths, was)
		p.note(u, old, true, was)
	}
	slices.SortStableFunc(p.write, func(a, b Unit) int { return cmp.Compare(a.Depth, b.Depth) })
	return p
}

// under is where a unit stands below another; the zero Unit is above roots.
func under(parent Unit, self id.ID) (path string, depth int) {
	if parent.ID == 0 {
		return "/" + self.String() + "/", 0
	}
	return parent.Path + self.String() + "/", parent.Depth + 1
}

// settle gives a retired unit its place below a parent that may have moved, or
// be retired too.
func settle(u Unit, placed, was map[id.ID]Unit) Unit {
	if done, ok := placed[u.ID]; ok {
		return done
	}
	parent, ok := placed[u.Parent]
	if !ok && u.Parent != 0 {
		above := was[u.Parent]
		above.Retired = true
		parent = settle(above, placed, was)
	}
	u.Path, u.Depth = under(parent, u.ID)
	placed[u.ID] = u
	return u
}

// note counts what happens to a unit and keeps it to be written when anything
// does.
func (p *plan) note(u, old Unit, exists bool, was map[id.ID]Unit) {
	sort, from := Same, ""
	switch {
	case !exists:
		sort = Added
	case u.Retired && !old.Retired:
		sort = Retired
	case old.Retired && !u.Retired:
		sort = Returned
	case u.Parent != old.Parent:
		sort, from = Moved, was[old.Parent].Name
	case u.Name != old.Name || u.Acronym != old.Acronym:
		sort, from = Changed, old.Name
	}
	if !exists || u != old {
		p.write = append(p.write, u)
	}
	p.count(Change{Sort: sort, Line: u.Name, From: from})
}
