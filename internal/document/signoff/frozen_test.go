package signoff_test

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"

	"parvis/internal/access"
	"parvis/internal/content"
	"parvis/internal/content/contenttest"
	"parvis/internal/document/documenttest"
	"parvis/internal/document/signoff"
	"parvis/internal/fault"
	"parvis/internal/id"
)

// TestNobodyAlters: whatever anybody tries, in whatever order, what was approved
// says the same, and so does the document that is frozen.
func TestNobodyAlters(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		item := s.document(t, s.Open, "Le **délai** est de deux mois.")
		s.replace(t, item, "# Délais\n\nLe **délai** est de trois mois.")
		early := s.line(t, item, s.Marc) // opened while it was a draft
		typist := documenttest.Typist{Client: 7}
		_, err := early.Send(t.Context(), typist.Begin())
		must(t, err)
		s.wait(t, early, func(told documenttest.Told) bool { return told.Saved == 1 })
		s.ask(t, item, true, s.Manon)
		s.approve(t, item, s.Manon)
		want, err := s.signing.Version(t.Context(), s.As(t, s.Marc), item, 1)
		must(t, err)
		told := s.wait(t, early, func(told documenttest.Told) bool { return told.Refused != "" })
		if told.Refused != "frozen" {
			t.Errorf("an open editor is told %q", told.Refused)
		}

		r := rand.New(rand.NewPCG(3, 5))
		cast := []id.ID{s.Marc, s.Manon, s.Olga, s.Gaspard, s.Garance}
		for n := range 60 {
			who := cast[r.IntN(len(cast))]
			actor := s.As(t, who)
			var err error
			switch r.IntN(9) {
			case 0:
				err = s.docs.Replace(t.Context(), actor, item, fmt.Sprint("Autre ", n))
			case 1:
				err = s.docs.Append(t.Context(), actor, item, "De plus.")
			case 2:
				err = s.docs.ReplaceSection(t.Context(), actor, item, "Délais", "Rien.")
			case 3:
				err = s.docs.Restore(t.Context(), actor, item, 1)
			case 4:
				_, err = s.Content.Retitle(t.Context(), actor, item, "Un autre titre")
			case 5:
				_, err = s.Content.Edit(t.Context(), actor, content.Edit{Item: item, Title: "Note", Source: "Autre"})
				err = altered(err) // what the text is derived from decides, not the form
			case 6:
				_, err = s.Content.Revert(t.Context(), actor, item, 1)
			case 7:
				err = s.docs.Join(t.Context(), actor, item, s.IDs.New())
			case 8:
				err = s.write(t, item, who)
			}
			if err == nil {
				t.Errorf("somebody altered it (%d)", n)
			}
		}
		s.same(t, item, want)
		contenttest.Wants(t, "its author bins it", binned(s.Content.Bin(t.Context(), s.As(t, s.Marc), item, "")), fault.KindForbidden)

		// What is not said may still change: tags, readers.
		audience := access.MembersOnly
		_, err = s.Content.Edit(t.Context(), s.As(t, s.Marc), content.Edit{Item: item, Title: "Note", Tags: []string{"délais"}, Audience: &audience})
		must(t, err)

		// Work goes on, and what was approved stays.
		must(t, s.signing.Renew(t.Context(), s.As(t, s.Marc), item))
		s.replace(t, item, "Tout autre chose.")
		_, err = s.Content.Retitle(t.Context(), s.As(t, s.Marc), item, "Un autre titre")
		must(t, err)
		after, err := s.signing.Version(t.Context(), s.As(t, s.Marc), item, 1)
		if err != nil || after != want {
			t.Errorf("version 1 became %+v %v", after, err)
		}
	})
}

// altered makes a failure of what should change nothing.
func altered(err error) error {
	if err == nil {
		return fault.Forbidden()
	}
	return err
}

func binned(_ content.Item, err error) error { return err }

