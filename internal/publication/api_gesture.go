package publication

import (
	"context"
	"net/http"

	"parvis/internal/access"
	"parvis/internal/api"
	"parvis/internal/clock"
	"parvis/internal/content"
	"parvis/internal/id"
)

// gestures declares what is done to an item, and undone.
func (p programs) gestures(a *api.API) {
	both := func(path, on, off, onSummary, offSummary string, action access.Action, do, undo func(context.Context, access.Actor, id.ID) error) {
		gesture(a, api.Operation{Method: http.MethodPut, Path: "/items/{item}/" + path, ID: on, Action: action, Summary: onSummary}, do)
		gesture(a, api.Operation{Method: http.MethodDelete, Path: "/items/{item}/" + path, ID: off, Action: action, Summary: offSummary}, undo)
	}
	both("pin", "pin-item", "unpin-item", "Keep an item at the top of its community", "Give an item its ordinary place back",
		content.Pin, p.Content.Pin, p.Content.Unpin)
	both("closed", "close-item", "reopen-item", "End the comments", "Take comments again",
		content.Close, p.Content.Close, p.Content.Reopen)
	both("archived", "archive-item", "unarchive-item", "Set an item aside: still read and found, takes nothing more", "Bring it back",
		content.Archive, p.Content.Archive, p.Content.Unarchive)
	gesture(a, api.Operation{
		Method: http.MethodPut, Path: "/items/{item}/visit", ID: "visit-item", Action: access.ReadItem,
		Summary: "Mark an item as read",
	}, func(ctx context.Context, actor access.Actor, item id.ID) error {
		if _, _, err := p.Content.Glance(ctx, actor, access.ReadItem, item); err != nil {
			return err
		}
		return p.Content.MarkRead(ctx, actor, []id.ID{item})
	})
	turn(a, api.Operation{Path: "/items/{item}/restore", ID: "restore-item", Action: content.Restore, Summary: "Take an item out of the bin"}, p.Content.Restore)
	turn(a, api.Operation{
		Path: "/items/{item}/submit", ID: "submit-item", Action: content.Submit,
		Summary: "Publish at once what was scheduled, or send again what was returned",
	}, p.Content.Submit)
	turn(a, api.Operation{Path: "/items/{item}/release", ID: "release-item", Action: content.Release, Summary: "Let out what waits for a manager"}, p.Content.Release)
	api.Register(a, api.Operation{
		Method: http.MethodPost, Path: "/items/{item}/return", ID: "return-item", Tag: tagGestures, Action: content.Release,
		Summary: "Send what waits back to its author, with a reason that they will read",
	}, func(ctx context.Context, actor access.Actor, in *returnInput) (*api.Answer[stateJSON], error) {
		it, err := p.Content.Return(ctx, actor, in.Item.ID, in.Body.Reason)
		return stateOf(it), err
	})
	api.Register(a, api.Operation{
		Method: http.MethodPost, Path: "/items/{item}/bin", ID: "bin-item", Tag: tagGestures, Action: content.Bin,
		Summary: "Take an item away from its readers", Detail: "Its author and the managers still see it in the bin, with the reason.",
	}, func(ctx context.Context, actor access.Actor, in *binInput) (*api.Answer[stateJSON], error) {
		it, err := p.Content.Bin(ctx, actor, in.Item.ID, in.Body.Reason)
		return stateOf(it), err
	})
	api.Register(a, api.Operation{
		Method: http.MethodPost, Path: "/items/{item}/move", ID: "move-item", Tag: tagGestures, Action: content.Move,
		Summary: "Take an item to another community, with its thread",
		Detail:  "It never opens to more people what somebody said to fewer.",
	}, func(ctx context.Context, actor access.Actor, in *moveInput) (*api.Answer[stateJSON], error) {
		it, err := p.Content.Move(ctx, actor, in.Item.ID, in.Body.Community)
		return stateOf(it), err
	})
	api.Register(a, api.Operation{
		Method: http.MethodPut, Path: "/items/{item}/relays/{community}", ID: "relay-item", Tag: tagGestures, Action: content.Relay,
		Summary: "Make an item be read in another community too", Detail: "One thread, never wider than its origin allows.",
	}, func(ctx context.Context, actor access.Actor, in *relayInput) (*api.Nothing, error) {
		return nil, p.Content.Relay(ctx, actor, in.Item.ID, in.Community.ID, in.Body.Note)
	})
	api.Register(a, api.Operation{
		Method: http.MethodDelete, Path: "/items/{item}/relays/{community}", ID: "unrelay-item", Tag: tagGestures, Action: content.Unrelay,
		Summary: "End a relay",
	}, func(ctx context.Context, actor access.Actor, in *unrelayInput) (*api.Nothing, error) {
		return nil, p.Content.Unrelay(ctx, actor, in.Item.ID, in.Community.ID)
	})
	for _, g := range []struct {
		method, id, summary string
		do                  func(context.Context, access.Actor, id.ID, id.ID) error
	}{
		{http.MethodPut, "accept-answer", "Say that an answer is the right one, in place of another", p.Accept},
		{http.MethodDelete, "unaccept-answer", "Say no longer that an answer is the right one", p.Unaccept},
	} {
		api.Register(a, api.Operation{
			Method: g.method, Path: "/items/{item}/accepted/{comment}", ID: g.id, Tag: tagGestures, Action: Accept, Summary: g.summary,
		}, func(ctx context.Context, actor access.Actor, in *acceptInput) (*api.Nothing, error) {
			return nil, g.do(ctx, actor, in.Item.ID, in.Comment.ID)
		})
	}
}

