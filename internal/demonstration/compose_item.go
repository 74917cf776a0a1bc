package demonstration

import (
	"fmt"
	"slices"
	"time"

	"parvis/demo"
	"parvis/internal/access"
	"parvis/internal/activity"
	"parvis/internal/clock"
	"parvis/internal/content"
	"parvis/internal/id"
	"parvis/internal/notification"
	"parvis/internal/text"
)

// The verbs of questions and polls, held by the same test.
const (
	answerAccepted activity.Verb = "answer.accepted"
	pollVoted      activity.Verb = "poll.voted"
	pollClosed     activity.Verb = "poll.closed"
)

// thread is an item being made.
type thread struct {
	row    itemRow
	where  *place
	author *somebody
	at     time.Time
	fact   content.Fact
	said   []content.Comment
	by     []*somebody // who said each
}

// publish makes an item with everything under it. fold is that of its body
// when it is known already.
func (c *composer) publish(p demo.Publication, at time.Time, fold string) error {
	where, author := c.places[p.Community], c.people[p.Author]
	if where == nil || author == nil || where.by[author] == nil {
		return fmt.Errorf("publication %s: %s does not belong to %s", p.Key, p.Author, p.Community)
	}
	if p.Kind == "announcement" && where.by[author].role != access.ManagerRole {
		p.Kind = "post" // managers announce, others say
	}
	at = later(at, where.by[author].since.Add(time.Minute)).Truncate(time.Millisecond)
	title, fine := text.Line(p.Title, content.MaxTitle)
	source, right := text.Block(p.Body, content.MaxSource)
	if !fine || !right || title == "" || source == "" {
		return fmt.Errorf("publication %s: a text is out of bounds", p.Key)
	}
	if fold == "" {
		fold = text.Fold(source)
	}
	t := &thread{where: where, author: author, at: at, row: itemRow{source: source, fold: fold}}
	t.row.Item = content.Item{
		ID: c.id(at), Kind: p.Kind, Community: where.id, Author: author.id, State: access.Published, Title: title,
		Excerpt: text.Excerpt(source, 240), Closed: p.Closed, Pinned: p.Pinned, Important: p.Kind == "announcement" && p.Pinned,
		Created: clock.At(at), Published: clock.At(at), Activity: clock.At(at),
	}
	t.fact = content.Fact{Kind: p.Kind, Title: title, Author: author.id, Important: t.row.Important}
	c.announce(t, p)
	if err := c.discuss(t, p); err != nil {
		return err
	}
	c.react(t, 0, author, at, p.Useful, p.Useless, p.Thanks)
	if err := c.ask(t, p); err != nil {
		return err
	}
	if err := c.relay(t, p.Relays); err != nil {
		return err
	}
	c.count(where.id, 1, t.row.Activity.Time)
	c.batch.items = append(c.batch.items, t.row)
	c.keys[p.Key] = t.row.ID
	if _, wanted := c.origins[p.Key]; wanted {
		c.origins[p.Key] = t
	}
	return nil
}

// about is an event of the thread.
func (t *thread) about(verb activity.Verb, by id.ID, at time.Time, f content.Fact) activity.Event {
	e := event(verb, by, clock.At(at))
	e.Item, e.Community, e.Person, e.Data = t.row.ID, t.where.id, t.author.id, data(f)
	return e
}

