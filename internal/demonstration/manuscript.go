package demonstration

import (
	"context"
	"fmt"
	"regexp"
	"time"

	"parvis/demo"
	"parvis/internal/id"
	"parvis/internal/store"
)

// Manuscript is a document, or what was written next in one.
type Manuscript struct {
	ID        id.ID // of the item
	Community id.ID
	Parent    id.ID // the document under which it stands, 0 at the top
	Title     string
	Tags      []string
	Begins    bool // its first step begins it
	Steps     []Writing
	Last      string     // its last text, Markdown
	Remarks   []Remark   // on its last text
	Proposals []Proposal // on its last text
	Names     []Naming
	Review    *Review // of its last text; nil for none
	People    func(handle string) (person, name string, ok bool)
}

// Writing is some writing between two pauses.
type Writing struct {
	Author id.ID
	Begun  time.Time
	At     time.Time // when it ended
	Text   string    // Markdown: all that the document says after it
}

// Remark is what was said on a passage, and in answer.
type Remark struct {
	Saying
	Quote    string
	Answers  []Saying
	Resolver id.ID // 0 when it is open
}

// Proposal is what somebody proposes to write in the place of a quotation.
type Proposal struct {
	Author id.ID
	At     time.Time
	Quote  string
	Text   string // "" to take it away
}

// Naming names what a document said after so many of its steps.
type Naming struct {
	Author     id.ID
	At         time.Time
	Name, Note string
	After      int
}

// Review asks for the visas of people.
type Review struct {
	Author   id.ID
	At       time.Time
	Expects  string
	Together bool
	Visas    []Visa
}

// Visa is that of somebody.
type Visa struct {
	Author id.ID
	At     time.Time // zero for one that is waited for
	Note   string
}

// Saying is a comment.
type Saying struct {
	ID     id.ID
	Author id.ID
	At     time.Time
	Text   string
}

// sitting is about how long somebody writes in one go.
const sitting = 25 * time.Minute

// toRecord is a link to a record of the demonstration.
var toRecord = regexp.MustCompile(`\]\(demo:([a-z0-9-]+)\)`)

// write makes the documents, through the services as the files of libraries.
// Nobody is told of what is old; of these last days people hear as of all else.
func (s *Service) write(ctx context.Context, c *composer) error {
	if s.Write == nil {
		return nil
	}
	list, err := s.manuscripts(c)
	if err != nil {
		return err
	}
	since := c.now.Add(-recent)
	for _, old := range []bool{true, false} {
		for _, m := range list {
			if m = m.part(since, old); m.empty() {
				continue
			}
			if err := s.Write(ctx, m); err != nil {
				return fmt.Errorf("%s: %w", m.Title, err)
			}
		}
		if old {
			if err := s.DB.Write(ctx, func(tx *store.Tx) error { return s.Log.Skip(ctx, tx) }); err != nil {
				return err
			}
		}
	}
	return nil
}

func (m Manuscript) empty() bool {
	return len(m.Steps)+len(m.Remarks)+len(m.Proposals)+len(m.Names) == 0 && m.Review == nil
}

// part is what of a manuscript was written before a moment, or since; what was
// said, proposed and decided on it is of these last days.
func (m Manuscript) part(since time.Time, before bool) Manuscript {
	var steps []Writing
	for i, w := range m.Steps {
		if w.At.Before(since) == before {
			m.Begins = m.Begins && (i == 0 || len(steps) > 0)
			steps = append(steps, w)
		}
	}
	m.Steps, m.Begins = steps, m.Begins && len(steps) > 0
	if before {
		m.Remarks, m.Proposals, m.Names, m.Review = nil, nil, nil, nil
	}
	return m
}

