package search

import (
	"context"
	"path"
	"strings"

	"parvis/internal/access"
	"parvis/internal/id"
	"parvis/internal/search/analysis"
	"parvis/internal/search/index"
	"parvis/internal/text"
)

// extractWidth is about how many characters an extract has.
const extractWidth = 240

// show reads again what the index found, as actor may read it, in its order.
func (s *Service) show(ctx context.Context, actor access.Actor, found []index.Hit, wanted string) ([]Hit, error) {
	by := map[Sort][]id.ID{}
	for _, h := range found {
		by[h.Sort] = append(by[h.Sort], h.Key)
	}
	shelved := by[Shelved]
	by[Item] = append(by[Item], shelved...)
	rows := map[id.ID]shown{}
	for sort, read := range map[Sort]func(context.Context, querier, access.Actor, []id.ID) ([]shown, error){
		Item: itemsShown, Comment: commentsShown, File: filesShown, Person: peopleShown, Community: placesShown,
	} {
		if len(by[sort]) == 0 {
			continue
		}
		list, err := read(ctx, s.DB, actor, by[sort])
		if err != nil {
			return nil, err
		}
		for _, r := range list {
			rows[r.ID] = r
		}
	}
	if err := s.fileWords(ctx, rows, by[File]); err != nil {
		return nil, err
	}
	shelf, err := s.Feed.read.files.shelf(ctx, s.DB, shelved)
	if err != nil {
		return nil, err
	}
	trusted, err := s.trusted(ctx, rows)
	if err != nil {
		return nil, err
	}
	marks := markOf(wanted)
	var hits []Hit
	for _, h := range found {
		r, readable := rows[h.Key]
		if !readable {
			continue
		}
		hit := Hit{
			Sort: h.Sort, ID: r.ID, Item: r.Item, Kind: r.Kind, Title: r.Title, Community: r.Community, Place: r.Place, Author: r.Author,
			Hint: r.Hint, Published: r.Published, Comments: r.Comments, Useful: r.Useful, Members: r.Members, Trusted: trusted[r.ID], Matches: h.Matches,
		}
		switch {
		case h.Sort == Comment && r.Answer:
			hit.Kind = AnswerKind
		case h.Sort == Comment:
			hit.Kind = CommentKind
		}
		// Reading what is restricted is written down, where it is opened.
		if hit.Withheld = r.Withheld; r.Withheld {
			hit.Sort = sortShown(h.Sort)
			hits = append(hits, hit)
			continue
		}
		plain := plainOf(r.Title, r.Source)
		if h.Sort != File {
			plain = text.Excerpt(clipTo(r.Source, readFor), readFor)
		}
		if h.Sort == Shelved {
			hit.Sort = sortShown(h.Sort)
			plain = strings.TrimSpace(plain + "\n\n" + plainOf(r.Title, shelf.says(r.ID)))
		}
		hit.Extract = marks.with(h.Matches).extract(plain, extractWidth)
		hits = append(hits, hit)
	}
	return hits, nil
}

// sortShown makes one thing of an item and of its file, for whoever reads.
func sortShown(s Sort) Sort {
	if s == Shelved {
		return Item
	}
	return s
}

// readFor is how much of a text is read to cut an extract.
const readFor = 60_000

// plainOf is what a file says, without the signs of Markdown.
func plainOf(name, said string) string {
	said = clipTo(said, readFor)
	if strings.EqualFold(path.Ext(name), ".md") {
		return text.Excerpt(said, readFor)
	}
	return said
}

func clipTo(s string, most int) string {
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "")
}

// fileWords puts what files say in the place of the title of their item, which
// stands there when they could not be read.
func (s *Service) fileWords(ctx context.Context, rows map[id.ID]shown, files []id.ID) error {
	var list []hashed
	for _, f := range files {
		if r, is := rows[f]; is {
			list = append(list, hashed{f, r.Hash})
		}
	}
	said, err := s.Feed.read.files.say(ctx, s.DB, list)
	for f, words := range said {
		r := rows[f]
		r.Source = clipTo(words, readFor)
		rows[f] = r
	}
	return err
}

// holdsAll tells whether the matches of a hit are of every word that was typed.
func holdsAll(matches []index.Match, words string) bool {
	var found strings.Builder
	for _, m := range matches {
		found.WriteString(" " + m.Typed)
	}
	for _, form := range analysis.Forms(words) {
		if !strings.Contains(found.String(), form) {
			return false
		}
	}
	return true
}

// HoldsAll tells whether a hit holds every word that was typed, or what was
// taken for it.
func (h Hit) HoldsAll(words string) bool { return holdsAll(h.Matches, words) }

// Named tells whether the words stand in the name of what was found.
func (h Hit) Named() bool {
	for _, m := range h.Matches {
		if m.In&index.InTitle == 0 {
			return false
		}
	}
	return true
}

// trusted tells which hits bear a sign of trust.
func (s *Service) trusted(ctx context.Context, rows map[id.ID]shown) (map[id.ID]bool, error) {
	var items []id.ID
	for _, r := range rows {
		if r.Kind != "" {
			items = append(items, r.Item)
		}
	}
	out := map[id.ID]bool{}
	if len(items) == 0 {
		return out, nil
	}
	for _, signs := range s.Signs {
		list, err := signs(ctx, s.DB, items)
		if err != nil {
			return nil, err
		}
		for _, one := range list {
			out[one] = true
		}
	}
	return out, nil
}
