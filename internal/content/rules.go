package content

import "parvis/internal/access"

// live: out, and in a community that still lives.
var live = access.All(access.SignedIn, access.InState(access.Published), access.Alive)

// keeper: who answers for an item. Its author may have handed it over; taking
// it away stays between its author and the managers.
var (
	keeper = access.Any(access.Author, access.Owner, access.Manager)
	taker  = access.Any(access.Author, access.Manager)
)

// peopled: in a community of people. In a sealed place an item is not its
// author's to set aside: it was handed to those who are named on it.
var peopled = access.OpennessIs(access.Open, access.OnRequest, access.Private)

// What may be done in a community.
var (
	// Publish: every member, guests included, says something in their
	// community. What waits for a release is decided by Create.
	Publish = access.On(access.Communities, "item.publish", access.Write, access.All(access.Alive, access.Member))

	// Announce: managers, and the head of the unit that the community follows.
	Announce = access.On(access.Communities, "item.announce", access.Write,
		access.All(access.Alive, access.Any(access.Manager, access.HeadOfUnit)))

	// Receive: full members may relay something into their community.
	Receive = access.On(access.Communities, "item.receive", access.Write, access.All(access.Alive, access.FullMember))

	// Curate: managers see the bin and what waits for a release.
	Curate = access.On(access.Communities, "item.curate", access.Write, access.Manager)
)

// What may be done to an item. Load has judged the reading before these.
var (
	// Say: whoever reads it comments and answers while it is open.
	Say = access.On(access.Items, "item.comment", access.Write, access.All(live, access.NotClosed))

	// React: whoever reads it says useful, not useful or thanks.
	React = access.On(access.Items, "item.react", access.Write, live)

	// EditItem: its author, who answers for it and the community managers. Each
	// edit is signed in the history.
	EditItem = access.On(access.Items, "item.edit", access.Write, access.All(keeper, access.Alive,
		access.InState(access.Scheduled, access.Pending, access.Returned, access.Published)))

	// Pin: the community managers.
	Pin = access.On(access.Items, "item.pin", access.Write, access.All(live, access.Manager))

	// Close: no more comments; its author and the managers.
	Close = access.On(access.Items, "item.close", access.Write, access.All(live, peopled, keeper))

	// Archive: set aside, still read; its author and the managers.
	Archive = access.On(access.Items, "item.archive", access.Write,
		access.All(keeper, peopled, access.Alive, access.InState(access.Published, access.Archived)))

	// Move: the managers of where it is. Move itself judges where it goes.
	Move = access.On(access.Items, "item.move", access.Write, access.All(live, access.Manager))

	// Join: its author and the managers say that it is one with another item.
	Join = access.On(access.Items, "item.join", access.Write, access.All(live, keeper))

	// Part: the same take that back.
	Part = access.On(access.Items, "item.part", access.Write, access.All(access.SignedIn, access.Alive, keeper,
		access.InState(access.Published, access.Archived)))

	// Bin: its author and the managers; the managers alone once what it says was
	// approved.
	Bin = access.On(access.Items, "item.bin", access.Write, access.All(access.Any(access.Manager, access.All(access.Author, access.NotFrozen)), access.Alive,
		access.InState(access.Scheduled, access.Pending, access.Returned, access.Published, access.Archived)))

	// Restore: the managers, and its author when the author binned it.
	Restore = access.On(access.Items, "item.restore", access.Write,
		access.All(taker, access.Alive, access.InState(access.Binned)))

	// Relay: from an open community, its full members; from one on request,
	// its managers; from a private one, nobody. Only what everyone reads.
	Relay = access.On(access.Items, "item.relay", access.Write, access.All(live, access.For(access.Everyone), access.Any(
		access.All(access.OpennessIs(access.Open), access.FullMember),
		access.All(access.OpennessIs(access.Open, access.OnRequest), access.Manager),
	)))

	// Unrelay: the managers of its origin here; Unrelay itself also admits who
	// relayed it and the managers of where it went.
	Unrelay = access.On(access.Items, "item.unrelay", access.Write,
		access.All(access.SignedIn, access.InState(access.Published, access.Archived)))

	// Release: the managers, and the head of the unit, let out what waits, or
	// return it with a reason.
	Release = access.On(access.Items, "item.release", access.Write, access.All(access.Alive,
		access.InState(access.Pending), access.Any(access.Manager, access.HeadOfUnit)))

	// Submit: its author publishes at once what is scheduled, or sends again
	// what was returned.
	Submit = access.On(access.Items, "item.submit", access.Write, access.All(taker, access.Alive,
		access.InState(access.Scheduled, access.Returned)))
)

// What may be done to a comment. They are judged on the label of the item with
// the author of the comment in the place of the item's.
var (
	// EditSaid: who wrote it while the thread is open, and the managers.
	EditSaid = access.On(access.Items, "comment.edit", access.Write,
		access.All(live, access.Any(access.Manager, access.All(access.Author, access.NotClosed))))

	// BinSaid: who wrote it and the managers.
	BinSaid = access.On(access.Items, "comment.bin", access.Write, access.All(live, taker))
)

// SignedIn: one's own drafts and loose files.
var SignedIn = access.On(access.None, "content.own", access.Write, access.SignedIn)

// ManageTags: administrators put the words in order.
var ManageTags = access.On(access.None, "tag.manage", access.Admin, access.Administrator)
