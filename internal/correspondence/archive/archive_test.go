package archive_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/mail"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/correspondence"
	"parvis/internal/correspondence/archive"
	"parvis/internal/correspondence/correspondencetest"
	"parvis/internal/fault"
	"parvis/internal/i18n"
	"parvis/internal/id"
	"parvis/internal/search"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m) }

type writing = correspondence.Writing

// hall is a ministry with its archive.
type hall struct {
	*correspondencetest.World
	t       *testing.T
	archive *archive.Service
	printed archive.Paper
	found   []id.ID // what words find, whatever they are
}

// Read implements archive.Words.
func (h *hall) Read(context.Context, access.Actor, url.Values) (search.Ask, error) {
	return search.Ask{}, nil
}

// Search implements archive.Words: it finds in its order, a page at a time.
func (h *hall) Search(_ context.Context, _ access.Actor, q search.Query) (search.Results, error) {
	var out search.Results
	end := min(len(h.found), q.Offset+q.Limit)
	for _, item := range h.found[q.Offset:end] {
		out.Hits = append(out.Hits, search.Hit{Item: item})
	}
	if end < len(h.found) {
		out.Next = end
	}
	return out, nil
}

func each(t *testing.T, body func(t *testing.T, h *hall)) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h := &hall{World: correspondencetest.New(t, db), t: t}
		h.archive = archive.NewService(archive.Parts{
			DB: db, Clock: h.Clock, Content: h.Content, Words: h, Host: "parvis.example", Site: func(context.Context) string { return "Parvis" },
			Print: func(_ context.Context, out io.Writer, p archive.Paper) error {
				h.printed = p
				_, err := out.Write([]byte("%PDF"))
				return err
			},
		})
		body(t, h)
	})
}

func titled(title string) func(*writing) { return func(w *writing) { w.Subject = title } }

func kept(p access.Protection, a access.Audience) func(*writing) {
	return func(w *writing) { w.Qualified.Protection, w.Qualified.Distribution = p, a }
}

func after(to id.ID, r correspondence.Relation, shown bool) func(*writing) {
	return func(w *writing) {
		w.References = append(w.References, correspondence.Reference{To: to, Relation: r, Shown: shown})
	}
}

func (h *hall) affair(who, item id.ID) archive.Affair {
	h.t.Helper()
	a, err := h.archive.Affair(h.t.Context(), h.As(h.t, who), item)
	if err != nil {
		h.t.Fatal(err)
	}
	return a
}

// An affair is what one reads of it: a dispatch that one may not read is in no
// count, no name and no reference, unless who refers to it lets it be known.
func TestAffair(t *testing.T) {
	each(t, func(t *testing.T, h *hall) {
		secret := h.Released(t, titled("Le secret"), kept(access.Restricted, access.ForNamed))
		open := h.Released(t, titled("La suite"), kept(access.Public, access.ForServices), after(secret.Item, correspondence.Answers, false))
		said := h.Released(t, titled("La fin"), kept(access.Public, access.ForServices), after(open.Item, correspondence.Instructs, false), after(secret.Item, correspondence.Refers, true))

		whole := h.affair(h.Lucie, said.Item)
		if len(whole.Nodes) != 3 || whole.Name != "Le secret" || whole.Nodes[1].Above != 0 || whole.Nodes[2].Above != 1 {
			t.Errorf("who reads all sees %+v", whole)
		}
		part := h.affair(h.Olga, open.Item)
		if len(part.Nodes) != 2 || part.Name != "La suite" || part.Nodes[0].Above != -1 || part.Nodes[1].Above != 0 {
			t.Errorf("who reads a part sees %+v", part)
		}
		if len(part.Nodes[0].Links) != 0 {
			t.Errorf("a reference that was not to be known shows: %+v", part.Nodes[0].Links)
		}
		hidden := slices.ContainsFunc(part.Nodes[1].Links, func(l archive.Link) bool { return l.Row == nil && l.Relation == correspondence.Refers })
		if len(part.Nodes[1].Links) != 2 || !hidden {
			t.Errorf("a reference that may be known does not show: %+v", part.Nodes[1].Links)
		}
		for who, want := range map[id.ID]int{h.Lucie: 3, h.Olga: 2} {
			if n, err := h.archive.Count(t.Context(), h.As(t, who), open.Item); err != nil || n != want {
				t.Errorf("it counts %d, %v, want %d", n, err, want)
			}
		}
		if _, err := h.archive.Affair(t.Context(), h.As(t, h.Olga), secret.Item); fault.KindOf(err) != fault.KindNotFound {
			t.Errorf("an affair is reached by what one may not read: %v", err)
		}
		if _, err := h.archive.PDF(t.Context(), h.As(t, h.Olga), secret.Item); fault.KindOf(err) != fault.KindNotFound {
			t.Errorf("what one may not read is printed: %v", err)
		}
		if _, err := h.archive.AffairPDF(t.Context(), h.As(t, h.Olga), open.Item); err != nil || strings.Contains(h.printed.Source+h.printed.Title, "Le secret") {
			t.Errorf("the paper says %q, %v", h.printed.Source, err)
		}
	})
}

