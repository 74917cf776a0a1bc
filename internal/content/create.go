package content

import (
	"context"
	"errors"
	"time"

	"parvis/internal/access"
	"parvis/internal/activity"
	"parvis/internal/clock"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/jobs"
	"parvis/internal/store"
	"parvis/internal/text"
)

// horizon is how far ahead something may be planned.
const horizon = 366 * 24 * time.Hour

// formAge is how old a form's id may be: a draft may wait for long.
const formAge = 400 * 24 * time.Hour

// Create makes an item in the caller's transaction: published, scheduled for
// later, or waiting for a release where the community asks for it. Its faults:
// Invalid for what was typed, Forbidden, NotFound, and the Conflict of a
// replayed form.
func (s *Service) Create(ctx context.Context, tx *store.Tx, actor access.Actor, n New) (Item, error) {
	kind, err := s.kind(n.Kind)
	if err != nil {
		return Item{}, err
	}
	by, err := author(actor, n.Author)
	if err != nil {
		return Item{}, err
	}
	place, err := access.Load(ctx, tx, actor, kind.Make, n.Community)
	if err != nil {
		return Item{}, err
	}
	now := s.Clock.Now()
	if err := s.checkNew(&n, now, actor, place); err != nil {
		return Item{}, err
	}
	if n.ID == 0 {
		n.ID = s.IDs.New()
	}
	it := Item{
		ID: n.ID, Kind: n.Kind, Community: n.Community, Author: by, Audience: n.Audience, Title: n.Title,
		Excerpt: text.Excerpt(n.Source, 240), Revision: 1, Important: n.Important,
		Created: s.moment(n.Created), Published: s.moment(n.Created),
	}
	it.Activity = it.Published
	it.State = s.firstState(n, actor, place, now)
	if it.State == access.Scheduled {
		it.Published = n.Publish
	}
	if err := insertItem(ctx, tx, it, n.Source, n.Origin); IsReplay(err) {
		return Item{}, s.sentAgain(ctx, tx, it, n.Source, err)
	} else if err != nil {
		return Item{}, err
	}
	if err := s.attach(ctx, tx, by, it.ID, 0, n.Files); err != nil {
		return Item{}, err
	}
	tags, err := s.tag(ctx, tx, it, n.Tags)
	if err != nil {
		return Item{}, err
	}
	if err := dropDraft(ctx, tx, by, n.Draft); err != nil {
		return Item{}, err
	}
	if err := s.enter(ctx, tx, it, it.State == access.Published); err != nil {
		return Item{}, err
	}
	f := factOf(it)
	f.Tags, f.Burst, f.Quiet = tags, n.Burst, n.Quiet
	if f.Mentions, err = s.mention(ctx, tx, it, 0, by, n.Source); err != nil {
		return Item{}, err
	}
	return it, s.announce(ctx, tx, actor, it, f)
}

// firstState decides whether an item is out at once.
func (s *Service) firstState(n New, actor access.Actor, place access.Label, now clock.Time) access.State {
	switch {
	case actor.Kind() == access.System && n.State != 0:
		return n.State
	case s.kinds[n.Kind].Kept:
		return access.Pending
	case n.Publish.After(now.Time):
		return access.Scheduled
	case place.Validation && !actor.May(Announce, place):
		return access.Pending
	}
	return access.Published
}

func (s *Service) checkNew(n *New, now clock.Time, actor access.Actor, place access.Label) error {
	var c fault.Check
	checkTexts(&c, &n.Title, &n.Source, s.kinds[n.Kind].Bare)
	checkAudience(&c, n.Audience, actor, place)
	c.Field("publish", n.Publish.IsZero() || n.Publish.Before(now.Add(horizon)), "content.publish.too_far")
	c.Field("files", len(n.Files) <= MaxFiles, "fault.field.too_many", "count", MaxFiles)
	if n.ID != 0 && n.Created.IsZero() {
		age := now.Sub(n.ID.Time())
		c.Field("id", age < formAge && age > -time.Hour, "content.form.expired")
	}
	n.Tags = checkTags(&c, n.Tags)
	return c.Err()
}

func checkTexts(c *fault.Check, title, source *string, bare bool) {
	line, ok := text.Line(*title, MaxTitle)
	c.Field("title", line != "" || !ok, "content.title.needed")
	c.Field("title", ok, "content.title.bad", "count", MaxTitle)
	block, fine := text.Block(*source, MaxSource)
	c.Field("source", block != "" || bare || !fine, "content.source.needed")
	c.Field("source", fine, "content.source.bad", "count", MaxSource)
	*title, *source = line, block
}

