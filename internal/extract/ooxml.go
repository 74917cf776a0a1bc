package extract

import (
	"path"
	"strconv"
	"strings"
)

// Related are the parts that a part names, by the id of the relation and by
// type (ISO/IEC 29500-2, §9), and the addresses outside that it names. What
// lies outside is never fetched.
type Related struct {
	ByID   map[string]string
	ByType map[string][]string
	Links  map[string]string
}

// Relations reads what a part names.
func (a *Archive) Relations(part string) (Related, error) {
	r := Related{map[string]string{}, map[string][]string{}, map[string]string{}}
	name := path.Join(path.Dir(part), "_rels", path.Base(part)+".rels")
	if !a.Has(name) {
		return r, nil
	}
	return r, a.walk(name, handler{start: func(element string, at attributes) {
		if element != "Relationship" {
			return
		}
		if at.get("TargetMode") == "External" {
			r.Links[at.get("Id")] = at.get("Target")
			return
		}
		target := strings.ReplaceAll(at.get("Target"), `\`, "/")
		if !strings.HasPrefix(target, "/") {
			target = path.Join(path.Dir(part), target)
		}
		target = strings.TrimPrefix(path.Clean(target), "/")
		kind := path.Base(at.get("Type"))
		r.ByID[at.get("Id")] = target
		r.ByType[kind] = append(r.ByType[kind], target)
	}})
}

// MainPart is the part where a document begins.
func (a *Archive) MainPart(usual string) string {
	if r, err := a.Relations(""); err == nil {
		for _, name := range r.ByType["officeDocument"] {
			if a.Has(name) {
				return name
			}
		}
	}
	return usual
}

// CoreTitle is the title among the properties of a document of Office, if any.
func (a *Archive) CoreTitle() string {
	const name = "docProps/core.xml"
	if !a.Has(name) {
		return ""
	}
	return a.ElementText(name, "title")
}

// ElementText is the text of the first element of a name, on one line; "" when
// there is none.
func (a *Archive) ElementText(part, element string) string {
	var text strings.Builder
	inside, seen := false, false
	err := a.walk(part, handler{
		start: func(name string, _ attributes) { inside = name == element && !seen },
		end: func(name string) {
			if name == element {
				inside, seen = false, true
			}
		},
		text: func(t string) {
			if inside && text.Len() < 10*maxTitle {
				text.WriteString(t)
			}
		},
		done: func() bool { return seen },
	})
	if err != nil {
		return "" // its properties are no reason to leave a document unread
	}
	return titled(text.String())
}

// statedPages is how many pages the program that wrote a document counted.
func (a *Archive) statedPages() int {
	const name = "docProps/app.xml"
	if !a.Has(name) {
		return 0
	}
	n, err := strconv.Atoi(a.ElementText(name, "Pages"))
	if err != nil || n < 0 || n > MaxPages {
		return 0
	}
	return n
}

func (a *Archive) hasMacros() bool {
	for _, name := range a.names {
		base := strings.ToLower(path.Base(name))
		if base == "vbaproject.bin" || strings.HasPrefix(name, "Basic/") && base != "script-lc.xml" || strings.HasPrefix(name, "Scripts/") {
			return true
		}
	}
	return false
}
