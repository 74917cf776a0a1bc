package correspondence

import "parvis/internal/access"

var (
	// Write: every agent may begin a dispatch; Draft itself asks for a function in
	// the unit that issues it.
	Write = access.On(access.Communities, "dispatch.write", access.Write,
		access.All(access.Agent, access.Alive, access.OpennessIs(access.Sealed)))

	// Work is to send one further, and to sign it: those who are named on it. The
	// service judges whose turn it is.
	Work = access.On(access.Items, "dispatch.work", access.Write,
		access.All(access.Agent, access.Alive, access.InState(access.Pending, access.Published), access.NamedPerson))

	// Take is to drop what was begun: who drafts it.
	Take = access.On(access.Items, "dispatch.drop", access.Write,
		access.All(access.Alive, access.InState(access.Pending), access.Author))

	// Replace is to say who acts in one's name, and to see for whom one does.
	Replace = access.On(access.None, "dispatch.replace", access.Write, access.Agent)

	// Handle is what programs do with one in one call: whoever reads it. The
	// service judges each gesture.
	Handle = access.On(access.Items, "dispatch.handle", access.Write, access.All(access.Agent, access.Alive, access.OpennessIs(access.Sealed)))
)