type returnInput struct {
	One
	Body struct {
		Reason string `json:"reason" minLength:"1" maxLength:"1000"`
	}
}

type binInput struct {
	One
	Body struct {
		Reason string `json:"reason,omitempty" maxLength:"1000"`
	}
}

type moveInput struct {
	One
	Body struct {
		Community id.ID `json:"community" doc:"where it goes"`
	}
}

type relayInput struct {
	One
	Place
	Body struct {
		Note string `json:"note,omitempty" maxLength:"500" doc:"why it is worth reading there"`
	}
}

type unrelayInput struct {
	One
	Place
}

type acceptInput struct {
	One
	Said
}

func reactionWords() api.Words[content.Reaction] {
	return api.Words[content.Reaction]{content.Useful: "useful", content.Useless: "useless", content.Thanks: "thanks"}
}

type reactionInput struct {
	One
	Reaction string `path:"reaction" enum:"useful,useless,thanks"`
}

type commentReactionInput struct {
	Said
	Reaction string `path:"reaction" enum:"useful,useless,thanks"`
}

type countsJSON struct {
	Useful  int      `json:"useful"`
	Useless int      `json:"useless"`
	Thanks  int      `json:"thanks"`
	Mine    mineJSON `json:"mine"`
}

func countsOf(s content.Said) *api.Answer[countsJSON] {
	return api.Of(countsJSON{s.Useful, s.Useless, s.Thanks, mineOf(s.Mine)})
}

// reactions declares what one says in one gesture of an item or a comment.
func (p programs) reactions(a *api.API) {
	type change func(context.Context, access.Actor, content.Subject, content.Reaction) (content.Said, error)
	for _, g := range []struct {
		method, id, of string
		do             change
	}{
		{http.MethodPut, "react", "Say useful, not useful or thanks of ", p.Content.React},
		{http.MethodDelete, "unreact", "Take a reaction back from ", p.Content.Unreact},
	} {
		api.Register(a, api.Operation{
			Method: g.method, Path: "/items/{item}/reactions/{reaction}", ID: g.id, Tag: tagGestures, Action: content.React,
			Summary: g.of + "an item by somebody else",
		}, func(ctx context.Context, actor access.Actor, in *reactionInput) (*api.Answer[countsJSON], error) {
			said, err := g.do(ctx, actor, content.Subject{Item: in.Item.ID}, reactionWords().Value(in.Reaction))
			return countsOf(said), err
		})
		api.Register(a, api.Operation{
			Method: g.method, Path: "/comments/{comment}/reactions/{reaction}", ID: g.id + "-comment", Tag: tagGestures, Action: content.React,
			Summary: g.of + "a comment by somebody else",
		}, func(ctx context.Context, actor access.Actor, in *commentReactionInput) (*api.Answer[countsJSON], error) {
			c, _, err := p.Content.One(ctx, actor, in.Comment.ID)
			if err != nil {
				return nil, err
			}
			said, err := g.do(ctx, actor, content.Subject{Item: c.Item, Comment: c.ID}, reactionWords().Value(in.Reaction))
			return countsOf(said), err
		})
	}
}