// A filter keeps what it says, whichever way.
func TestFilters(t *testing.T) {
	each(t, func(t *testing.T, h *hall) {
		plain := h.Released(t, titled("Vers Lima"), kept(access.Public, access.ForServices))
		copied := h.Released(t, titled("Pour information"), kept(access.Limited, access.ForServices), func(w *writing) {
			w.To = append(w.To, correspondence.Target{Unit: h.Europe})
			w.Qualified.Precedence, w.Tags = correspondence.Immediate, []string{"Budget"}
		})
		secret := h.Released(t, titled("Le secret"), kept(access.Restricted, access.ForNamed))
		all := []id.ID{secret.Item, copied.Item, plain.Item}
		for _, c := range []struct {
			who   id.ID
			asked string
			want  []id.ID
		}{
			{h.Lucie, "", all},
			{h.Ines, "", []id.ID{plain.Item}}, // cleared for nothing
			{h.Lucie, "unit=Lima", all},
			{h.Lucie, "unit=Europe", []id.ID{copied.Item}},
			{h.Lucie, "unit=Europe&acts=action", nil},
			{h.Lucie, "unit=Europe&acts=info", []id.ID{copied.Item}},
			{h.Lucie, "unit=Rome&side=to", nil},
			{h.Lucie, "unit=Rome&side=from", all},
			{h.Lucie, "precedence=3", []id.ID{copied.Item}},
			{h.Lucie, "protection=2", []id.ID{secret.Item}},
			{h.Ines, "protection=2", nil},
			{h.Lucie, "tag=budget", []id.ID{copied.Item}},
			{h.Lucie, "type=TG", nil},
			{h.Lucie, "from=2100-01-01", nil},
			{h.Lucie, "until=2000-01-01", nil},
			{h.Lucie, "q=lima&protection=0", []id.ID{plain.Item}},
		} {
			asked, err := url.ParseQuery(c.asked)
			if err != nil {
				t.Fatal(err)
			}
			h.found = []id.ID{plain.Item, copied.Item, secret.Item}
			f, err := h.archive.Ask(t.Context(), h.As(t, c.who), asked)
			if err != nil {
				t.Fatalf("%s: %v", c.asked, err)
			}
			for _, f := range []archive.Filter{f, f.Busy()} {
				var got []id.ID
				for _, r := range h.all(c.who, f, 2) {
					got = append(got, r.Item)
					if (r.Excerpt == "") != (r.Item == secret.Item) {
						t.Errorf("of %s a list says %q", r.Title, r.Excerpt)
					}
				}
				if !slices.Equal(got, c.want) {
					t.Errorf("%q gives %v, want %v", c.asked, got, c.want)
				}
			}
		}
		_, err := h.archive.Ask(t.Context(), h.As(t, h.Lucie), url.Values{"from": {"2026-11-20"}, "until": {"2026-11-19"}})
		if f, refused := fault.As(err); !refused || len(f.Fields) != 1 || f.Fields[0].Name != "until" {
			t.Errorf("a period that ends before it begins: %v", err)
		}
		if _, err = h.archive.Ask(t.Context(), h.As(t, h.Lucie), url.Values{"from": {"2026-11-20"}, "until": {"2026-11-20"}}); err != nil {
			t.Errorf("a period of one day: %v", err)
		}
		_, err = h.archive.Ask(t.Context(), h.As(t, h.Lucie), url.Values{"unit": {"Nulle part"}, "tag": {"rien"}})
		if told, ok := fault.As(err); !ok || told.Kind != fault.Invalid || len(told.Fields) != 2 {
			t.Errorf("names of nothing give %v", err)
		}
		if _, err := h.archive.Find(t.Context(), h.As(t, h.Garance), archive.Filter{}, nil, 10); fault.KindOf(err) != fault.KindForbidden {
			t.Errorf("a guest goes through the archive: %v", err)
		}
	})
}

// all reads page after page.
func (h *hall) all(who id.ID, f archive.Filter, limit int) (out []archive.Row) {
	h.t.Helper()
	var after *archive.Cursor
	for range 20 {
		page, err := h.archive.Find(h.t.Context(), h.As(h.t, who), f, after, limit)
		if err != nil {
			h.t.Fatal(err)
		}
		out = append(out, page.Rows...)
		if after = page.Next; after == nil {
			return out
		}
	}
	h.t.Fatal("it has no end")
	return nil
}

// A page with words goes on where it stopped, also when filters leave out more
// than it looks at.
func TestFindsFurther(t *testing.T) {
	each(t, func(t *testing.T, h *hall) {
		wanted := h.Released(t, titled("Loin"))
		for range 900 {
			h.found = append(h.found, h.IDs.New())
		}
		h.found = append(h.found, wanted.Item)
		page, err := h.archive.Find(t.Context(), h.As(t, h.Lucie), archive.Filter{Text: "loin"}, nil, 10)
		if err != nil || len(page.Rows) != 0 || page.Next == nil {
			t.Fatalf("the first page is %+v, %v", page, err)
		}
		if rows := h.all(h.Lucie, archive.Filter{Text: "loin"}, 10); len(rows) != 1 || rows[0].Item != wanted.Item {
			t.Errorf("it finds %+v", rows)
		}
	})
}

