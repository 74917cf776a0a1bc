package administration

import (
	"context"
	"encoding/json"

	"parvis/internal/access"
	"parvis/internal/activity"
	"parvis/internal/notification"
	"parvis/internal/store"
)

// Why somebody is told that their clearance changed: each says how far they read
// from then on.
const (
	ToldPublic     notification.Reason = "clearance_public"
	ToldLimited    notification.Reason = "clearance_limited"
	ToldRestricted notification.Reason = "clearance_restricted"
)

// cleared is the data of Cleared, in the words of clearances.
type cleared struct {
	From string `json:"from"`
	To   string `json:"to"`
}

// Tell declares that people are told how far they read, when that changes. What
// the command line changed is said here to their open pages as well: it is no
// server, and reaches none.
func Tell(n *notification.Service) {
	n.On(Cleared, func(ctx context.Context, tx *store.Tx, e activity.Event, b *notification.Batch) error {
		if e.Actor == 0 {
			n.RightsMoved(ctx, tx, e.Person)
		}
		var c cleared
		if len(e.Data) > 0 { // the log did not always say it
			if err := json.Unmarshal(e.Data, &c); err != nil {
				return err
			}
		}
		reason, known := map[string]notification.Reason{
			clearances()[access.Public]: ToldPublic, clearances()[access.Limited]: ToldLimited, clearances()[access.Restricted]: ToldRestricted,
		}[c.To]
		if known {
			b.Tell(e, notification.Told{Stream: notification.ForMe, Subject: notification.Target{Kind: notification.Person, ID: e.Person}, Reason: reason}, e.Person)
		}
		return nil
	})
}
