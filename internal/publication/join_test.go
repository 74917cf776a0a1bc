package publication_test

import (
	"fmt"
	"testing"
	"time"

	"parvis/internal/access"
	"parvis/internal/content"
	"parvis/internal/content/contenttest"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/publication"
	"parvis/internal/store"
)

func ask(t *testing.T, s *site, by, community id.ID, change ...func(*content.New)) content.Item {
	t.Helper()
	n := content.New{ID: s.IDs.New(), Kind: publication.Question, Community: community, Title: "Combien de jours ?", Source: "Je cherche."}
	for _, c := range change {
		c(&n)
	}
	it, err := s.service.Publish(t.Context(), s.As(t, by), publication.New{New: n})
	if err != nil {
		t.Fatal(err)
	}
	return it
}

func reply(t *testing.T, s *site, by, item id.ID, kind content.CommentKind, parent id.ID) content.Comment {
	t.Helper()
	c, err := s.Content.Comment(t.Context(), s.As(t, by), content.NewComment{Form: s.IDs.New(), Item: item, Kind: kind, Parent: parent, Source: "Vingt-cinq, @olga.roux."})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// everything is all that hangs on some items, to be compared before and after.
func everything(t *testing.T, s *site, items ...id.ID) string {
	t.Helper()
	var out string
	for _, q := range []*store.Query{
		store.Q(`SELECT 'comment ' || k.id || ' in ' || k.item_id || ' under ' || COALESCE(k.parent_id, 0) || ' ' || k.state || k.useful || k.thanks FROM comments k WHERE k.item_id IN %s ORDER BY k.id`, store.Values(items)),
		store.Q(`SELECT 'reaction ' || item_id || ' ' || comment_id || ' ' || person_id FROM reactions WHERE item_id IN %s ORDER BY 1`, store.Values(items)),
		store.Q(`SELECT 'mention ' || item_id || ' ' || comment_id || ' ' || person_id FROM mentions WHERE item_id IN %s ORDER BY 1`, store.Values(items)),
		store.Q(`SELECT 'revision ' || item_id || ' ' || COALESCE(comment_id, 0) FROM revisions WHERE item_id IN %s ORDER BY 1`, store.Values(items)),
		store.Q(`SELECT 'follow ' || target_id || ' ' || person_id || ' ' || level FROM follows WHERE target_id IN %s ORDER BY 1`, store.Values(items)),
		store.Q(`SELECT 'item ' || id || ' ' || comments || ' ' || CAST(closed AS INTEGER) || ' ' || COALESCE(joined_id, 0) FROM items WHERE id IN %s ORDER BY 1`, store.Values(items)),
		store.Q(`SELECT 'question ' || item_id || ' ' || answers || ' ' || COALESCE(accepted_id, 0) FROM questions WHERE item_id IN %s ORDER BY 1`, store.Values(items)),
	} {
		for _, line := range contenttest.Ask[string](t, s.World, q) {
			out += line + "\n"
		}
	}
	return out
}

// TestJoinLosesNothing: answers go with their authors, reactions, history and
// replies; parting gives back exactly what there was.
func TestJoinLosesNothing(t *testing.T) {
	eachSite(t, func(t *testing.T, s *site) {
		a, b := ask(t, s, s.Marc, s.Open), ask(t, s, s.Manon, s.Open)
		first := reply(t, s, s.Olga, a.ID, content.Answer, 0)
		under := reply(t, s, s.Marc, a.ID, content.Remark, first.ID)
		reply(t, s, s.Olga, a.ID, content.Remark, 0)
		own := reply(t, s, s.Olga, b.ID, content.Answer, 0)
		if _, err := s.Content.React(t.Context(), s.As(t, s.Manon), content.Subject{Item: a.ID, Comment: first.ID}, content.Useful); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Content.React(t.Context(), s.As(t, s.Olga), content.Subject{Item: a.ID}, content.Thanks); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Content.EditComment(t.Context(), s.As(t, s.Olga), content.EditComment{Comment: first.ID, Source: "Vingt-cinq jours ouvrés."}); err != nil {
			t.Fatal(err)
		}
		if err := s.service.Accept(t.Context(), s.As(t, s.Marc), a.ID, first.ID); err != nil {
			t.Fatal(err)
		}
		follow := func(who, item id.ID, at time.Time) {
			t.Helper()
			err := s.DB.Write(t.Context(), func(tx *store.Tx) error {
				_, err := store.Exec(t.Context(), tx, store.Q(`INSERT INTO follows (person_id, target_kind, target_id, level, created) VALUES (%s, 'item', %s, 2, %s)`, who, item, at.UnixMilli()))
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		follow(s.Marc, a.ID, s.Clock.Now().Time)
		follow(s.Olga, a.ID, s.Clock.Now().Time)
		follow(s.Olga, b.ID, s.Clock.Now().Time)
		before := everything(t, s, a.ID, b.ID)
		s.Clock.Add(time.Minute)

		join := func(who id.ID) error { return s.Content.Join(t.Context(), s.As(t, who), a.ID, b.ID) }
		contenttest.Wants(t, "by who is neither author nor manager", join(s.Olga), fault.KindForbidden)
		contenttest.Wants(t, "by a guest of nothing", join(s.Garance), fault.KindNotFound)
		contenttest.Wants(t, "to itself", s.Content.Join(t.Context(), s.As(t, s.Marc), a.ID, a.ID), fault.Invalid)
		contenttest.Wants(t, "to a post", s.Content.Join(t.Context(), s.As(t, s.Marc), a.ID, s.Post(t, s.Manon, s.Open).ID), fault.Invalid)
		contenttest.Wants(t, "by its author", join(s.Marc), allowed)
		contenttest.Wants(t, "twice", join(s.Marc), fault.Invalid)
		thread, err := s.Content.Read(t.Context(), s.As(t, s.Olga), b.ID, content.At{})
		if err != nil {
			t.Fatal(err)
		}
		if len(thread.Comments.List) != 4 || thread.Item.Comments != 4 || thread.Comments.List[0].ID != first.ID || thread.Comments.List[0].Useful != 1 {
			t.Errorf("read under the second: %d of %d, %+v", len(thread.Comments.List), thread.Item.Comments, thread.Comments.List)
		}
		if q, err := s.service.QuestionOf(t.Context(), b.ID); err != nil || q.Answers != 2 || q.Accepted != first.ID {
			t.Errorf("the second question: %+v, %v", q, err)
		}
		_, err = s.Content.Comment(t.Context(), s.As(t, s.Olga), content.NewComment{Form: s.IDs.New(), Item: a.ID, Source: "Trop tard."})
		contenttest.Wants(t, "answering the first", err, fault.KindForbidden)
		contenttest.Wants(t, "reopening it", s.Content.Reopen(t.Context(), s.As(t, s.Marc), a.ID), fault.Invalid)
		if n := s.Count(t, store.Q(`SELECT COUNT(*) FROM follows WHERE target_id = %s`, b.ID)); n != 2 {
			t.Errorf("%d follow the second", n)
		}
		list, err := s.Content.JoinedInto(t.Context(), s.As(t, s.Marc), b.ID)
		if err != nil || len(list) != 1 || list[0].ID != a.ID || list[0].Said != 3 || !list[0].May {
			t.Errorf("%+v, %v", list, err)
		}
		if led := s.get(t, s.Olga, "/i/"+a.ID.String()+"?at="+first.ID.String()).wants(t, 303); led.to != "/i/"+b.ID.String()+"?at="+first.ID.String() {
			t.Errorf("the first leads to %s", led.to)
		}
		s.get(t, s.Olga, "/i/"+a.ID.String()+"?alone=1").wants(t, 200, "Je cherche.")

		c := ask(t, s, s.Marc, s.Open)
		contenttest.Wants(t, "a third to the first", s.Content.Join(t.Context(), s.As(t, s.Marc), c.ID, a.ID), fault.Invalid)
		contenttest.Wants(t, "parting, by another", s.Content.Part(t.Context(), s.As(t, s.Olga), a.ID), fault.KindForbidden)
		contenttest.Wants(t, "parting, by a manager", s.Content.Part(t.Context(), s.As(t, s.Manon), a.ID), allowed)
		if after := everything(t, s, a.ID, b.ID); after != before {
			t.Errorf("before:\n%safter:\n%s", before, after)
		}
		// What is replied meanwhile goes with what it replies to.
		contenttest.Wants(t, "again", join(s.Manon), allowed)
		late := reply(t, s, s.Olga, b.ID, content.Remark, under.ID)
		contenttest.Wants(t, "parting again", s.Content.Part(t.Context(), s.As(t, s.Marc), a.ID), allowed)
		if k, _, err := s.Content.One(t.Context(), s.As(t, s.Olga), late.ID); err != nil || k.Item != a.ID {
			t.Errorf("the late reply is in %v, %v", k.Item, err)
		}
		if k, _, err := s.Content.One(t.Context(), s.As(t, s.Olga), own.ID); err != nil || k.Item != b.ID {
			t.Errorf("the second's own answer is in %v, %v", k.Item, err)
		}
	})
}

// TestJoinKeepsReaders: two questions that others read are never one.
func TestJoinKeepsReaders(t *testing.T) {
	eachSite(t, func(t *testing.T, s *site) {
		private, open, members := ask(t, s, s.Marc, s.Private), ask(t, s, s.Marc, s.Open), ask(t, s, s.Marc, s.Open, func(n *content.New) { n.Audience = access.MembersOnly })
		request, relayed := ask(t, s, s.Marc, s.OnRequest), ask(t, s, s.Marc, s.OnRequest)
		elsewhere := s.Community(t, "Ailleurs", access.Open)
		s.Join(t, elsewhere, s.Marc, access.MemberRole)
		far := ask(t, s, s.Marc, elsewhere)
		if err := s.Content.Relay(t.Context(), s.As(t, s.Manon), relayed.ID, s.Open, ""); err != nil {
			t.Fatal(err)
		}
		for name, c := range map[string]struct {
			from, into id.ID
			key        string
		}{
			"private to open":         {private.ID, open.ID, "content.join.wider"},
			"open to private":         {open.ID, private.ID, "content.join.narrower"},
			"members to everyone":     {members.ID, open.ID, "content.join.wider"},
			"everyone to members":     {open.ID, members.ID, "content.join.narrower"},
			"to what goes further":    {request.ID, relayed.ID, "content.join.wider"},
			"from what goes further":  {relayed.ID, request.ID, "content.join.narrower"},
			"closed places":           {private.ID, request.ID, "content.join.wider"},
			"open places with guests": {open.ID, far.ID, "content.join.narrower"},
			"open places of guests":   {far.ID, open.ID, "content.join.wider"},
		} {
			err := s.Content.Join(t.Context(), s.As(t, s.Marc), c.from, c.into)
			if f, ok := fault.As(err); !ok || f.Key != c.key {
				t.Errorf("%s: %v, want %s", name, err, c.key)
			}
		}
		s.Join(t, elsewhere, s.Gaspard, access.GuestRole)
		contenttest.Wants(t, "open places with the same guests", s.Content.Join(t.Context(), s.As(t, s.Marc), open.ID, far.ID), allowed)
	})
}

// TestAJoinedQuestionOutlivesTheOther: what goes for good gives back first.
func TestAJoinedQuestionOutlivesTheOther(t *testing.T) {
	eachSite(t, func(t *testing.T, s *site) {
		a, b := ask(t, s, s.Marc, s.Open), ask(t, s, s.Marc, s.Open)
		said := reply(t, s, s.Olga, a.ID, content.Answer, 0)
		contenttest.Wants(t, "joining", s.Content.Join(t.Context(), s.As(t, s.Marc), a.ID, b.ID), allowed)
		if _, err := s.Content.Bin(t.Context(), s.As(t, s.Marc), b.ID, ""); err != nil {
			t.Fatal(err)
		}
		s.get(t, s.Olga, "/i/"+a.ID.String()).wants(t, 200, "Combien de jours")
		s.Clock.Add(content.BinKept + time.Hour)
		if err := s.Content.EmptyBin(t.Context()); err != nil {
			t.Fatal(err)
		}
		k, _, err := s.Content.One(t.Context(), s.As(t, s.Olga), said.ID)
		if err != nil || k.Item != a.ID || k.Source == "" {
			t.Errorf("%+v, %v", k, err)
		}
		if it, _, err := s.Content.Glance(t.Context(), s.As(t, s.Olga), access.ReadItem, a.ID); err != nil || it.Joined != 0 || it.Closed || it.Comments != 1 {
			t.Errorf("%s, %v", fmt.Sprintf("%+v", it), err)
		}
	})
}