func (c *composer) announce(t *thread, p demo.Publication) {
	f := t.fact
	for _, tag := range c.tagged(p.Tags, t.at) {
		f.Tags = append(f.Tags, tag.id)
		c.batch.itemTags = append(c.batch.itemTags, pair{t.row.ID, tag.id})
		c.uses[tag.id]++
	}
	f.Mentions = c.name(t, 0, t.author, t.row.source)
	c.tell(t.about(content.ItemPublished, t.author.id, t.at, f))
	c.follow(t.author.id, notification.Item, t.row.ID, t.at)
	for _, flag := range []struct {
		on   bool
		verb activity.Verb
		wait time.Duration
	}{{p.Pinned, content.ItemPinned, 5 * time.Minute}, {p.Closed, content.ItemClosed, 21 * 24 * time.Hour}} {
		if when := t.at.Add(flag.wait); flag.on {
			c.tell(t.about(flag.verb, t.where.first.id, earlier(when, c.now), t.fact))
		}
	}
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

// name keeps who is named in a text and may read it, and returns them, its
// writer aside.
func (c *composer) name(t *thread, comment id.ID, by *somebody, source string) []id.ID {
	var out []id.ID
	for _, handle := range text.Mentions(source) {
		who := c.people[handle]
		if who == nil || !t.where.reads(who) {
			continue
		}
		c.batch.mentions = append(c.batch.mentions, mentionRow{t.row.ID, comment, who.id})
		if who != by {
			out = append(out, who.id)
		}
	}
	slices.Sort(out)
	return out
}

// discuss adds the comments and answers.
func (c *composer) discuss(t *thread, p demo.Publication) error {
	last := t.at
	for i, k := range p.Comments {
		by := c.people[k.Author]
		if by == nil || !t.where.reads(by) {
			return fmt.Errorf("publication %s, comment %d: %s does not read %s", p.Key, i+1, k.Author, p.Community)
		}
		at := demo.After(t.at, c.now, k.HoursAfter)
		if s := t.where.by[by]; s != nil {
			at = later(at, s.since)
		}
		// A thread is read in the order of its ids, which is that of writing.
		at = later(at, last.Add(time.Second)).Truncate(time.Millisecond)
		at = later(earlier(at, c.now), last)
		last = at
		source, right := text.Block(k.Text, content.MaxComment)
		if !right || source == "" || k.Parent > i {
			return fmt.Errorf("publication %s, comment %d: out of bounds", p.Key, i+1)
		}
		said := content.Comment{ID: c.id(at), Item: t.row.ID, Kind: content.Remark, State: access.Published, Author: by.id, Source: source, Created: clock.At(at)}
		f, e := t.fact, t.about(content.CommentAdded, by.id, at, content.Fact{})
		if k.Kind == "answer" {
			said.Kind, e.Verb = content.Answer, content.AnswerAdded
		}
		if k.Parent > 0 {
			parent := t.said[k.Parent-1]
			said.Parent, f.Parent, e.Person = parent.ID, parent.ID, parent.Author
		}
		f.Writer, f.Mentions = by.id, c.name(t, said.ID, by, source)
		e.Comment, e.Data = said.ID, data(f)
		c.tell(e)
		t.said, t.by = append(t.said, said), append(t.by, by)
		t.row.Comments++
		t.row.Activity = clock.At(at)
		c.once(by, t.row.ID, at)
	}
	for i, k := range p.Comments {
		c.react(t, i+1, t.by[i], t.said[i].Created.Time, k.Useful, k.Useless, k.Thanks)
	}
	c.batch.comments = append(c.batch.comments, t.said...)
	return nil
}

// once follows an item for who spoke under it.
func (c *composer) once(by *somebody, item id.ID, at time.Time) {
	for i := len(c.batch.follows) - 1; i >= 0; i-- {
		f := c.batch.follows[i]
		if f.target.Kind != notification.Item || f.target.ID != item {
			break
		}
		if f.person == by.id {
			return
		}
	}
	c.follow(by.id, notification.Item, item, at)
}

// draw picks at most n people of a list, each once, in no order.
func (c *composer) draw(n int, among []*standing, but *somebody) []*somebody {
	picked := make([]*somebody, 0, n)
	if n < len(among)/4 {
		for len(picked) < n {
			if who := among[c.dice.IntN(len(among))].who; who != but && !slices.Contains(picked, who) {
				picked = append(picked, who)
			}
		}
		return picked
	}
	for _, i := range c.dice.Perm(len(among)) {
		if who := among[i].who; who != but && len(picked) < n {
			picked = append(picked, who)
		}
	}
	return picked
}

// react lets readers say useful, not useful or thanks of an item, or of its
// nth comment.
func (c *composer) react(t *thread, nth int, writer *somebody, at time.Time, useful, useless, thanks int) {
	if useful+useless+thanks == 0 {
		return
	}
	// Those of the moment, unless more were counted: later arrivals read old things too.
	among := t.where.present(at.AddDate(0, 0, 12))
	if len(among) <= useful+useless+thanks {
		among = t.where.members
	}
	readers := c.draw(max(useful+useless, thanks), among, writer)
	useful = min(useful, len(readers))
	useless = min(useless, len(readers)-useful)
	thanks = min(thanks, len(readers))
	var comment id.ID
	if nth > 0 {
		comment = t.said[nth-1].ID
		t.said[nth-1].Useful, t.said[nth-1].Useless, t.said[nth-1].Thanks = useful, useless, thanks
	} else {
		t.row.Useful, t.row.Useless, t.row.Thanks = useful, useless, thanks
	}
	say := func(who *somebody, kind content.Reaction) {
		from := later(at, t.where.by[who].since)
		when := clock.At(c.between(from, earlier(c.now, from.AddDate(0, 0, 12)), 3))
		c.batch.reactions = append(c.batch.reactions, reactionRow{t.row.ID, comment, who.id, kind, when})
		f := t.fact
		f.Writer, f.Reaction = writer.id, kind
		e := t.about(content.ReactionAdded, who.id, when.Time, f)
		e.Comment, e.Person = comment, writer.id
		c.tell(e)
	}
	for i := range useful {
		say(readers[i], content.Useful)
	}
	for i := range useless {
		say(readers[useful+i], content.Useless)
	}
	for i := range thanks {
		say(readers[i], content.Thanks)
	}
}

// ask adds what a question or a poll has of its own.
func (c *composer) ask(t *thread, p demo.Publication) error {
	switch p.Kind {
	case "question":
		q := questionRow{item: t.row.ID}
		for i, k := range p.Comments {
			if t.said[i].Kind == content.Answer {
				q.answers++
			}
			if !k.Accepted {
				continue
			}
			if t.said[i].Kind != content.Answer || q.accepted != 0 {
				return fmt.Errorf("publication %s: the accepted answer is not one", p.Key)
			}
			q.accepted = t.said[i].ID
			at := earlier(t.said[i].Created.Add(90*time.Minute), c.now)
			e := t.about(answerAccepted, t.author.id, at, content.Fact{Kind: p.Kind, Title: t.row.Title, Author: t.author.id, Writer: t.by[i].id})
			e.Comment, e.Person = q.accepted, t.by[i].id
			c.tell(e)
		}
		c.batch.questions = append(c.batch.questions, q)
	case "poll":
		if p.Poll == nil || len(p.Poll.Votes) != len(p.Poll.Options) {
			return fmt.Errorf("publication %s: the poll has no options", p.Key)
		}
		c.vote(t, *p.Poll)
	}
	return nil
}

// vote casts the votes: each voter chooses at least once, and once only when
// one choice is asked.
func (c *composer) vote(t *thread, p demo.Poll) {
	closes := c.now.Add(time.Duration(p.ClosesInDays * 24 * float64(time.Hour)))
	closes = later(closes, t.at.Add(24*time.Hour)).Truncate(time.Minute)
	until := earlier(closes, c.now)
	members := t.where.members
	voters := min(p.Voters, len(members))
	row := pollRow{item: t.row.ID, multiple: p.Multiple, hidden: p.Hidden, closes: clock.At(closes)}
	order := c.dice.Perm(len(members))
	voted := map[int]bool{}
	f := content.Fact{Kind: t.row.Kind, Title: t.row.Title, Author: t.author.id}
	turn := 0
	for i, name := range p.Options {
		option := optionRow{id: c.id(t.at), item: t.row.ID, position: i, label: name}
		for range min(p.Votes[i], voters) {
			if !p.Multiple && turn == voters {
				break
			}
			who := turn % voters
			turn++
			s := members[order[who]]
			at := c.between(later(t.at, s.since), until, 2)
			c.batch.votes = append(c.batch.votes, voteRow{t.row.ID, s.who.id, option.id, clock.At(at)})
			option.votes++
			if !voted[who] {
				voted[who] = true
				c.tell(t.about(pollVoted, 0, at, f))
			}
		}
		c.batch.options = append(c.batch.options, option)
	}
	row.voters = len(voted)
	c.batch.polls = append(c.batch.polls, row)
	if !closes.After(c.now) {
		c.tell(t.about(pollClosed, 0, closes, f))
	}
}

// relay makes the item be read in other places too, by somebody who is in
// both and may.
func (c *composer) relay(t *thread, into []string) error {
	for _, key := range into {
		to := c.places[key]
		if to == nil {
			return fmt.Errorf("nothing is called %s", key)
		}
		by := relayer(t.where, to, t.author)
		if by == nil {
			continue // nobody could have done it
		}
		at := earlier(later(t.at, later(t.where.by[by].since, to.by[by].since)).Add(2*time.Hour), c.now)
		c.batch.relays = append(c.batch.relays, relayRow{t.row.ID, to.id, by.id, "", clock.At(at)})
		f := t.fact
		f.To = to.id
		c.tell(t.about(content.ItemRelayed, by.id, at, f))
		c.count(to.id, 0, at)
	}
	return nil
}

// relayer finds who may relay from a place into another: a full member of an
// open one, a manager of one on request, and a full member of where it goes.
func relayer(from, to *place, author *somebody) *somebody {
	least := access.MemberRole
	switch from.openness {
	case access.OnRequest:
		least = access.ManagerRole
	case access.Private:
		return nil
	}
	receiver := access.MemberRole
	if to.checked {
		receiver = access.ManagerRole
	}
	may := func(who *somebody) bool {
		here, there := from.by[who], to.by[who]
		return here != nil && there != nil && here.role >= least && there.role >= receiver
	}
	if may(author) {
		return author
	}
	for _, s := range from.members {
		if may(s.who) {
			return s.who
		}
	}
	return nil
}
