package extract

import (
	"path"
	"strconv"
	"strings"
)

// related are the parts that a part names, by the id of the relation and by
// type (ISO/IEC 29500-2, §9).
type related struct {
	byID   map[string]string
	byType map[string][]string
}

func (a *archive) relations(part string) (related, error) {
	r := related{map[string]string{}, map[string][]string{}}
	name := path.Join(path.Dir(part), "_rels", path.Base(part)+".rels")
	if !a.has(name) {
		return r, nil
	}
	return r, a.walk(name, handler{start: func(element string, at attributes) {
		if element != "Relationship" || at.get("TargetMode") == "External" {
			return // what lies outside is never fetched
		}
		target := strings.ReplaceAll(at.get("Target"), `\`, "/")
		if !strings.HasPrefix(target, "/") {
			target = path.Join(path.Dir(part), target)
		}
		target = strings.TrimPrefix(path.Clean(target), "/")
		kind := path.Base(at.get("Type"))
		r.byID[at.get("Id")] = target
		r.byType[kind] = append(r.byType[kind], target)
	}})
}

// mainPart is the part where a document begins.
func (a *archive) mainPart(usual string) string {
	if r, err := a.relations(""); err == nil {
		for _, name := range r.byType["officeDocument"] {
			if a.has(name) {
				return name
			}
		}
	}
	return usual
}

// coreTitle is the title among the properties of a document, if any.
func (a *archive) coreTitle() string {
	const name = "docProps/core.xml"
	if !a.has(name) {
		return ""
	}
	return a.elementText(name, "title")
}

// elementText is the text of the first element of a name.
func (a *archive) elementText(part, element string) string {
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
func (a *archive) statedPages() int {
	const name = "docProps/app.xml"
	if !a.has(name) {
		return 0
	}
	n, err := strconv.Atoi(a.elementText(name, "Pages"))
	if err != nil || n < 0 || n > MaxPages {
		return 0
	}
	return n
}

func (a *archive) hasMacros() bool {
	for _, name := range a.names {
		base := strings.ToLower(path.Base(name))
		if base == "vbaproject.bin" || strings.HasPrefix(name, "Basic/") && base != "script-lc.xml" || strings.HasPrefix(name, "Scripts/") {
			return true
		}
	}
	return false
}
