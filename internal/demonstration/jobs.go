package demonstration

import (
	"context"

	"parvis/internal/id"
	"parvis/internal/jobs"
	"parvis/internal/store"
)

// The jobs of content and of publication, by the kinds under which the queue
// knows them: it refuses a kind that nobody handles.
type (
	itemDue struct {
		Item id.ID `json:"item"`
	}
	pollDue struct {
		Item id.ID `json:"item"`
	}
)

// Kind names the job that lets out what was scheduled.
func (itemDue) Kind() string { return "content.due" }

// Kind names the job that tells the end of a poll.
func (pollDue) Kind() string { return "publication.poll_due" }

// plan enqueues what is to happen later.
func (s *Service) plan(ctx context.Context, tx *store.Tx, c *composer) error {
	for _, i := range c.due {
		if err := s.Queue.Enqueue(ctx, tx, itemDue{i.ID}, jobs.At(i.Published.Time)); err != nil {
			return err
		}
	}
	for _, p := range c.batch.polls {
		if !p.closes.After(c.now) {
			continue
		}
		if err := s.Queue.Enqueue(ctx, tx, pollDue{p.item}, jobs.At(p.closes.Time)); err != nil {
			return err
		}
	}
	return nil
}
