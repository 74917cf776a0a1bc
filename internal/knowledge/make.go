package knowledge

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"parvis/internal/access"
	"parvis/internal/content"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/store"
	"parvis/internal/text"
)

// Proposal is a sheet that a thread would make, to be read again before it is
// saved.
type Proposal struct {
	Title        string
	Parts        Taken
	Tags         []string
	Origin       content.Item
	Place        content.Place
	Comment      id.ID
	Audience     access.Audience // that of the thread: a sheet is not read more widely
	Elsewhere    bool            // it may also be made in another community
	Contributors []identity.Face
}

// Taken are the words taken from a thread: what was asked or said first, and
// the answer or comment, "" when the text alone is taken.
type Taken struct {
	Asked, Answer string
	Question      bool // the first is a question
}

// Propose assembles a sheet from an item: its text, and the comment that is
// chosen or else the answer that was accepted.
func (s *Service) Propose(ctx context.Context, actor access.Actor, item, comment id.ID) (Proposal, error) {
	t, err := s.Content.Read(ctx, actor, item, content.At{From: comment})
	if err != nil {
		return Proposal{}, err
	}
	if comment == 0 {
		if comment, err = s.Content.Chosen(ctx, t.Item); err != nil {
			return Proposal{}, err
		}
	}
	p := Proposal{Title: t.Title, Origin: t.Item, Place: t.Place, Comment: comment, Audience: t.Audience, Elsewhere: mayTake(actor, t.Label)}
	p.Parts = Taken{Asked: plainNames(t.Source, t.Mentions), Question: s.Content.TakesAnswers(t.Kind)}
	for _, g := range t.Tags {
		p.Tags = append(p.Tags, g.Name)
	}
	if comment != 0 {
		c, _, err := s.Content.One(ctx, actor, comment)
		if err != nil {
			return p, err
		}
		if c.Item != item || c.State != access.Published {
			return p, fault.NotFound()
		}
		p.Parts.Answer = plainNames(c.Source, t.Mentions)
		if c.Kind == content.Remark && !p.Parts.Question {
			// A remark worth keeping stands by itself.
			p.Parts.Asked = ""
		}
	}
	people, err := spokeIn(ctx, s.DB, item, comment)
	if err != nil {
		return p, err
	}
	faces, err := identity.Faces(ctx, s.DB, people)
	for _, who := range people {
		if f, ok := faces[who]; ok {
			p.Contributors = append(p.Contributors, f)
		}
	}
	return p, err
}

// mayTake tells whether what an item says may be read in another community:
// where relaying is allowed, and only what every agent may read.
func mayTake(actor access.Actor, l access.Label) bool {
	return l.Openness == access.Open && actor.May(content.Relay, l)
}

// plainNames writes the people whom a text names by their names, so that a
// sheet made of it does not call them again.
func plainNames(source string, known map[string]identity.Face) string {
	handles := make([]string, 0, len(known))
	for h := range known {
		handles = append(handles, h)
	}
	slices.SortFunc(handles, func(a, b string) int { return len(b) - len(a) })
	for _, h := range handles {
		source = strings.ReplaceAll(source, "@"+h, known[h].Name)
	}
	return source
}

// checkOrigin refuses to show the words of a thread to more people than read it.
func (s *Service) checkOrigin(ctx context.Context, tx *store.Tx, actor access.Actor, c *fault.Check, n New) error {
	if n.Origin == 0 {
		return nil
	}
	label, err := access.Load(ctx, tx, actor, access.ReadItem, n.Origin)
	if err != nil {
		return err
	}
	if n.Comment != 0 {
		said, _, err := s.Content.One(ctx, actor, n.Comment)
		if err != nil || said.Item != n.Origin || said.State != access.Published {
			return fault.NotFound()
		}
	}
	switch {
	case label.Community != n.Community && !mayTake(actor, label):
		return fault.New(fault.KindForbidden, "knowledge.from.elsewhere")
	case label.Community == n.Community:
		c.Field("audience", n.Audience >= label.Audience, "knowledge.from.wider")
	}
	return nil
}

