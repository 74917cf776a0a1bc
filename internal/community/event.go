package community

import (
	"context"
	"encoding/json"

	"parvis/internal/access"
	"parvis/internal/activity"
	"parvis/internal/clock"
	"parvis/internal/id"
	"parvis/internal/store"
)

// What happens to communities. Person is whom it happened to; Data is given
// where there is more to say.
const (
	EventOpened    activity.Verb = "community.opened"
	EventEdited    activity.Verb = "community.edited"
	EventOpenness  activity.Verb = "community.openness_changed" // Data: {"from", "to"}
	EventArchived  activity.Verb = "community.archived"
	EventReopened  activity.Verb = "community.reopened"
	EventEnrolled  activity.Verb = "community.enrolled"  // Data: {"people": [ids]}, at most 500 each
	EventWithdrawn activity.Verb = "community.withdrawn" // Data: {"people": [ids]}: their function left the unit

	// The number of managers crossed FewManagers; Data: {"managers"}.
	EventFewManagers    activity.Verb = "community.few_managers"    // a nudge for those who remain
	EventNoManager      activity.Verb = "community.no_manager"      // administrators are told
	EventEnoughManagers activity.Verb = "community.enough_managers" // the nudge is over

	EventJoined   activity.Verb = "member.joined"
	EventAsked    activity.Verb = "member.asked"   // Data: {"message"}
	EventInvited  activity.Verb = "member.invited" // Data: {"message"}
	EventAccepted activity.Verb = "member.accepted"
	EventRefused  activity.Verb = "member.refused" // Data: {"message"}
	EventDeclined activity.Verb = "member.declined"
	EventLeft     activity.Verb = "member.left"
	EventExcluded activity.Verb = "member.excluded"     // Data: {"message"}
	EventRole     activity.Verb = "member.role_changed" // Data: {"role"}
)

// fact is an event of a community, before the log completes it.
type fact struct {
	verb      activity.Verb
	community id.ID
	person    id.ID
	data      any
	at        clock.Time
}

// tell appends the event in the transaction of the change.
func (s *Service) tell(ctx context.Context, tx *store.Tx, actor access.Actor, f fact) error {
	e := activity.Event{Verb: f.verb, Community: f.community, Person: f.person, Created: f.at}
	if f.data != nil {
		data, err := json.Marshal(f.data)
		if err != nil {
			return err
		}
		e.Data = data
	}
	_, err := s.log.Append(ctx, tx, actor, e)
	return err
}

// said is what somebody wrote with their gesture.
type said struct {
	Message string `json:"message,omitempty"`
}
