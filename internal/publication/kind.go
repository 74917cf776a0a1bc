package publication

import (
	"context"

	"parvis/internal/activity"
	"parvis/internal/content"
	"parvis/internal/id"
	"parvis/internal/store"
	"parvis/internal/text"
)

// What happens to questions and polls beside the verbs of content.
const (
	AnswerAccepted   activity.Verb = "answer.accepted"
	AnswerUnaccepted activity.Verb = "answer.unaccepted"
	PollVoted        activity.Verb = "poll.voted"     // by nobody: the vote is secret
	PollWithdrawn    activity.Verb = "poll.withdrawn" // by nobody
	PollClosed       activity.Verb = "poll.closed"
	PollRedated      activity.Verb = "poll.redated"
)

// Kinds are what content must know of the publications.
func Kinds() []content.Kind {
	return []content.Kind{
		{Name: Post, Make: content.Publish},
		{Name: Announcement, Make: content.Announce},
		{Name: Question, Make: content.Publish, Answers: true, Said: answered, Marks: questionMarks, First: acceptedFirst, Erase: eraseQuestion, Joined: joinedQuestion, Waits: unanswered()},
		{Name: Poll, Make: content.Publish, Marks: pollMarks, Out: stillOpen, Erase: erasePoll},
	}
}

// answered keeps the count of answers; one that goes to the bin is no longer
// the accepted one.
func answered(ctx context.Context, tx *store.Tx, c content.Comment, added int) error {
	if c.Kind != content.Answer {
		return nil
	}
	return countAnswer(ctx, tx, c.Item, c.ID, added)
}

// acceptedFirst is the answer that was accepted, if any.
func acceptedFirst(ctx context.Context, on store.Querier, item id.ID) (id.ID, error) {
	list, err := questionsOf(ctx, on, []id.ID{item})
	if err != nil || len(list) == 0 {
		return 0, err
	}
	return list[0].Accepted, nil
}

// replyLength is how much of the accepted answer a list shows, in characters.
const replyLength = 180

func questionMarks(ctx context.Context, on store.Querier, items []id.ID) (map[id.ID]content.Mark, error) {
	list, err := settledOf(ctx, on, items)
	out := map[id.ID]content.Mark{}
	for _, q := range list {
		out[q.Item] = content.Mark{Good: q.Accepted != 0, Answers: q.Answers, Reply: text.Excerpt(q.Reply, replyLength)}
	}
	return out, err
}

// joinedQuestion counts again the answers of two questions that are one. The
// answer that was accepted stays so, unless the other question had its own.
func joinedQuestion(ctx context.Context, tx *store.Tx, from, into id.ID, back bool) error {
	if err := recountAnswers(ctx, tx, from, into); err != nil {
		return err
	}
	if back {
		return keepAccepted(ctx, tx, from, into)
	}
	return inheritAccepted(ctx, tx, from, into)
}

func pollMarks(ctx context.Context, on store.Querier, items []id.ID) (map[id.ID]content.Mark, error) {
	list, err := pollsOf(ctx, on, items)
	out := map[id.ID]content.Mark{}
	for _, p := range list {
		out[p.Item] = content.Mark{Key: "publication.mark.voters", Args: []any{"count", p.Voters}}
	}
	return out, err
}

// Accepted are the answers that the authors of these questions accepted, for
// search.
func Accepted(ctx context.Context, on store.Querier, items []id.ID) ([]id.ID, error) {
	list, err := questionsOf(ctx, on, items)
	var out []id.ID
	for _, q := range list {
		if q.Accepted != 0 {
			out = append(out, q.Accepted)
		}
	}
	return out, err
}