// polls declares what is done to a poll.
func (p programs) polls(a *api.API) {
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/items/{item}/poll", ID: "read-poll", Tag: tagItems, Action: access.ReadItem,
		Summary: "Read a poll and one's own vote",
	}, func(ctx context.Context, actor access.Actor, in *One) (*api.Answer[pollJSON], error) {
		if _, _, err := p.Content.Glance(ctx, actor, access.ReadItem, in.Item.ID); err != nil {
			return nil, err
		}
		state, err := p.PollOf(ctx, actor, in.Item.ID)
		return api.Of(pollOf(state)), err
	})
	api.Register(a, api.Operation{
		Method: http.MethodPut, Path: "/items/{item}/vote", ID: "vote", Tag: tagGestures, Action: Vote,
		Summary: "Vote in a poll, in place of one's former vote", Detail: "Nobody learns who chose what.",
	}, func(ctx context.Context, actor access.Actor, in *voteInput) (*api.Nothing, error) {
		return nil, p.Vote(ctx, actor, in.Item.ID, in.Body.Options)
	})
	gesture(a, api.Operation{
		Method: http.MethodDelete, Path: "/items/{item}/vote", ID: "withdraw-vote", Action: Vote, Summary: "Take one's vote back",
	}, p.Withdraw)
	gesture(a, api.Operation{
		Method: http.MethodPost, Path: "/items/{item}/poll/close", ID: "close-poll", Action: EndPoll, Summary: "End the votes now",
	}, p.ClosePoll)
	api.Register(a, api.Operation{
		Method: http.MethodPut, Path: "/items/{item}/poll/closes", ID: "date-poll", Tag: tagGestures, Action: EndPoll,
		Summary: "Choose another moment to close an open poll", Detail: "Without a moment, it stays open until somebody closes it.",
	}, func(ctx context.Context, actor access.Actor, in *dateInput) (*api.Nothing, error) {
		return nil, p.RedatePoll(ctx, actor, in.Item.ID, in.Body.Closes)
	})
}

type voteInput struct {
	One
	Body struct {
		Options []id.ID `json:"options" minItems:"1" nullable:"false" maxItems:"12"`
	}
}

type dateInput struct {
	One
	Body struct {
		Closes clock.Time `json:"closes,omitzero"`
	}
}

type pollJSON struct {
	Multiple bool         `json:"multiple" doc:"several may be chosen"`
	Hidden   bool         `json:"hidden" doc:"the votes are told when it closes"`
	Closes   clock.Time   `json:"closes,omitzero"`
	Closed   bool         `json:"closed"`
	Voted    bool         `json:"voted"`
	Voters   int          `json:"voters"`
	Options  []optionJSON `json:"options"`
}

type optionJSON struct {
	ID    id.ID  `json:"id"`
	Label string `json:"label"`
	Votes int    `json:"votes" doc:"0 while they are hidden"`
	Mine  bool   `json:"mine"`
}

func pollOf(s PollState) pollJSON {
	return pollJSON{
		Multiple: s.Multiple, Hidden: s.Hidden, Closes: s.Closes, Closed: s.Closed, Voted: s.Voted, Voters: s.Voters,
		Options: api.Each(s.Options, func(o Option) optionJSON { return optionJSON{o.ID, o.Label, o.Votes, o.Mine} }),
	}
}
