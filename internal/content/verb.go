package content

import (
	"encoding/json"

	"parvis/internal/access"
	"parvis/internal/activity"
	"parvis/internal/id"
)

// What happens to items and comments. Each event bears a Fact.
const (
	ItemScheduled  activity.Verb = "item.scheduled"
	ItemPending    activity.Verb = "item.pending"
	ItemReturned   activity.Verb = "item.returned"
	ItemPublished  activity.Verb = "item.published"
	ItemEdited     activity.Verb = "item.edited"
	ItemPinned     activity.Verb = "item.pinned"
	ItemUnpinned   activity.Verb = "item.unpinned"
	ItemClosed     activity.Verb = "item.closed"
	ItemReopened   activity.Verb = "item.reopened"
	ItemArchived   activity.Verb = "item.archived"
	ItemUnarchived activity.Verb = "item.unarchived"
	ItemMoved      activity.Verb = "item.moved"
	ItemRelayed    activity.Verb = "item.relayed"
	ItemUnrelayed  activity.Verb = "item.unrelayed"
	ItemBinned     activity.Verb = "item.binned"
	ItemRestored   activity.Verb = "item.restored"
	ItemErased     activity.Verb = "item.erased" // from the bin, for good; its fact tells the kind alone

	// Two items that are one: each of both bears an event.
	ItemJoined   activity.Verb = "item.joined"   // what was said under it is read under another
	ItemEnlarged activity.Verb = "item.enlarged" // by what was said under another
	ItemParted   activity.Verb = "item.parted"   // it has its own back
	ItemReduced  activity.Verb = "item.reduced"

	CommentAdded    activity.Verb = "comment.added"
	AnswerAdded     activity.Verb = "answer.added"
	CommentEdited   activity.Verb = "comment.edited"
	CommentBinned   activity.Verb = "comment.binned"
	CommentRestored activity.Verb = "comment.restored"

	FileRead activity.Verb = "file.read" // the text of a file of the item is known; its fact tells the hash alone

	// What the antivirus lets be opened, or not any more; its fact tells the hash
	// alone. One that is found harmful has FileQuarantined.
	FileScanned activity.Verb = "file.scanned"

	ReactionAdded   activity.Verb = "reaction.added"
	ReactionRemoved activity.Verb = "reaction.removed"

	TagRenamed activity.Verb = "tag.renamed"
	TagMerged  activity.Verb = "tag.merged"
)

// Fact is the data of the events above: what a notification needs without
// reading the item again. The event itself bears the item, the comment, the
// community, who did it and, as Person, whom it concerns first: the author of
// the item, or of the comment that is answered.
type Fact struct {
	Kind      string          `json:"kind,omitempty"`  // of the item
	Title     string          `json:"title,omitempty"` // of the item
	Author    id.ID           `json:"author,omitzero"` // of the item
	Writer    id.ID           `json:"writer,omitzero"` // of the comment
	Parent    id.ID           `json:"parent,omitzero"` // the comment replied to
	Mentions  []id.ID         `json:"mentions,omitempty"`
	Tags      []id.ID         `json:"tags,omitempty"`
	Important bool            `json:"important,omitempty"`
	Audience  access.Audience `json:"audience,omitempty"`
	From      id.ID           `json:"from,omitzero"` // the community that it left
	To        id.ID           `json:"to,omitzero"`   // the community that it went to, or is relayed into
	Reason    string          `json:"reason,omitempty"`
	With      id.ID           `json:"with,omitzero"` // the item that it joins, or parts from
	Reaction  Reaction        `json:"reaction,omitempty"`
	Hash      string          `json:"hash,omitempty"`  // of the content of a file
	Burst     bool            `json:"burst,omitempty"` // one of many made at once
	Quiet     bool            `json:"quiet,omitempty"` // an import of what is old: nobody is told
}

// FactOf reads the data of an event.
func FactOf(e activity.Event) (Fact, error) {
	var f Fact
	err := json.Unmarshal(e.Data, &f)
	return f, err
}

func (f Fact) json() json.RawMessage {
	data, err := json.Marshal(f)
	if err != nil {
		panic(err) // numbers and texts only
	}
	return data
}

// factOf is what every event about an item says.
func factOf(it Item) Fact {
	return Fact{Kind: it.Kind, Title: it.Title, Author: it.Author, Important: it.Important, Audience: it.Audience}
}