// A message reads back as the dispatch that it was, with the fields of RFC 6477.
func TestMessage(t *testing.T) {
	each(t, func(t *testing.T, h *hall) {
		file, err := h.Content.Upload(t.Context(), h.As(t, h.Rita), "plan d’accès.txt", strings.NewReader("La porte est à gauche."))
		if err != nil {
			t.Fatal(err)
		}
		first := h.Released(t, titled("Une question"))
		second := h.Released(t, titled("Réponse : été à Lima"), kept(access.Restricted, access.ForNamed), after(first.Item, correspondence.Answers, false), func(w *writing) {
			w.To = append(w.To, correspondence.Target{Unit: h.Europe})
			w.Qualified.Precedence, w.Files, w.Expects = correspondence.Immediate, []id.ID{file.ID}, "Confirmer l’heure."
			w.Source += "\n\n1\\. Sans liste."
			w.Due = clock.At(h.Clock.Now().Add(48 * time.Hour))
		})
		out, err := h.archive.Message(french(t), h.As(t, h.Lucie), second.Item)
		if err != nil {
			t.Fatal(err)
		}
		plain, err := mail.ReadMessage(made(t, out))
		if err != nil {
			t.Fatal(err)
		}
		due := second.Due.UTC().Format("2006-01-02 15:04Z")
		for name, want := range map[string]string{
			"MMHS-Primary-Precedence": "3 (immediate)", "MMHS-Copy-Precedence": "3 (immediate)", "MMHS-Originator-Reference": "TD ROME " + number(second),
			"MMHS-Originator-PLAD": "ROME", "MMHS-Message-Instructions": "NO DISTRIBUTION; REPLY BY " + due, "Sensitivity": "Company-Confidential",
			"In-Reply-To": "<dispatch." + first.Item.String() + "@parvis.example>", "Message-ID": "<dispatch." + second.Item.String() + "@parvis.example>",
		} {
			if got := plain.Header.Get(name); got != want {
				t.Errorf("%s: %q, want %q", name, got, want)
			}
		}
		released, err := mail.ParseDate(plain.Header.Get("MMHS-Extended-Authorisation-Info"))
		if err != nil || !released.Equal(second.Released.Truncate(time.Second)) {
			t.Errorf("released %v, %v", released, err)
		}
		for name, want := range map[string]string{"From": "Rome", "To": "Lima", "Cc": "Europe"} {
			if list, err := plain.Header.AddressList(name); err != nil || len(list) != 1 || list[0].Name != want {
				t.Errorf("%s: %v, %v", name, list, err)
			}
		}
		subject, err := new(mime.WordDecoder).DecodeHeader(plain.Header.Get("Subject"))
		if err != nil || subject != "Réponse : été à Lima" {
			t.Errorf("its subject is %q, %v", subject, err)
		}
		said, name, joined := parts(t, plain)
		if !strings.Contains(said, "Attendu") || !strings.Contains(said, "Confirmer l’heure.") || !strings.Contains(said, "Le programme est arrêté.\r\n\r\n1. Sans liste.") {
			t.Errorf("it says %q", said)
		}
		if name != "plan d’accès.txt" || joined != "La porte est à gauche." {
			t.Errorf("it brings %q: %q", name, joined)
		}
		if _, err := h.archive.Message(t.Context(), h.As(t, h.Ines), second.Item); fault.KindOf(err) != fault.KindNotFound {
			t.Errorf("who is not cleared takes it away: %v", err)
		}
	})
}

// french is a context in which sentences are French.
func french(t *testing.T) context.Context {
	t.Helper()
	words, err := i18n.Load(i18n.Messages, correspondence.Messages, archive.Messages)
	if err != nil {
		t.Fatal(err)
	}
	return i18n.With(t.Context(), words.In(i18n.French))
}

// made is what a file says.
func made(t *testing.T, f archive.File) *bytes.Buffer {
	t.Helper()
	var out bytes.Buffer
	if err := f.Write(french(t), &out); err != nil {
		t.Fatal(err)
	}
	return &out
}

// parts reads a message: what it says, and the file that is joined.
func parts(t *testing.T, m *mail.Message) (said, name, joined string) {
	t.Helper()
	_, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	for r := multipart.NewReader(m.Body, params["boundary"]); ; {
		part, err := r.NextPart()
		if errors.Is(err, io.EOF) {
			return said, name, joined
		}
		if err != nil {
			t.Fatal(err)
		}
		var from io.Reader = part // NextPart undoes quoted-printable
		if part.Header.Get("Content-Transfer-Encoding") == "base64" {
			from = base64.NewDecoder(base64.StdEncoding, part)
		}
		data, err := io.ReadAll(from)
		if err != nil {
			t.Fatal(err)
		}
		if file := part.FileName(); file != "" {
			name, joined = file, string(data)
			continue
		}
		said = string(data)
	}
}

func number(d correspondence.Dispatch) string {
	return strings.ReplaceAll(d.Released.Format("2006")+"-N", "N", string(rune('0'+d.Number)))
}
