package demonstration

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"time"

	"parvis/demo"
	"parvis/internal/clock"
	"parvis/internal/content"
	"parvis/internal/id"
	"parvis/internal/notification"
	"parvis/internal/text"
)

// mill makes a large site of the texts of the demonstration.
type mill struct {
	c         *composer
	size      Size
	people    []demo.Person
	places    []demo.Community
	says      []demo.Publication // real ones, for titles, kinds and tags
	grain     []passage          // passages of their bodies
	remarks   []string
	admin     id.ID
	everybody []*somebody
	comments  int
	latest    map[*place][]content.Item // the last items of each place
}

// passage is a piece of a real text that stands by itself.
type passage struct{ source, fold string }

// keep is how many of the last items of a place are kept for people's news.
const keep = 30

func newMill(c *composer, size Size) (*mill, error) {
	m := &mill{c: c, size: size, latest: map[*place][]content.Item{}}
	var err error
	if m.people, err = demo.People(); err != nil {
		return nil, err
	}
	if m.places, err = demo.Communities(); err != nil {
		return nil, err
	}
	// Nothing new is said in a place that is over.
	m.places = slices.DeleteFunc(m.places, func(d demo.Community) bool { return d.Archived })
	for p, err := range demo.Publications() {
		if err != nil {
			return nil, err
		}
		m.gather(p)
	}
	if len(m.grain) == 0 || len(m.remarks) == 0 {
		return nil, fmt.Errorf("there are no texts to repeat")
	}
	return m, nil
}

// gather keeps what of a publication may be said again by others: nobody is
// named in it.
func (m *mill) gather(p demo.Publication) {
	if p.Kind == "poll" || p.Kind == "announcement" {
		return
	}
	m.says = append(m.says, demo.Publication{Kind: p.Kind, Title: p.Title, Tags: p.Tags})
	for _, part := range strings.Split(p.Body, "\n\n") {
		part, ok := text.Block(part, 700)
		if ok && len(part) > 60 && !strings.ContainsAny(part, "@#|`") {
			m.grain = append(m.grain, passage{part, text.Fold(part)})
		}
	}
	for _, k := range p.Comments {
		if len(k.Text) < 500 && !strings.Contains(k.Text, "@") {
			m.remarks = append(m.remarks, k.Text)
		}
	}
}

// populate makes the people and the communities.
func (m *mill) populate() error {
	units, err := m.c.tree(demo.Units(), m.c.now.AddDate(-1, 0, -2))
	if err != nil {
		return err
	}
	cast, err := demo.Cast()
	if err != nil {
		return err
	}
	m.multiply()
	if err := m.c.enrol(m.people, units, newcomer(cast)); err != nil {
		return err
	}
	m.admin = m.c.administrator()
	for _, p := range m.people {
		m.everybody = append(m.everybody, m.c.people[p.Handle])
	}
	m.found()
	for _, d := range m.places {
		if err := m.c.open(d, units, nil); err != nil {
			return err
		}
	}
	return nil
}

// multiply makes people up to the size: the given name of one, the family
// name of another, the function of a third.
func (m *mill) multiply() {
	dice := m.c.dice
	real := m.people
	taken := make(map[string]bool, m.size.People)
	for _, p := range real {
		taken[p.Handle] = true
	}
	agents := real[:0:0]
	for _, p := range real {
		if !p.Guest {
			agents = append(agents, p)
		}
	}
	for len(m.people) < m.size.People {
		given, _, _ := strings.Cut(real[dice.IntN(len(real))].Name, " ")
		_, family, _ := strings.Cut(real[dice.IntN(len(real))].Name, " ")
		like := agents[dice.IntN(len(agents))]
		base := handle(given) + "." + handle(family)
		name := base
		for n := 2; taken[name]; n++ {
			name = base + strconv.Itoa(n)
		}
		taken[name] = true
		m.people = append(m.people, demo.Person{
			Handle: name, Name: given + " " + family, Email: name + "@parvis.example", Unit: like.Unit, Title: like.Title,
			About: like.About, Locale: "fr", JoinedDaysAgo: float64(dice.IntN(36_000)) / 100,
		})
	}
}

func handle(name string) string { return strings.ReplaceAll(text.Fold(name), " ", "") }

// opening is how many days ago the last of the communities made here opened,
// before the first item.
const opening = 200

