package question

import "parvis/internal/access"

// member: whoever answers for a question or belongs where it was asked.
var member = access.Any(access.Author, access.FullMember)

var (
	// SeeQueue: whoever reads a community sees what waits there; each question
	// is judged by itself.
	SeeQueue = access.On(access.Communities, "question.queue", access.Read, access.Any(
		access.Member, access.All(access.Agent, access.OpennessIs(access.Open))))

	// Adjust: the managers say how many people are asked, and when they
	// themselves are told.
	Adjust = access.On(access.Communities, "question.adjust", access.Write,
		access.All(access.Agent, access.Manager, access.Alive))

	// AskPeople: its author and the full members put a question to somebody.
	AskPeople = access.On(access.Items, "question.ask", access.Write, access.All(
		access.SignedIn, access.InState(access.Published), access.NotClosed, access.Alive, member))

	// Respond: who was asked passes it on or declines; the request itself says
	// who that is.
	Respond = access.On(access.Items, "question.respond", access.Write, access.All(
		access.SignedIn, access.InState(access.Published), access.Alive))

	// SeeOwn: what one is asked.
	SeeOwn = access.On(access.None, "question.own", access.Read, access.SignedIn)

	// Choose: whether one wants to be asked.
	Choose = access.On(access.None, "question.choose", access.Write, access.SignedIn)
)
