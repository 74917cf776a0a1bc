package publication

import "parvis/internal/access"

var (
	// Vote: whoever reads a poll votes, guests included; the poll itself says
	// until when.
	Vote = access.On(access.Items, "poll.vote", access.Write,
		access.All(access.SignedIn, access.InState(access.Published), access.Alive))

	// EndPoll: its author and the managers close it or change its date, the
	// date also before it comes out.
	EndPoll = access.On(access.Items, "poll.close", access.Write, access.All(
		access.InState(access.Scheduled, access.Pending, access.Returned, access.Published), access.Alive, access.Any(access.Author, access.Manager)))

	// Accept: who asked, and the managers, say which answer is right.
	Accept = access.On(access.Items, "answer.accept", access.Write,
		access.All(access.InState(access.Published), access.Alive, access.Any(access.Author, access.Manager)))
)
