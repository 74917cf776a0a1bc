package notification

import (
	"context"

	"parvis/internal/activity"
	"parvis/internal/content"
	"parvis/internal/id"
	"parvis/internal/store"
)

// Why people are told about items.
const (
	Mentioned      Reason = "mentioned"
	Answered       Reason = "answered"  // a question of mine
	Commented      Reason = "commented" // something of mine
	Replied        Reason = "replied"   // to a comment of mine
	Thanked        Reason = "thanked"
	ToRelease      Reason = "release"  // a publication waits for me
	WasReturned    Reason = "returned" // my publication came back
	WasReleased    Reason = "released" // my publication was let out
	FollowsItem    Reason = "item"
	FollowsPlace   Reason = "community"
	FollowsPerson  Reason = "person"
	FollowsUnit    Reason = "unit"
	FollowsTag     Reason = "tag"
	FollowsSearch  Reason = "search" // something new that one of my searches finds
	RelayedToPlace Reason = "relayed"
	WasMoved       Reason = "moved"       // to the community that is named
	WasBinned      Reason = "binned"      // my publication, by somebody else
	WasRestored    Reason = "restored"    // from the bin
	Quarantined    Reason = "quarantined" // a file that I joined, by the antivirus
	Brought        Reason = "brought"     // many files, to a place that I follow
)

func (s *Service) onItems() {
	for verb, tell := range map[activity.Verb]func(context.Context, *store.Tx, activity.Event, content.Fact, *Batch) error{
		content.ItemPublished: s.published,
		content.ItemPending:   s.pending,
		content.ItemReturned:  s.returned,
		content.ItemRelayed:   s.relayed,
		content.ItemMoved:     s.moved,
		content.ItemBinned:    s.binned,
		content.ItemRestored:  s.restored,
		content.ItemErased:    s.erased,
		content.CommentAdded:  s.commented,
		content.AnswerAdded:   s.commented,
		content.ReactionAdded: s.thanked,

		content.FileQuarantined: s.quarantined,
	} {
		s.On(verb, func(ctx context.Context, tx *store.Tx, e activity.Event, b *Batch) error {
			fact, err := content.FactOf(e)
			if err != nil || fact.Quiet {
				return err
			}
			return tell(ctx, tx, e, fact, b)
		})
	}
}

// published tells those who are named, then those who follow the place, the
// person, a tag or the unit. What is mentioned wins over what is followed.
func (s *Service) published(ctx context.Context, tx *store.Tx, e activity.Event, f content.Fact, b *Batch) error {
	item := Target{Item, e.Item}
	b.Done(item, ToRelease)
	b.Done(item, WasReturned)
	b.Follow(item, All, f.Author)
	if e.Actor != 0 && e.Actor != f.Author {
		b.Tell(e, Told{ForMe, item, WasReleased, 0, ""}, f.Author)
	}
	// The author published, whoever released it.
	e.Actor = f.Author
	b.Tell(e, Told{ForMe, item, Mentioned, 0, ""}, f.Mentions...)
	targets := []Target{{Community, e.Community}, {Person, f.Author}}
	for _, t := range f.Tags {
		targets = append(targets, Target{Tag, t})
	}
	above, err := unitsAbove(ctx, tx, e.Community)
	if err != nil {
		return err
	}
	for _, u := range above {
		targets = append(targets, Target{Unit, u})
	}
	if find := s.beside[f.Kind]; find != nil {
		more, err := find(ctx, tx, e.Item)
		if err != nil {
			return err
		}
		targets = append(targets, more...)
	}
	a := Audience{Targets: targets, Important: f.Important || f.Kind == "announcement"}
	if f.Burst {
		// Many at once are one line, that of the place.
		a.Subject, a.Reason = Target{Community, e.Community}, Brought
	}
	return b.TellFollowers(ctx, tx, e, a)
}

func reasonOf(k TargetKind) Reason {
	switch k {
	case Community:
		return FollowsPlace
	case Person:
		return FollowsPerson
	case Unit:
		return FollowsUnit
	case Tag:
		return FollowsTag
	}
	return FollowsItem
}

func (s *Service) pending(ctx context.Context, tx *store.Tx, e activity.Event, _ content.Fact, b *Batch) error {
	managers, err := Managers(ctx, tx, e.Community)
	if err != nil {
		return err
	}
	b.Done(Target{Item, e.Item}, WasReturned)
	b.Tell(e, Told{Do, Target{Item, e.Item}, ToRelease, e.Community, ""}, managers...)
	return nil
}

