package proposal

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"

	"parvis/internal/access"
	"parvis/internal/activity"
	"parvis/internal/content"
	"parvis/internal/document"
	"parvis/internal/id"
	"parvis/internal/store"
)

// Ledger keeps what was proposed and decided in the documents of a site.
type Ledger struct {
	DB       *store.DB
	Activity *activity.Log
}

// Known tells who made each proposal that a document ever held.
func (l *Ledger) Known(ctx context.Context, item id.ID) (map[string]id.ID, error) {
	list, err := keptOf(ctx, l.DB, item)
	out := make(map[string]id.ID, len(list))
	for _, k := range list {
		out[k.Proposal] = k.Person
	}
	return out, err
}

// Pause notes what was proposed, decided or withdrawn since the last pause.
func (l *Ledger) Pause(ctx context.Context, tx *store.Tx, item content.Item, p document.Pause) error {
	if len(p.Authors) == 0 {
		return nil // nothing was ever proposed: most documents
	}
	list, err := keptOf(ctx, tx, item.ID)
	if err != nil {
		return err
	}
	had := make(map[string]Kept, len(list))
	for _, k := range list {
		had[k.Proposal] = k
	}
	var fresh, decided []Kept
	made := map[id.ID]int{}
	for proposal, now := range standing(p) {
		was, known := had[proposal]
		switch {
		case !known:
			fresh = append(fresh, now)
			if now.Outcome != Withdrawn {
				made[now.Person]++
			}
		case was.Outcome == now.Outcome && was.Decider == now.Decider:
			continue
		default:
			if err := setOutcome(ctx, tx, item.ID, now); err != nil {
				return err
			}
		}
		if was.Outcome != now.Outcome && (now.Outcome == Accepted || now.Outcome == Refused) {
			decided = append(decided, now)
		}
	}
	if err := insertKept(ctx, tx, item.ID, fresh); err != nil {
		return err
	}
	return l.tell(ctx, tx, item, made, decided)
}

// standing is how all that was ever seen in a document stands now.
func standing(p document.Pause) map[string]Kept {
	out := make(map[string]Kept, len(p.Authors))
	for proposal, by := range p.Authors {
		person, err := id.Parse(by)
		if err != nil || person == 0 {
			continue
		}
		out[proposal] = Kept{Proposal: proposal, Person: person, Outcome: Withdrawn}
	}
	for proposal, v := range p.Verdicts {
		k, known := out[proposal]
		if !known {
			continue
		}
		k.Outcome, k.Decider, k.Decided = Refused, v.By, v.At
		if v.Accepted {
			k.Outcome = Accepted
		}
		out[proposal] = k
	}
	for _, o := range p.Open {
		if k, known := out[o.ID]; known { // whatever was decided, it is there again
			out[o.ID] = Kept{Proposal: o.ID, Person: k.Person}
		}
	}
	return out
}

// tell appends the facts: one for each person who proposed, one for each
// proposal that was decided.
func (l *Ledger) tell(ctx context.Context, tx *store.Tx, item content.Item, made map[id.ID]int, decided []Kept) error {
	say := func(verb activity.Verb, actor, person id.ID, data any) error {
		raw, err := json.Marshal(data)
		if err != nil {
			return err
		}
		_, err = l.Activity.Append(ctx, tx, access.SystemActor("what was proposed in a document is told"), activity.Event{
			Verb: verb, Actor: actor, Item: item.ID, Community: item.Community, Person: person, Data: raw,
		})
		return err
	}
	for _, person := range sorted(made) {
		if err := say(Made, person, item.Author, map[string]int{"count": made[person]}); err != nil {
			return err
		}
	}
	slices.SortFunc(decided, func(a, b Kept) int {
		return cmp.Or(a.Decided.Compare(b.Decided.Time), cmp.Compare(a.Proposal, b.Proposal))
	})
	for _, k := range decided {
		verb := WasRefused
		if k.Outcome == Accepted {
			verb = WasAccepted
		}
		if err := say(verb, k.Decider, k.Person, map[string]string{"proposal": k.Proposal}); err != nil {
			return err
		}
	}
	return nil
}

func sorted(of map[id.ID]int) []id.ID {
	out := make([]id.ID, 0, len(of))
	for p := range of {
		out = append(out, p)
	}
	slices.Sort(out)
	return out
}