// write is what an editor tries that does not heed what it is told.
func (s *site) write(t *testing.T, item, person id.ID) error {
	l, err := documenttest.Dial(t.Context(), s.server.URL+"/"+item.String(), map[string][]string{"Person": {person.String()}})
	if err != nil {
		return err
	}
	defer l.Cut()
	typist := documenttest.Typist{Client: uint64(person)}
	if _, err := l.Send(t.Context(), typist.Begin()); err != nil {
		return err
	}
	told := s.wait(t, l, func(told documenttest.Told) bool { return told.Refused != "" || told.Saved > 0 })
	if told.Saved > 0 {
		return nil
	}
	return fault.Forbidden()
}

// same demands that a document still says what its version says.
func (s *site) same(t *testing.T, item id.ID, v signoff.Version) {
	t.Helper()
	last, err := s.docs.Last(t.Context(), s.As(t, s.Manon), item)
	must(t, err)
	m, err := s.docs.Moment(t.Context(), s.As(t, s.Manon), item, last)
	must(t, err)
	it, _, err := s.Content.Glance(t.Context(), s.As(t, s.Manon), access.ReadItem, item)
	must(t, err)
	text, err := signoff.Canonical(it.Title, signoff.Saying{Doc: m.Doc})
	must(t, err)
	if last != v.Number || text != v.Body || signoff.Hash(text) != v.Hash {
		t.Errorf("after its update %d it says %q, not %q", last, text, v.Body)
	}
}

// TestFrozenWhileWritten: several write as fast as they can while the last visa
// is given; the log ends where the version does.
func TestFrozenWhileWritten(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		item := s.document(t, s.Open, "Texte.")
		s.ask(t, item, true, s.Manon)
		const writers = 4
		lines := make([]*documenttest.Line, writers)
		for w := range lines {
			lines[w] = s.line(t, item, s.Marc)
		}
		var all sync.WaitGroup
		started := make(chan struct{}, writers)
		for w, l := range lines {
			all.Go(func() {
				typist := documenttest.Typist{Client: uint64(100 + w)}
				l.Send(t.Context(), typist.Begin())
				started <- struct{}{}
				for range 2000 {
					if _, err := l.Send(t.Context(), typist.Type("x")); err != nil {
						return
					}
				}
			})
		}
		for range writers {
			<-started
		}
		visa, manon := s.visa(t, item, s.Manon).ID, s.As(t, s.Manon)
		for range 200 {
			err := s.signing.Approve(t.Context(), manon, item, visa, 0, "")
			if err != nil && fault.KindOf(err) != fault.Conflict {
				t.Fatal(err)
			}
			if s.course(t, item).Frozen {
				break
			}
		}
		all.Wait()
		if !s.course(t, item).Frozen { // they wrote faster than anybody approves
			must(t, s.signing.Approve(t.Context(), manon, item, visa, 0, ""))
		}
		v, err := s.signing.Version(t.Context(), manon, item, 1)
		must(t, err)
		s.same(t, item, v)
		for _, l := range lines {
			s.wait(t, l, func(told documenttest.Told) bool { return told.Refused != "" || told.Ended != nil })
		}
		if says, err := s.docs.Says(t.Context(), item); err != nil {
			t.Error(err)
		} else if text, _ := signoff.Canonical("Note", signoff.Saying{Doc: says}); text != v.Body {
			t.Error("the room says what the log does not")
		}
	})
}

// TestCanonical holds the form whose hash is published.
func TestCanonical(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		item := s.document(t, s.Open, "## Délais\n\nUn **mot** & un <autre>.\n\n- [x] fait")
		m, err := s.docs.Moment(t.Context(), s.As(t, s.Marc), item, 1)
		must(t, err)
		got, err := signoff.Canonical("Note « 1 »", signoff.Saying{Doc: m.Doc, Files: map[string]string{"b": "2", "a": "1"}})
		must(t, err)
		const want = `{"blocks":[{"attrs":{"level":2},"content":[{"text":"Délais","type":"text"}],"type":"heading"},` +
			`{"content":[{"text":"Un ","type":"text"},{"marks":[{"type":"bold"}],"text":"mot","type":"text"},{"text":" & un <autre>.","type":"text"}],"type":"paragraph"},` +
			`{"content":[{"attrs":{"checked":true},"content":[{"content":[{"text":"fait","type":"text"}],"type":"paragraph"}],"type":"taskItem"}],"type":"taskList"}],` +
			`"files":{"a":"1","b":"2"},"title":"Note « 1 »"}`
		if got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	})
}
