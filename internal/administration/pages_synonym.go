package administration

import (
	"strconv"
	"strings"

	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/search"
	"parvis/internal/ui"
	"parvis/internal/web"
)

const synonymsPath = "/admin/synonyms"

// maxLines is how many characters a text of synonyms may have.
const maxLines = 200_000

func (p *Pages) synonymRoutes(rt *web.Router) {
	rt.Get(synonymsPath, Govern, p.synonyms)
	rt.Post(synonymsPath, Govern, p.addSynonym)
	rt.Post(synonymsPath+"/import", Govern, p.importSynonyms)
	rt.Post(synonymsPath+"/{line}/change", Govern, p.changeSynonym)
	rt.Post(synonymsPath+"/{line}/remove", Govern, p.removeSynonym)
	rt.Post(synonymsPath+"/{line}/restore", Govern, p.restoreSynonym)
}

type synonymsView struct {
	Tabs    ui.Tabs
	List    []search.Synonym
	Words   string // the filter
	Here    string // the part of the list that is read, as the end of an address
	Next    string
	Typed   string // of a new line that was refused
	Changed id.ID  // the line of which a change was refused, with what was typed
	Change  string
	Lines   string // of a text that was refused
	Errors  ui.Errors
}

// errorOf is what is wrong with a field, in the form where it was typed.
func (v synonymsView) errorOf(name string, here bool) string {
	if !here {
		return ""
	}
	return v.Errors.For(name)
}

// numbers writes the first of some numbers of lines.
func numbers(lines []int) string {
	const most = 20
	parts := make([]string, 0, most)
	for _, n := range lines[:min(len(lines), most)] {
		parts = append(parts, strconv.Itoa(n))
	}
	if len(lines) > most {
		parts = append(parts, "…")
	}
	return strings.Join(parts, ", ")
}

// value is what the field of a line holds.
func (v synonymsView) value(s search.Synonym) string {
	if s.ID == v.Changed {
		return v.Change
	}
	return s.Words
}

func (p *Pages) synonyms(r *web.Request) (web.Reply, error) {
	return p.synonymsPage(r, synonymsView{})
}

func (p *Pages) synonymsPage(r *web.Request, v synonymsView) (web.Reply, error) {
	v.Words = r.Query("q")
	after, err := id.Parse(r.Query("after"))
	if err != nil {
		after = 0
	}
	var next id.ID
	if v.List, next, err = p.Service.Thesaurus.Synonyms(r.Context(), r.Actor, v.Words, after); err != nil {
		return nil, err
	}
	query := r.URL.Query()
	v.Here = synonymsAddress("", r)
	if next != 0 {
		query.Set("after", next.String())
		v.Next = synonymsPath + "?" + query.Encode()
	}
	v.Tabs = p.tabs(r, synonymsPath)
	return web.PageStatus(status(v.Errors), synonymsPage(v)), nil
}

// synonymsAddress keeps the filter and the part of the list after a gesture.
func synonymsAddress(path string, r *web.Request) string {
	kept := r.Queries("q", "after")
	if len(kept) == 0 {
		return path
	}
	return path + "?" + kept.Encode()
}

func (p *Pages) addSynonym(r *web.Request) (web.Reply, error) {
	form, err := r.Form(formMost)
	if err != nil {
		return nil, err
	}
	words := form.Line("words", search.MaxSynonyms*search.MaxSynonym)
	var made search.Synonym
	if err = form.Err(); err == nil {
		made, err = p.Service.Thesaurus.Add(r.Context(), r.Actor, words)
	}
	if err != nil {
		return again(r, err, func(e ui.Errors) (web.Reply, error) {
			return p.synonymsPage(r, synonymsView{Typed: form.Values().Get("words"), Errors: e})
		})
	}
	return web.Undoable(synonymsPath, "administration.synonyms.added", synonymsPath+"/"+made.ID.String()+"/remove"), nil
}

func (p *Pages) changeSynonym(r *web.Request) (web.Reply, error) {
	line, err := r.PathID("line")
	if err != nil {
		return nil, err
	}
	form, err := r.Form(formMost)
	if err != nil {
		return nil, err
	}
	words := form.Line("words", search.MaxSynonyms*search.MaxSynonym)
	if err = form.Err(); err == nil {
		_, err = p.Service.Thesaurus.Change(r.Context(), r.Actor, line, words)
	}
	if err != nil {
		return again(r, err, func(e ui.Errors) (web.Reply, error) {
			return p.synonymsPage(r, synonymsView{Changed: line, Change: form.Values().Get("words"), Errors: e})
		})
	}
	return web.SeeSaying(synonymsAddress(synonymsPath, r), "administration.synonyms.changed"), nil
}

func (p *Pages) removeSynonym(r *web.Request) (web.Reply, error) {
	line, err := r.PathID("line")
	if err != nil {
		return nil, err
	}
	if err := p.Service.Thesaurus.Remove(r.Context(), r.Actor, line); err != nil {
		return nil, err
	}
	return web.Undoable(synonymsAddress(synonymsPath, r), "administration.synonyms.removed", synonymsPath+"/"+line.String()+"/restore"), nil
}

func (p *Pages) restoreSynonym(r *web.Request) (web.Reply, error) {
	line, err := r.PathID("line")
	if err != nil {
		return nil, err
	}
	if err := p.Service.Thesaurus.Restore(r.Context(), r.Actor, line); err != nil {
		return nil, err
	}
	return web.SeeSaying(synonymsPath, "administration.synonyms.restored"), nil
}

// importSynonyms adds the lines of a text; those that are none are shown.
func (p *Pages) importSynonyms(r *web.Request) (web.Reply, error) {
	form, err := r.Form(4 * maxLines)
	if err != nil {
		return nil, err
	}
	lines := form.Text("lines", maxLines)
	added, refused := 0, []int(nil)
	if err = form.Err(); err == nil {
		added, refused, err = p.Service.Thesaurus.Import(r.Context(), r.Actor, lines)
	}
	switch {
	case err != nil:
		return again(r, err, func(e ui.Errors) (web.Reply, error) {
			return p.synonymsPage(r, synonymsView{Lines: form.Values().Get("lines"), Errors: e})
		})
	case len(refused) > 0:
		e := ui.ErrorsFrom(r.Context(), fault.New(fault.Invalid, "administration.synonyms.refused", "added", added, "lines", numbers(refused)))
		return p.synonymsPage(r, synonymsView{Lines: lines, Errors: e})
	}
	return web.SeeSaying(synonymsPath, "administration.synonyms.imported", "count", added), nil
}
