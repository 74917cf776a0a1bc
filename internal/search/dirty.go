package search

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"parvis/internal/activity"
	"parvis/internal/content"
	"parvis/internal/id"
	"parvis/internal/search/index"
)

// step is how many things are read at once.
const step = 200

// dirty is what some events made stale in the index.
type dirty struct {
	items    map[id.ID]bool // the item alone
	threads  map[id.ID]bool // and all that hangs on it
	comments map[id.ID]bool
	people   map[id.ID]bool
	places   map[id.ID]bool
	hashes   map[string]bool // of files that were read
	spread   []spread        // what reaches further than one thing
	meanings bool            // synonyms changed
}

// spread is a change that reaches every item that a list gives.
type spread struct {
	list   func(ctx context.Context, after id.ID) ([]id.ID, error)
	whole  bool // threads, not the items alone
	speech bool // the list is of comments
}

func newDirty() *dirty {
	return &dirty{items: map[id.ID]bool{}, threads: map[id.ID]bool{}, comments: map[id.ID]bool{},
		people: map[id.ID]bool{}, places: map[id.ID]bool{}, hashes: map[string]bool{}}
}

// whole are the verbs that change who reads an item, where it is or whether it
// is out: what hangs on it goes with it.
var whole = map[activity.Verb]bool{
	content.ItemPublished: true, content.ItemEdited: true, content.ItemArchived: true, content.ItemUnarchived: true,
	content.ItemMoved: true, content.ItemRelayed: true, content.ItemUnrelayed: true, content.ItemBinned: true,
	content.ItemRestored: true, content.ItemErased: true, content.ItemReturned: true,
	content.ItemJoined: true, content.ItemEnlarged: true, content.ItemParted: true, content.ItemReduced: true,
	// Another answer may have been the accepted one.
	"answer.accepted": true, "answer.unaccepted": true,
}

// told are the data of the events of other features that matter here.
type told struct {
	People []id.ID `json:"people"`
	Tags   []id.ID `json:"tags"`
	Hash   string  `json:"hash"`
	From   any     `json:"from"`
}

// note marks what an event made stale. Any event that bears an item refreshes
// it, whoever tells it.
func (f *Feed) note(d *dirty, e activity.Event) {
	var data told
	_ = json.Unmarshal(e.Data, &data) // what has another form says nothing here
	noun, _, _ := strings.Cut(string(e.Verb), ".")
	switch {
	case whole[e.Verb]:
		d.threads[e.Item] = true
	case noun == "reaction" && e.Comment != 0:
		d.comments[e.Comment] = true
	case e.Verb == SynonymsChanged:
		d.meanings = true
	case noun == "file":
		if data.Hash != "" {
			d.hashes[data.Hash] = true
		}
	case noun == "tag":
		for _, tag := range data.Tags {
			d.spread = append(d.spread, spread{whole: true, list: func(ctx context.Context, after id.ID) ([]id.ID, error) {
				return itemsOfTag(ctx, f.db, tag, after, step)
			}})
		}
	case noun == "community" || noun == "member":
		f.notePlace(d, e)
	case noun == "person" || noun == "directory":
		f.notePerson(d, e, data.People)
	}
	if e.Item != 0 {
		d.items[e.Item] = true
	}
	if e.Comment != 0 && noun != "reaction" {
		d.comments[e.Comment] = true
	}
}

func (f *Feed) notePlace(d *dirty, e activity.Event) {
	if e.Community == 0 || strings.HasPrefix(string(e.Verb), "member.") {
		return // rights of members are the asker's, not the text's
	}
	d.places[e.Community] = true
	if e.Verb == opennessChanged {
		place := e.Community
		d.spread = append(d.spread, spread{whole: true, list: func(ctx context.Context, after id.ID) ([]id.ID, error) {
			return itemsOfPlace(ctx, f.db, place, after, step)
		}})
	}
}

// Verbs of the features above, which search cannot name otherwise.
const (
	opennessChanged activity.Verb = "community.openness_changed"
	renamed         activity.Verb = "person.renamed"
)

func (f *Feed) notePerson(d *dirty, e activity.Event, people []id.ID) {
	for _, p := range append(people, e.Person) {
		if p != 0 {
			d.people[p] = true
		}
	}
	who := e.Person
	if who == 0 {
		who = e.Actor
	}
	if e.Verb != renamed || who == 0 {
		return
	}
	d.people[who] = true
	d.spread = append(d.spread,
		spread{list: func(ctx context.Context, after id.ID) ([]id.ID, error) {
			return itemsOfPerson(ctx, f.db, who, after, step)
		}},
		spread{speech: true, list: func(ctx context.Context, after id.ID) ([]id.ID, error) {
			return commentsOfPerson(ctx, f.db, who, after, step)
		}})
}

