package access

// The three reads on which everything else stands: what cannot be read does
// not exist, whatever else a rule would allow.
var (
	// ReadItem: published work goes as far as its audience; what is not out
	// yet, or no longer, stays between its author and the community managers. In
	// a sealed place no role counts: an item goes to the units and the people who
	// are named on it, and further when its audience says so and nothing forbids.
	ReadItem = On(Items, "item.read", Read, Any(
		All(OpennessIs(Open, OnRequest, Private), readPlaced),
		All(OpennessIs(Sealed), readSealed),
	))

	// ReadSealed is what ReadItem lets read of sealed places, for lists that hold
	// nothing else. It says no more: it says it in a tenth of the words, the same
	// for all who are of as many units, so that few statements are planned, and
	// without a join.
	ReadSealed = Action{Name: "item.read", On: Items, Scope: Read, rule: All(InSealed, readSealed), alone: true}

	readSealed = All(Cleared, Any(
		All(InState(Published, Archived), Any(
			All(Agent, For(ForServices), ProtectedBy(Public, Limited)),
			All(Agent, Director, For(ForDirectors), ProtectedBy(Public, Limited)),
			NamedUnit,
		)),
		All(InState(Scheduled, Pending, Returned, Published, Archived), NamedPerson),
	))

	readPlaced = Any(
		All(InState(Published, Archived), Any(
			Manager,
			All(Member, For(Everyone, MembersOnly)),
			All(Agent, OpennessIs(Open), For(Everyone)),
			All(Agent, ReaderByRelay, OpennessIs(Open, OnRequest), For(Everyone)),
		)),
		All(InState(Scheduled, Pending, Returned, Binned), Any(
			Manager,
			All(Author, Any(Member, All(Agent, OpennessIs(Open)))),
		)),
		All(InState(Pending), HeadOfUnit),
	)

	// ReadCommunity: to know that it exists, its name, purpose and charter.
	ReadCommunity = On(Communities, "community.read", Read, Any(
		All(Agent, OpennessIs(Open, OnRequest, Sealed)),
		Member,
		Invited,
		Administrator,
	))

	// ReadPerson: the directory is for people of the house.
	ReadPerson = On(People, "person.read", Read, Any(Agent, Self))
)

// base is the read that comes before any action on a subject.
func base(s Subject) Action {
	switch s {
	case Items:
		return ReadItem
	case Communities:
		return ReadCommunity
	}
	return ReadPerson
}