// found makes communities up to the size, and spreads everybody over them: a
// few large ones and many small, eight for each person.
func (m *mill) found() {
	dice := m.c.dice
	real := m.places
	agents, elders := m.people[:0:0], m.people[:0:0]
	for _, p := range m.people {
		if !p.Guest && p.JoinedDaysAgo > 1 {
			agents = append(agents, p)
		}
		if !p.Guest && p.JoinedDaysAgo > opening {
			elders = append(elders, p) // a place is no older than who opens it
		}
	}
	for n := 2; len(m.places) < m.size.Communities; n++ {
		like := real[dice.IntN(len(real))]
		first, second := elders[dice.IntN(len(elders))], agents[dice.IntN(len(agents))]
		m.places = append(m.places, demo.Community{
			Key: fmt.Sprintf("%s-%d", like.Key, n), Name: fmt.Sprintf("%s, réseau %d", like.Name, n), Purpose: like.Purpose, Charter: like.Charter,
			Kind: "transverse", Openness: []string{"open", "open", "open", "request", "private"}[dice.IntN(5)], Template: "interest",
			OpenedDaysAgo: opening + float64(dice.IntN(16_000))/100, Tags: like.Tags, Managers: []string{first.Handle, second.Handle},
		})
	}
	popular := rand.NewZipf(dice, 1.3, 20, uint64(len(m.places)-1))
	for _, p := range agents {
		for range 8 {
			at := int(popular.Uint64())
			m.places[at].Members = append(m.places[at].Members, p.Handle)
		}
	}
}

// grind makes a run of items, oldest first over the whole.
func (m *mill) grind(from, n int) error {
	dice := m.c.dice
	year := 190 * 24 * time.Hour
	for i := from; i < from+n; i++ {
		at := m.c.now.Add(-time.Duration(float64(year) * (1 - (float64(i)+dice.Float64())/float64(m.size.Items+1))))
		d := m.places[dice.IntN(len(m.places))]
		for m.c.places[d.Key].opened.After(at) {
			d = m.places[dice.IntN(len(m.places))]
		}
		p := m.c.places[d.Key]
		// Who was not there yet would date it later, and the site is written in order of time.
		there := p.present(at)
		author := there[dice.IntN(len(there))]
		like := m.says[dice.IntN(len(m.says))]
		body := m.mix()
		pub := demo.Publication{
			Key: strconv.Itoa(i), Kind: like.Kind, Community: d.Key, Author: author.who.handle,
			Title: fmt.Sprintf("%s (dossier %d)", like.Title, i+1), Body: body.source, Tags: like.Tags[:min(len(like.Tags), 2)],
			Comments: m.talk(there, like.Kind, i),
		}
		if dice.IntN(10) < 4 {
			pub.Useful = min(1+dice.IntN(3), len(there)/2)
		}
		if err := m.c.publish(pub, at, body.fold); err != nil {
			return err
		}
		last := m.c.batch.items[len(m.c.batch.items)-1].Item
		m.latest[p] = append(m.latest[p], last)
		if over := len(m.latest[p]) - keep; over > keep {
			m.latest[p] = append(m.latest[p][:0], m.latest[p][over:]...)
		}
	}
	return nil
}

// mix makes a text of a few passages.
func (m *mill) mix() passage {
	n := 1 + m.c.dice.IntN(3)
	sources, folds := make([]string, n), make([]string, n)
	for i := range n {
		g := m.grain[m.c.dice.IntN(len(m.grain))]
		sources[i], folds[i] = g.source, g.fold
	}
	return passage{strings.Join(sources, "\n\n"), strings.Join(folds, " ")}
}

// talk makes the comments of an item: none for half of them, fifty for one in
// a thousand.
func (m *mill) talk(there []*standing, kind string, nth int) []demo.Comment {
	dice := m.c.dice
	n := 0
	if dice.IntN(2) == 0 {
		n = 1 + dice.IntN(4)
	}
	if nth%1000 == 500 {
		n = 50
	}
	list := make([]demo.Comment, n)
	after := 0.0
	for i := range list {
		after += dice.Float64() * 8
		by := there[dice.IntN(len(there))].who
		list[i] = demo.Comment{Author: by.handle, Text: m.remarks[dice.IntN(len(m.remarks))], HoursAfter: after, Kind: "comment"}
		switch {
		case kind == "question" && i < 2:
			list[i].Kind, list[i].Accepted = "answer", i == 0 && dice.IntN(2) == 0
		case i > 0 && dice.IntN(3) == 0:
			list[i].Parent = 1 + dice.IntN(i)
		}
	}
	m.comments += n
	return list
}

// tell gives people the news of their places, some of it not seen yet.
func (m *mill) tell(people []*somebody) {
	for _, who := range people {
		if len(who.places) == 0 {
			continue // guests of nowhere, and who came today
		}
		known := map[id.ID]bool{}
		for range 12 {
			p := who.places[m.c.dice.IntN(len(who.places))]
			list := m.latest[p]
			if len(list) == 0 {
				continue
			}
			i := list[m.c.dice.IntN(len(list))]
			if known[i.ID] || i.Author == who.id {
				continue
			}
			known[i.ID] = true
			n := noticeRow{
				person: who.id, stream: notification.ForInfo, subject: notification.Target{Kind: notification.Item, ID: i.ID},
				reason: notification.FollowsPlace, about: p.id, actor: i.Author, count: 1, updated: i.Published,
			}
			if m.c.dice.IntN(2) == 0 {
				n.seen = clock.At(later(i.Published.Time, m.c.now.Add(-time.Hour)))
			}
			m.c.batch.notices = append(m.c.batch.notices, n)
		}
	}
}
