package desk

import (
	"context"
	"encoding/json"

	"parvis/internal/activity"
	"parvis/internal/content"
	"parvis/internal/id"
	"parvis/internal/notification"
	"parvis/internal/store"
)

// Why people are told about what is on desks. The first six are to do until
// the desk is done with it; nobody is told of a dispatch that they do not read.
const (
	toldAssigned   notification.Reason = "desk_assigned"   // it is given to me
	toldSoon       notification.Reason = "desk_soon"       // its date is today or tomorrow
	toldLate       notification.Reason = "desk_late"       // its date has passed
	toldAlone      notification.Reason = "desk_alone"      // it has, and nobody of my unit has it
	toldImmediate  notification.Reason = "desk_immediate"  // it presses, and nobody of my unit has it
	toldAsked      notification.Reason = "desk_asked"      // a unit asks for my contribution
	toldAnswered   notification.Reason = "desk_answered"   // one that I asked for
	toldRaised     notification.Reason = "desk_raised"     // to the unit that I head
	toldKept       notification.Reason = "desk_kept"       // what I raised is in the selection of the day
	toldInstructed notification.Reason = "desk_instructed" // an instruction came of what I raised
)

// Kind is the kind of the items that desks receive.
const Kind = "dispatch"

func pressing() []notification.Reason {
	return []notification.Reason{toldAssigned, toldSoon, toldLate, toldAlone, toldImmediate, toldAsked}
}

// Ways are where the lines about desks lead, by why they are there.
func Ways() map[notification.Reason]func(notification.Notice) string {
	onDesk := func(n notification.Notice) string { return oneURL(n.ReasonID, n.Subject.ID) }
	out := map[notification.Reason]func(notification.Notice) string{}
	for _, r := range []notification.Reason{toldAssigned, toldSoon, toldLate, toldAlone, toldImmediate, toldAnswered, toldRaised} {
		out[r] = onDesk
	}
	out[toldAsked] = func(n notification.Notice) string { return "/contributions/" + n.ReasonID.String() }
	return out
}

// Tell declares what the facts of desks say to whom.
func Tell(n *notification.Service) {
	for _, r := range []notification.Reason{toldAssigned, toldSoon, toldLate, toldAlone, toldImmediate, toldAnswered, toldRaised, toldKept} {
		n.Names(r, notification.Unit)
	}
	n.Bring(Kind, func(ctx context.Context, tx *store.Tx, item id.ID) ([]notification.Target, error) {
		units, err := issuersOf(ctx, tx, item)
		out := make([]notification.Target, len(units))
		for i, u := range units {
			out[i] = notification.Target{Kind: notification.Unit, ID: u}
		}
		return out, err
	})
	n.On(content.ItemPublished, published)
	for verb, tell := range map[activity.Verb]func(*news){
		Assigned: assigned, Settled: over, HandedOn: over, Dated: again, Reopened: again, TakenBack: again, Lowered: again,
		Reminded: begins, Overran: begins,
		Raised: func(w *news) {
			w.begin(func(d duty) bool { return d.Unit == w.fact.To && d.Note == 0 })
			w.say(toldRaised, w.fact.To, w.fact.Line, w.there...)
		},
		AskedFor: func(w *news) { w.begin(func(d duty) bool { return d.Note == w.fact.Note }) },
		Unnoted:  func(w *news) { w.end(w.Person) },
		Answered: func(w *news) {
			w.end(w.Person)
			w.say(toldAnswered, w.fact.Unit, "", w.fact.Was)
		},
	} {
		n.On(verb, func(ctx context.Context, tx *store.Tx, e activity.Event, b *notification.Batch) error {
			w, err := newsOf(ctx, tx, e, b)
			if err == nil {
				tell(w)
			}
			return err
		})
	}
	n.On(Kept, kept)
}

// news is a fact of a desk, with what there is to do about its dispatch now.
type news struct {
	activity.Event
	fact   fact
	duties []duty
	heads  []id.ID // of the unit
	there  []id.ID // of the other unit
	batch  *notification.Batch
}

func newsOf(ctx context.Context, tx *store.Tx, e activity.Event, b *notification.Batch) (*news, error) {
	w := &news{Event: e, batch: b}
	if err := json.Unmarshal(e.Data, &w.fact); err != nil {
		return nil, err
	}
	var err error
	if w.duties, err = dutiesOf(ctx, tx, e.Item); err != nil {
		return nil, err
	}
	if w.heads, err = headsOf(ctx, tx, w.fact.Unit, e.Item); err != nil || w.fact.To == 0 {
		return w, err
	}
	w.there, err = headsOf(ctx, tx, w.fact.To, e.Item)
	return w, err
}