// checkAudience refuses an audience that leaves its author out, and one that
// says nothing where it is: a sealed place has audiences of its own.
func checkAudience(c *fault.Check, a access.Audience, actor access.Actor, place access.Label) {
	if place.Openness == access.Sealed {
		c.Field("audience", a >= access.ForServices && a <= access.ForNamed, "fault.field.choice")
		return
	}
	c.Field("audience", a <= access.ManagersOnly, "fault.field.choice")
	c.Field("audience", a != access.ManagersOnly || actor.May(Curate, place), "content.audience.managers")
}

// enter counts an item in its community and under its tags when it comes out.
func (s *Service) enter(ctx context.Context, tx *store.Tx, it Item, out bool) error {
	if !out {
		return nil
	}
	if err := countCommunity(ctx, tx, it.Community, s.counts(it), it.Activity); err != nil {
		return err
	}
	return countTags(ctx, tx, it.ID, 1)
}

// leave takes it away from these counts.
func (s *Service) leave(ctx context.Context, tx *store.Tx, it Item) error {
	if err := countCommunity(ctx, tx, it.Community, -s.counts(it), clock.Time{}); err != nil {
		return err
	}
	return countTags(ctx, tx, it.ID, -1)
}

// counts is one for an item that stands among the publications of its
// community, none for one that stands apart.
func (s *Service) counts(it Item) int {
	if s.kinds[it.Kind].Apart {
		return 0
	}
	return 1
}

// announce tells what became of an item, dated as the item is.
func (s *Service) announce(ctx context.Context, tx *store.Tx, actor access.Actor, it Item, f Fact) error {
	verb := map[access.State]activity.Verb{
		access.Scheduled: ItemScheduled, access.Pending: ItemPending, access.Returned: ItemReturned,
	}[it.State]
	if verb == "" {
		verb = ItemPublished
	}
	e := activity.Event{Verb: verb, Item: it.ID, Community: it.Community, Person: it.Author, Data: f.json()}
	if it.Created.Before(s.Clock.Now().Add(-time.Hour)) && verb == ItemPublished {
		e.Created = it.Published
	}
	if actor.Kind() == access.System {
		e.Actor = it.Author
	}
	if _, err := s.Log.Append(ctx, tx, actor, e); err != nil {
		return err
	}
	if it.State == access.Scheduled {
		return s.Queue.Enqueue(ctx, tx, dueJob{Item: it.ID}, jobs.At(it.Published.Time))
	}
	return nil
}

// mention keeps who is named in a text and may read it, and returns those who
// were not named before, its author aside.
func (s *Service) mention(ctx context.Context, tx *store.Tx, it Item, comment, by id.ID, source string) ([]id.ID, error) {
	handles := text.Mentions(source)
	if len(handles) > MaxMentions {
		handles = handles[:MaxMentions]
	}
	if len(handles) == 0 {
		return nil, dropMentions(ctx, tx, it.ID, comment, nil)
	}
	named, err := peopleByHandle(ctx, tx, handles)
	if err != nil {
		return nil, err
	}
	label, err := access.Load(ctx, tx, access.SystemActor("who may be mentioned"), access.ReadItem, it.ID)
	if err != nil {
		return nil, err
	}
	actors, err := s.People.Actors(ctx, tx, named)
	if err != nil {
		return nil, err
	}
	var readers []id.ID
	for _, p := range named {
		// What is not out yet is judged as it will be once out.
		soon := label
		soon.State = access.Published
		if a, ok := actors[p]; ok && a.May(access.ReadItem, soon) {
			readers = append(readers, p)
		}
	}
	if err := dropMentions(ctx, tx, it.ID, comment, readers); err != nil {
		return nil, err
	}
	fresh, err := addMentions(ctx, tx, it.ID, comment, readers)
	if err != nil {
		return nil, err
	}
	out := fresh[:0]
	for _, p := range fresh {
		if p != by {
			out = append(out, p)
		}
	}
	return out, nil
}

// Existing finds what a replayed form made the first time: NotFound unless
// actor may read it.
func (s *Service) Existing(ctx context.Context, actor access.Actor, item id.ID) error {
	_, err := access.Load(ctx, s.DB, actor, access.ReadItem, item)
	if errors.Is(err, store.ErrNone) {
		return fault.NotFound()
	}
	return err
}