// clean writes anew what is stale, and last of all where the feed goes on.
func (f *Feed) clean(ctx context.Context, x *index.Index, d *dirty, place string) error {
	for _, s := range d.spread {
		for after := id.ID(0); ; {
			list, err := s.list(ctx, after)
			if err != nil {
				return err
			}
			if err := f.refresh(ctx, x, list, s); err != nil {
				return err
			}
			if len(list) < step {
				break
			}
			after = list[len(list)-1]
		}
	}
	for part := range slices.Chunk(keys(d.threads), step) {
		if err := f.threads(ctx, x, part); err != nil {
			return err
		}
	}
	var b index.Batch
	var err error
	for item := range d.threads {
		delete(d.items, item)
	}
	if err = f.add(&b, keys(d.items), func(part []id.ID) ([]index.Doc, error) { return f.read.items(ctx, part) }); err != nil {
		return err
	}
	if err = f.add(&b, keys(d.comments), func(part []id.ID) ([]index.Doc, error) {
		return f.read.comments(ctx, commentsNamed(part), len(part))
	}); err != nil {
		return err
	}
	if err = f.add(&b, keys(d.people), func(part []id.ID) ([]index.Doc, error) { return f.read.people(ctx, part) }); err != nil {
		return err
	}
	if err = f.add(&b, keys(d.places), func(part []id.ID) ([]index.Doc, error) { return f.read.places(ctx, part) }); err != nil {
		return err
	}
	if err := f.filesOf(ctx, x, &b, d); err != nil {
		return err
	}
	b.Place = place
	return f.apply(ctx, x, b)
}

func keys(set map[id.ID]bool) []id.ID {
	out := make([]id.ID, 0, len(set))
	for k := range set {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// add reads documents into a batch; those that were not found are removed.
func (f *Feed) add(b *index.Batch, ids []id.ID, read func([]id.ID) ([]index.Doc, error)) error {
	for part := range slices.Chunk(ids, step) {
		docs, err := read(part)
		if err != nil {
			return err
		}
		there := map[id.ID]bool{}
		for _, doc := range docs {
			there[doc.Key] = true
		}
		b.Put = append(b.Put, docs...)
		for _, one := range part {
			if !there[one] {
				b.Remove = append(b.Remove, one)
			}
		}
	}
	return nil
}

func (f *Feed) refresh(ctx context.Context, x *index.Index, list []id.ID, s spread) error {
	if s.whole {
		return f.threads(ctx, x, list)
	}
	var b index.Batch
	err := f.add(&b, list, func(part []id.ID) ([]index.Doc, error) {
		if s.speech {
			return f.read.comments(ctx, commentsNamed(part), len(part))
		}
		return f.read.items(ctx, part)
	})
	if err != nil {
		return err
	}
	return f.apply(ctx, x, b)
}

// filesOf refreshes the files that came with comments, and those whose text
// was read meanwhile.
func (f *Feed) filesOf(ctx context.Context, x *index.Index, b *index.Batch, d *dirty) error {
	var named []id.ID
	if len(d.comments) > 0 {
		list, err := filesOfComments(ctx, f.db, keys(d.comments))
		if err != nil {
			return err
		}
		named = append(named, list...)
	}
	for hash := range d.hashes {
		list, err := f.attachedWith(ctx, hash)
		if err != nil {
			return err
		}
		named = append(named, list...)
	}
	slices.Sort(named)
	return f.add(b, slices.Compact(named), func(part []id.ID) ([]index.Doc, error) {
		return f.read.attached(ctx, filesNamed(part), len(part))
	})
}

// attachedWith are the files of some content that came with texts and comments.
// The items that are such a file bear an event of their own.
func (f *Feed) attachedWith(ctx context.Context, hash string) ([]id.ID, error) {
	bearers, err := filesOfHash(ctx, f.db, hash)
	if err != nil {
		return nil, err
	}
	var items, out []id.ID
	for _, b := range bearers {
		items = append(items, b.Item)
	}
	shelf, err := f.read.files.placed(ctx, f.db, items)
	for _, b := range bearers {
		if b.Comment != 0 || !shelf.holds(b.Item) {
			out = append(out, b.ID)
		}
	}
	return out, err
}

// threads writes items anew with all that hangs on them, and removes what the
// index still holds of them beside.
func (f *Feed) threads(ctx context.Context, x *index.Index, items []id.ID) error {
	stale := map[id.ID]bool{}
	belonging, err := x.Belonging(ctx, items)
	if err != nil {
		return err
	}
	for _, key := range append(belonging, items...) {
		stale[key] = true
	}
	attached, err := f.read.attachedUnder(ctx, items, step)
	if err != nil {
		return err
	}
	for _, read := range []func(after id.ID) ([]index.Doc, error){
		func(after id.ID) ([]index.Doc, error) {
			if after != 0 {
				return nil, nil
			}
			return f.read.items(ctx, items)
		},
		func(after id.ID) ([]index.Doc, error) { return f.read.comments(ctx, commentsUnder(items, after), step) },
		attached,
	} {
		for after := id.ID(0); ; {
			docs, err := read(after)
			if err != nil {
				return err
			}
			if len(docs) == 0 {
				break
			}
			if err := f.apply(ctx, x, index.Batch{Put: docs}); err != nil {
				return err
			}
			for _, doc := range docs {
				delete(stale, doc.Key)
			}
			if after = docs[len(docs)-1].Key; len(docs) < step {
				break
			}
		}
	}
	return f.apply(ctx, x, index.Batch{Remove: keys(stale)})
}
