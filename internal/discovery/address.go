package discovery

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"parvis/internal/content"
	"parvis/internal/i18n"
	"parvis/internal/search"
)

// values are the parameters of this search, its operators among them: what is
// typed in the box and what is chosen beside it are one and the same.
func (s searchScreen) values() url.Values {
	v := url.Values{}
	set := func(name, value string) {
		if value != "" {
			v.Add(name, value)
		}
	}
	set("q", s.typed)
	for _, k := range s.ask.Query.Kinds {
		set("kind", k)
	}
	for name, list := range map[string][]search.Choice{"from": s.ask.From, "in": s.ask.In, "tag": s.ask.Tags} {
		for _, c := range list {
			set(name, c.Value)
		}
	}
	set("after", day(s.ask.Typed.After))
	set("before", day(s.ask.Typed.Before))
	if s.ask.Query.File {
		set("file", "1")
	}
	if s.ask.Query.Newest {
		set("sort", "date")
	}
	set("tab", s.view.name)
	return v
}

func day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
}

// href is the address of this search, changed; it begins with its first page.
func (s searchScreen) href(change func(v url.Values)) string {
	v := s.values()
	change(v)
	return "/search?" + v.Encode()
}

func with(name, value string) func(url.Values) {
	return func(v url.Values) {
		if value == "" {
			v.Del(name)
			return
		}
		v.Set(name, value)
	}
}

// more adds a value to those of a parameter.
func more(name, value string) func(url.Values) {
	return func(v url.Values) {
		if !slices.Contains(v[name], value) {
			v.Add(name, value)
		}
	}
}

func without(name, value string) func(url.Values) {
	return func(v url.Values) {
		v[name] = slices.DeleteFunc(v[name], func(one string) bool { return one == value })
		if len(v[name]) == 0 {
			v.Del(name)
		}
	}
}

func (s searchScreen) newer() string {
	if s.offset == 0 {
		return ""
	}
	back := max(s.offset-hits, 0)
	if back == 0 {
		return s.href(func(url.Values) {})
	}
	return s.href(with("page", strconv.Itoa(back)))
}

func (s searchScreen) older() string {
	if s.found.Next == 0 {
		return ""
	}
	return s.href(with("page", strconv.Itoa(s.found.Next)))
}

// exactly is the search of what was typed as it stands, when it was corrected.
func (s searchScreen) exactly() string {
	return s.href(with("q", `"`+s.ask.Query.Words+`"`))
}

// asking is the form of a question, whose title begins as what was looked for.
func (s searchScreen) asking() string {
	title := []rune(strings.Join(append([]string{s.ask.Query.Words}, s.ask.Query.Phrases...), " "))
	v := url.Values{"kind": {"question"}}
	if words := strings.TrimSpace(string(title[:min(len(title), content.MaxTitle)])); words != "" {
		v.Set("title", words)
	}
	return "/new?" + v.Encode()
}

// chip is one filter in force, with the address of the search without it.
type chip struct{ Label, Without string }

// year is the filter on one whole year.
func year(y string) func(url.Values) {
	n, err := strconv.Atoi(y)
	if err != nil {
		return func(url.Values) {}
	}
	return func(v url.Values) {
		v.Set("after", y+"-01-01")
		v.Set("before", strconv.Itoa(n+1)+"-01-01")
	}
}

// chips are the filters in force.
func (s searchScreen) chips(p *i18n.Printer) []chip {
	var out []chip
	for _, k := range s.ask.Query.Kinds {
		out = append(out, chip{kindLabel(p, k), s.href(without("kind", k))})
	}
	for _, c := range s.ask.From {
		label := c.Label
		if c.Value == search.Me {
			label = p.T("discovery.chip.me")
		}
		out = append(out, chip{p.T("discovery.chip.from", "name", label), s.href(without("from", c.Value))})
	}
	for _, c := range s.ask.In {
		out = append(out, chip{p.T("discovery.chip.in", "name", c.Label), s.href(without("in", c.Value))})
	}
	for _, c := range s.ask.Tags {
		out = append(out, chip{"#" + c.Label, s.href(without("tag", c.Value))})
	}
	if at := s.ask.Typed.After; !at.IsZero() {
		out = append(out, chip{p.T("discovery.chip.after", "day", p.Date(at)), s.href(with("after", ""))})
	}
	if at := s.ask.Typed.Before; !at.IsZero() {
		out = append(out, chip{p.T("discovery.chip.before", "day", p.Date(at)), s.href(with("before", ""))})
	}
	if s.ask.Query.File {
		out = append(out, chip{p.T("discovery.chip.file"), s.href(with("file", ""))})
	}
	return out
}

// kindLabel says a kind in words; one that has none here keeps its name.
func kindLabel(p *i18n.Printer, kind string) string {
	key := "discovery.kind." + kind
	if !p.Has(key) {
		return kind
	}
	return p.T(key)
}
