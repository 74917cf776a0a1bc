package correspondence

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"parvis/internal/access"
	"parvis/internal/content"
	"parvis/internal/id"
	"parvis/internal/web"
)

// The form of a dispatch, between its fields and a Writing.

// distributions are the words of a form for those of a dispatch.
var distributions = map[string]access.Audience{"services": access.ForServices, "directors": access.ForDirectors, "named": access.ForNamed}

func distributionWord(a access.Audience) string {
	for word, one := range distributions {
		if one == a {
			return word
		}
	}
	return "named"
}

// word writes a qualification as one value of a form: "TD.1.2.named".
func (q Qualification) word() string {
	return strings.Join([]string{q.Type, strconv.Itoa(int(q.Precedence)), strconv.Itoa(int(q.Protection)), distributionWord(q.Distribution)}, ".")
}

// readQualification reads the one that was chosen among those proposed, or said
// in the fields; nil as long as it is not whole.
func readQualification(values url.Values) *Qualification {
	parts := strings.Split(values.Get("as"), ".")
	if len(parts) != 4 {
		parts = []string{values.Get("type"), values.Get("precedence"), values.Get("protection"), values.Get("distribution")}
	}
	precedence, _ := strconv.Atoi(parts[1])
	protection, err := strconv.Atoi(parts[2])
	audience := distributions[parts[3]]
	if parts[0] == "" || precedence < int(Routine) || precedence > int(Immediate) || err != nil || protection < 0 || protection > int(access.Restricted) || audience == 0 {
		return nil
	}
	return &Qualification{parts[0], Precedence(precedence), access.Protection(protection), audience}
}

// readReferences reads "ITEM.RELATION" of each reference that is kept, and
// which of them are let known.
func readReferences(values url.Values) []Reference {
	var out []Reference
	for _, word := range values["ref"] {
		item, relation, _ := strings.Cut(word, ".")
		to, err := id.Parse(item)
		kind, _ := strconv.Atoi(relation)
		if err == nil && !slices.ContainsFunc(out, func(r Reference) bool { return r.To == to }) {
			out = append(out, Reference{To: to, Relation: Relation(kind), Shown: slices.Contains(values["shown"], item)})
		}
	}
	return out
}

func (r Reference) word() string { return r.To.String() + "." + strconv.Itoa(int(r.Relation)) }

// readWriting reads the form; what is out of bounds is noted in it. Its
// addressees, its people and the references that are added are read apart.
func readWriting(form *web.Form) Writing {
	w := Writing{
		ID: form.ID("id"), Unit: form.ID("unit"), Subject: form.Line("title", content.MaxTitle), Source: form.Text("source", content.MaxSource),
		Tags: content.SplitTags(form.Line("tags", 1000)), Files: form.IDs("file", content.MaxFiles), Without: form.IDs("drop", content.MaxFiles),
		Qualified: readQualification(form.Values()), Expects: form.Text("expects", MaxExpects), Due: form.DayEnd("due"),
		References: readReferences(form.Values()), Signatory: form.ID("signatory"),
	}
	return w
}

// valuesOf is a dispatch as its form shows it, its addressees apart.
func valuesOf(w Whole, refs []Reference) url.Values {
	values := url.Values{
		"revision": {strconv.Itoa(w.Version)}, "title": {w.Title}, "unit": {w.Unit.String()}, "type": {w.Type}, "expects": {w.Expects}, "due": {web.InputDay(w.Due)},
		"distribution": {distributionWord(w.Audience)}, "protection": {strconv.Itoa(int(w.Protection))},
	}
	if !w.Qualified() {
		values.Del("distribution")
		values.Del("protection")
	}
	if w.Precedence != 0 {
		values.Set("precedence", strconv.Itoa(int(w.Precedence)))
	}
	if w.Signatory != 0 {
		values.Set("signatory", w.Signatory.String())
	}
	for _, r := range refs {
		values.Add("ref", r.word())
		if r.Shown {
			values.Add("shown", r.To.String())
		}
	}
	return values
}
