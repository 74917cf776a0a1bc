package demonstration

import (
	"slices"
	"time"

	"parvis/demo"
	"parvis/internal/clock"
	"parvis/internal/id"
)

// unread is how many items of their places a member of the cast has not seen.
const unread = 9

// live says when everybody was last here and what they had read by then, so
// that each home has its news, and no more than one can read.
func (c *composer) live(cast []demo.Member) {
	here := map[id.ID][]itemRow{}
	for _, i := range c.batch.items {
		here[i.Community] = append(here[i.Community], i)
	}
	faithful := map[*somebody]bool{}
	for _, m := range cast {
		who := c.people[m.Handle]
		faithful[who] = true
		who.visit = c.before(who, here)
	}
	spoken := c.spoken()
	for _, row := range c.batch.persons {
		who := c.people[row.Handle]
		if !faithful[who] {
			who.visit = later(who.joined, c.between(c.now.AddDate(0, 0, -9), c.now.Add(-time.Hour), 1))
		}
		c.readOf(who, here, spoken, faithful[who])
	}
}

// before finds the moment since when somebody has a homeful of news.
func (c *composer) before(who *somebody, here map[id.ID][]itemRow) time.Time {
	var moments []time.Time
	for _, p := range c.places {
		if p.by[who] == nil {
			continue
		}
		for _, i := range here[p.id] {
			if i.Author != who.id {
				moments = append(moments, i.Activity.Time)
			}
		}
	}
	slices.SortFunc(moments, func(a, b time.Time) int { return b.Compare(a) })
	visit := c.now.Add(-3 * time.Hour)
	if len(moments) > 0 {
		visit = earlier(visit, moments[min(unread, len(moments)-1)])
	}
	return later(later(visit, c.now.Add(-recent)), who.joined)
}

type visited struct{ who, item id.ID }

// spoken is when somebody last commented an item: they had read it then.
func (c *composer) spoken() map[visited]clock.Time {
	out := map[visited]clock.Time{}
	for _, k := range c.batch.comments {
		out[visited{k.Author, k.Item}] = k.Created
	}
	return out
}

func (c *composer) readOf(who *somebody, here map[id.ID][]itemRow, spoken map[visited]clock.Time, faithful bool) {
	for _, key := range sorted(c.places) {
		p := c.places[key]
		for _, i := range here[p.id] {
			seen := spoken[visited{who.id, i.ID}]
			if s := p.by[who]; s != nil && !i.Published.After(who.visit) && (faithful || c.dice.IntN(10) < 4) {
				seen = clock.At(later(seen.Time, who.visit))
			}
			if i.Author == who.id {
				seen = clock.At(later(seen.Time, i.Activity.Time))
			}
			if !seen.IsZero() {
				c.batch.reads = append(c.batch.reads, readRow{who.id, i.ID, seen})
			}
		}
	}
}

func sorted[T any](m map[string]T) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