// checkSources tidies what a sheet rests on: each is a page of the web, or an
// item of this site that actor reads ("/i/…").
func (s *Service) checkSources(ctx context.Context, on store.Querier, actor access.Actor, c *fault.Check, list []Source) ([]Source, error) {
	var out []Source
	for _, raw := range list {
		title, fits := text.Line(raw.Title, content.MaxTitle)
		link, short := text.Line(raw.Link, MaxLink)
		c.Field("sources", fits, "fault.field.too_long", "count", content.MaxTitle)
		c.Field("sources", short, "fault.field.too_long", "count", MaxLink)
		if title == "" && link == "" && raw.Item == 0 {
			continue
		}
		src := Source{Title: title, Link: link, Item: raw.Item}
		if rest, inside := strings.CutPrefix(link, "/i/"); inside {
			rest, _, _ = strings.Cut(rest, "?")
			rest, _, _ = strings.Cut(rest, "#")
			found, err := id.Parse(rest)
			if err != nil {
				c.Field("sources", false, "knowledge.source.unknown")
				continue
			}
			src.Item = found
		}
		if src.Item != 0 {
			found, err := titlesOf(ctx, on, actor, []id.ID{src.Item})
			if err != nil {
				return nil, err
			}
			c.Field("sources", len(found) > 0, "knowledge.source.unknown")
			if len(found) > 0 {
				// The title is that of the item, for who may read it.
				out = append(out, Source{Item: src.Item})
			}
			continue
		}
		u, err := url.Parse(link)
		c.Field("sources", err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "", "knowledge.source.bad")
		if src.Title == "" && u != nil {
			src.Title = u.Host
		}
		out = append(out, src)
	}
	c.Field("sources", len(out) <= MaxSources, "fault.field.too_many", "count", MaxSources)
	return out, nil
}

// sources are those that actor may read, with the titles that items have now.
func (s *Service) sources(ctx context.Context, actor access.Actor, item id.ID) ([]Source, error) {
	list, err := sourcesOf(ctx, s.DB, item)
	if err != nil {
		return nil, err
	}
	var items []id.ID
	for _, src := range list {
		if src.Item != 0 {
			items = append(items, src.Item)
		}
	}
	found, err := titlesOf(ctx, s.DB, actor, items)
	if err != nil {
		return nil, err
	}
	title := map[id.ID]string{}
	for _, l := range found {
		title[l.ID] = l.Title
	}
	out := list[:0]
	for _, src := range list {
		if src.Item != 0 {
			if title[src.Item] == "" {
				continue
			}
			src.Title, src.Link = title[src.Item], "/i/"+src.Item.String()
		}
		out = append(out, src)
	}
	return out, nil
}

// Describe files a sheet and names its sources. Sources that its editor may
// not read stay where they were.
func (s *Service) Describe(ctx context.Context, actor access.Actor, item, section id.ID, sources []Source) error {
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		it, sh, _, err := s.load(ctx, tx, actor, content.EditItem, item)
		if err != nil {
			return err
		}
		var c fault.Check
		list, err := s.checkSources(ctx, tx, actor, &c, sources)
		if err != nil {
			return err
		}
		if err := s.checkSection(ctx, tx, &c, it.Community, section); err != nil {
			return err
		}
		if err := c.Err(); err != nil {
			return err
		}
		before, err := sourcesOf(ctx, tx, item)
		if err != nil {
			return err
		}
		hidden, err := s.hidden(ctx, tx, actor, before)
		if err != nil {
			return err
		}
		if err := putSources(ctx, tx, item, append(list, hidden...)); err != nil {
			return err
		}
		if section != sh.Section {
			last, err := lastPosition(ctx, tx, it.Community, section)
			if err != nil {
				return err
			}
			if err := file(ctx, tx, item, section, last+1); err != nil {
				return err
			}
		}
		return s.tell(ctx, tx, actor, SheetFiled, it, it.Author, fact{})
	})
}

// hidden are the sources that lead to what actor may not read.
func (s *Service) hidden(ctx context.Context, on store.Querier, actor access.Actor, list []Source) ([]Source, error) {
	var items []id.ID
	for _, src := range list {
		if src.Item != 0 {
			items = append(items, src.Item)
		}
	}
	found, err := titlesOf(ctx, on, actor, items)
	return slices.DeleteFunc(list, func(src Source) bool {
		return src.Item == 0 || slices.ContainsFunc(found, func(l Link) bool { return l.ID == src.Item })
	}), err
}