func about(e activity.Event) notification.Target {
	return notification.Target{Kind: notification.Item, ID: e.Item}
}

// why is the reason of a duty, with the id that goes with it.
func (d duty) why() (notification.Reason, id.ID) {
	switch {
	case d.Note != 0:
		return toldAsked, d.Note
	case !d.Held && d.Warned == OfLate:
		return toldAlone, d.Unit
	case !d.Held:
		return toldImmediate, d.Unit
	case d.Warned == OfLate:
		return toldLate, d.Unit
	case d.Warned == OfTomorrow:
		return toldSoon, d.Unit
	}
	return toldAssigned, d.Unit
}

func (w *news) do(e activity.Event, d duty) {
	reason, of := d.why()
	w.batch.Tell(e, notification.Told{Stream: notification.Do, Subject: about(e), Reason: reason, ReasonID: of}, d.Person)
}

// say tells people what is for them and asks nothing.
func (w *news) say(reason notification.Reason, of id.ID, text string, people ...id.ID) {
	w.batch.Tell(w.Event, notification.Told{Stream: notification.ForMe, Subject: about(w.Event), Reason: reason, ReasonID: of, Text: text}, people...)
}

// begin tells those who have something new to do.
func (w *news) begin(is func(duty) bool) {
	for _, d := range w.duties {
		if is(d) {
			w.do(w.Event, d)
		}
	}
}

// end takes off the lists of people what they had to do. What they still have to
// do about the same dispatch stays, whoever did the last thing.
func (w *news) end(people ...id.ID) {
	e := w.Event
	e.Actor = 0
	for _, p := range people {
		if p == 0 {
			continue
		}
		for _, reason := range pressing() {
			w.batch.Done(about(e), reason, p)
		}
		for _, d := range w.duties {
			// Who takes it, or takes it back, needs no line that says so.
			if reason, _ := d.why(); d.Person == p && (reason != toldAssigned || p != w.Actor || w.Verb == Answered) {
				w.do(e, d)
			}
		}
	}
}

func assigned(w *news) {
	w.end(append(w.heads, w.fact.Was)...)
	w.begin(func(d duty) bool { return d.Held && d.Unit == w.fact.Unit && d.Person == w.Person })
}

// over ends what a unit had to do; another unit may begin.
func over(w *news) {
	w.end(append(w.heads, w.fact.Was)...)
	w.begin(func(d duty) bool { return w.fact.To != 0 && d.Unit == w.fact.To && d.Note == 0 })
}

// again is what there is to do once something was undone, or its date changed.
func again(w *news) { w.end(append(append(w.heads, w.there...), w.fact.Was)...) }

func begins(w *news) {
	w.begin(func(d duty) bool { return d.Unit == w.fact.Unit && d.Note == 0 })
}

// kept tells those who raised a dispatch that the level above keeps it.
func kept(ctx context.Context, tx *store.Tx, e activity.Event, b *notification.Batch) error {
	w := &news{Event: e, batch: b}
	if err := json.Unmarshal(e.Data, &w.fact); err != nil {
		return err
	}
	people, err := raisersOf(ctx, tx, e.Item, w.fact.Unit, e.Item)
	w.say(toldKept, w.fact.Unit, "", people...)
	return err
}

// published tells those who head a unit of what presses, and those who raised a
// dispatch of the instruction that came of it.
func published(ctx context.Context, tx *store.Tx, e activity.Event, b *notification.Batch) error {
	f, err := content.FactOf(e)
	if err != nil || f.Kind != Kind || f.Quiet {
		return err
	}
	w := &news{Event: e, batch: b}
	if w.duties, err = dutiesOf(ctx, tx, e.Item); err != nil {
		return err
	}
	w.begin(func(duty) bool { return true })
	earlier, err := instructedBy(ctx, tx, e.Item)
	if err != nil {
		return err
	}
	for _, one := range earlier {
		people, err := raisersOf(ctx, tx, one, 0, e.Item)
		if err != nil {
			return err
		}
		w.say(toldInstructed, 0, "", people...)
	}
	return nil
}