func (s *Service) returned(_ context.Context, _ *store.Tx, e activity.Event, f content.Fact, b *Batch) error {
	b.Done(Target{Item, e.Item}, ToRelease)
	b.Tell(e, Told{Do, Target{Item, e.Item}, WasReturned, e.Community, ""}, f.Author)
	return nil
}

// binned tells the author alone: they still see it, with the reason.
func (s *Service) binned(_ context.Context, _ *store.Tx, e activity.Event, f content.Fact, b *Batch) error {
	b.Done(Target{Item, e.Item}, ToRelease)
	b.Done(Target{Item, e.Item}, WasReturned)
	b.Tell(e, Told{ForMe, Target{Item, e.Item}, WasBinned, 0, ""}, f.Author)
	return nil
}

// quarantined tells who joined a file that nobody opens it any more.
func (s *Service) quarantined(_ context.Context, _ *store.Tx, e activity.Event, _ content.Fact, b *Batch) error {
	b.Tell(e, Told{ForMe, Target{Item, e.Item}, Quarantined, 0, ""}, e.Person)
	return nil
}

// erased forgets what was told about an item that is no more.
func (s *Service) erased(ctx context.Context, tx *store.Tx, e activity.Event, _ content.Fact, _ *Batch) error {
	return dropNotices(ctx, tx, Target{Item, e.Item})
}

func (s *Service) restored(ctx context.Context, tx *store.Tx, e activity.Event, f content.Fact, b *Batch) error {
	return tellFollowers(ctx, tx, e, b, Told{ForMe, Target{Item, e.Item}, WasRestored, 0, ""}, f.Author)
}

// moved tells the author and those who follow the thread and still read it
// there.
func (s *Service) moved(ctx context.Context, tx *store.Tx, e activity.Event, f content.Fact, b *Batch) error {
	return tellFollowers(ctx, tx, e, b, Told{ForMe, Target{Item, e.Item}, WasMoved, f.To, ""}, f.Author)
}

// tellFollowers tells one person, and for information those who follow the
// item.
func tellFollowers(ctx context.Context, tx *store.Tx, e activity.Event, b *Batch, t Told, first id.ID) error {
	b.Tell(e, t, first)
	return b.TellFollowers(ctx, tx, e, Audience{Targets: []Target{t.Subject}, Reason: t.Reason, ReasonID: t.ReasonID})
}

func (s *Service) relayed(ctx context.Context, tx *store.Tx, e activity.Event, f content.Fact, b *Batch) error {
	return b.TellFollowers(ctx, tx, e, Audience{Targets: []Target{{Community, f.To}}, Important: f.Important, Reason: RelayedToPlace})
}

// commented tells those who are named, who is replied to, whose item it is,
// then those who follow the item.
func (s *Service) commented(ctx context.Context, tx *store.Tx, e activity.Event, f content.Fact, b *Batch) error {
	item := Target{Item, e.Item}
	muted, err := Muted(ctx, tx, e.Item)
	if err != nil {
		return err
	}
	e.Actor = f.Writer
	tell := func(t Told, people ...id.ID) {
		for _, p := range people {
			// A mention reaches even who muted the thread: somebody asks for them.
			if t.Reason == Mentioned || !muted[p] {
				b.Tell(e, t, p)
			}
		}
	}
	tell(Told{ForMe, item, Mentioned, 0, ""}, f.Mentions...)
	if f.Parent != 0 {
		tell(Told{ForMe, item, Replied, 0, ""}, e.Person)
	}
	mine := Commented
	if e.Verb == content.AnswerAdded {
		mine = Answered
	}
	tell(Told{ForMe, item, mine, 0, ""}, f.Author)
	b.Follow(item, All, f.Writer)
	return b.TellFollowers(ctx, tx, e, Audience{Targets: []Target{item}})
}

// thanked tells of thanks alone: counts of useful votes are no news.
func (s *Service) thanked(_ context.Context, _ *store.Tx, e activity.Event, f content.Fact, b *Batch) error {
	if f.Reaction != content.Thanks {
		return nil
	}
	b.Tell(e, Told{ForInfo, Target{Item, e.Item}, Thanked, 0, ""}, e.Person)
	return nil
}