// manuscripts are the documents of the demonstration, with their people and
// their dates.
func (s *Service) manuscripts(c *composer) ([]Manuscript, error) {
	records, err := demo.Documents()
	if err != nil {
		return nil, err
	}
	names := map[id.ID]string{}
	for _, p := range c.batch.persons {
		names[p.ID] = p.Name
	}
	people := func(handle string) (person, name string, ok bool) {
		who := c.people[handle]
		if who == nil {
			return "", "", false
		}
		return who.id.String(), names[who.id], true
	}
	for _, d := range records {
		c.keys[d.Key] = c.id(demo.Before(c.now, d.Steps[0].DaysAgo).Add(-sitting).Truncate(time.Millisecond))
	}
	out := make([]Manuscript, len(records))
	for i, d := range records {
		where := c.places[d.Community]
		if where == nil {
			return nil, fmt.Errorf("%s: no community %s", d.Key, d.Community)
		}
		m := Manuscript{ID: c.keys[d.Key], Community: where.id, Parent: c.keys[d.Parent], Title: d.Title, Tags: d.Tags, Begins: true, People: people}
		for _, step := range d.Steps {
			author, at, err := c.by(d, where, step)
			if err != nil {
				return nil, err
			}
			m.Last = c.led(step.Body)
			m.Steps = append(m.Steps, Writing{Author: author, Begun: at.Add(-sitting), At: at, Text: m.Last})
		}
		for _, p := range d.Proposals {
			author, at, err := c.by(d, where, p.Step)
			if err != nil {
				return nil, err
			}
			m.Proposals = append(m.Proposals, Proposal{author, at, p.Quote, p.Body})
		}
		if m.Remarks, err = c.remarks(d, where); err != nil {
			return nil, err
		}
		if err = c.rule(&m, d, where); err != nil {
			return nil, err
		}
		out[i] = m
	}
	return out, nil
}

// by is who wrote something in a document, and when: somebody of its community.
func (c *composer) by(d demo.Document, where *place, s demo.Step) (id.ID, time.Time, error) {
	who := c.people[s.Author]
	if who == nil || where.by[who] == nil {
		return 0, time.Time{}, fmt.Errorf("%s: %s does not belong to %s", d.Key, s.Author, d.Community)
	}
	return who.id, demo.Before(c.now, s.DaysAgo).Truncate(time.Millisecond), nil
}

// remarks are what was said on the passages of a document.
func (c *composer) remarks(d demo.Document, where *place) (list []Remark, err error) {
	say := func(s demo.Step) Saying {
		author, at, wrong := c.by(d, where, s)
		if wrong != nil {
			err = wrong
			return Saying{}
		}
		return Saying{ID: c.id(at), Author: author, At: at, Text: s.Body}
	}
	for _, r := range d.Remarks {
		one := Remark{Saying: say(r.Step), Quote: r.Quote}
		for _, a := range r.Answers {
			one.Answers = append(one.Answers, say(a))
		}
		if who := c.people[r.Resolver]; who != nil {
			one.Resolver = who.id
		}
		list = append(list, one)
	}
	return list, err
}

// led leads the links of a text to the items that they name.
func (c *composer) led(text string) string {
	return toRecord.ReplaceAllStringFunc(text, func(link string) string {
		key := toRecord.FindStringSubmatch(link)[1]
		return "](/i/" + c.keys[key].String() + ")"
	})
}

// rule adds the names of what a document said, and its review.
func (c *composer) rule(m *Manuscript, d demo.Document, where *place) error {
	for _, n := range d.Names {
		author, at, err := c.by(d, where, n.Step)
		if err != nil {
			return err
		}
		m.Names = append(m.Names, Naming{author, at, n.Name, n.Body, n.After})
	}
	if d.Review == nil {
		return nil
	}
	author, at, err := c.by(d, where, d.Review.Step)
	if err != nil {
		return err
	}
	m.Review = &Review{Author: author, At: at, Expects: d.Review.Body, Together: d.Review.Together}
	for _, v := range d.Review.Visas {
		visa := Visa{Note: v.Body}
		if visa.Author, visa.At, err = c.by(d, where, v.Step); err != nil {
			return err
		}
		if v.Waits {
			visa.At = time.Time{}
		}
		m.Review.Visas = append(m.Review.Visas, visa)
	}
	return nil
}
