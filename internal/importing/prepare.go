package importing

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/content"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/text"
)

// writer is for whom something is written: the person whom its author is here,
// or who imports.
type writer struct {
	id    id.ID
	actor access.Actor
	known bool
}

// prepare makes of a record what the site takes: its author found, its texts
// within bounds, its files received. What cannot be kept as it was is told.
func (r *run) prepare(ctx context.Context, e *entry) (err error) {
	if e.done {
		return nil
	}
	e.done = true
	if e.from, err = r.writer(ctx, e.Author); err != nil {
		return err
	}
	now := r.Clock.Now()
	if e.Created.After(now.Add(time.Hour)) {
		r.warn(e, "its date is in the future: it is dated now")
		e.Created = clock.Time{}
	}
	if e.Created.IsZero() {
		e.Created = now
	}
	e.Title, e.Text = readable(e.Title), readable(e.Text)
	r.trimTags(e)
	if err := r.receive(ctx, e); err != nil {
		return err
	}
	switch {
	case r.kind.IsFile && (len(e.Files) == 0 || len(e.files) == 0 && !r.plan.DryRun):
		return Refusal{Why: "it brings no file that can be kept"}
	case e.Text == "" && len(e.Files) == 1 && !r.kind.IsFile:
		if e.Text, err = r.textOf(ctx, e.Files[0]); err != nil {
			return err
		}
	}
	if e.Text == "" && len(e.Files) > 0 && !r.kind.IsFile {
		e.Text = asMarkdown(e.Files[0].Name)
	}
	if !e.from.known {
		e.Text = signed(e) + e.Text
	}
	if e.Title == "" {
		e.Title = text.Excerpt(e.Text, 80)
	}
	if utf8.RuneCountInString(e.Title) > content.MaxTitle {
		r.warn(e, "its title is cut")
		e.Title = string([]rune(e.Title)[:content.MaxTitle-1]) + "…"
	}
	return r.bound(ctx, e)
}

// writer finds who wrote something: a person by address or handle, who might
// have written it here too. Nobody's account is made, and nobody speaks where
// they may not.
func (r *run) writer(ctx context.Context, login string) (writer, error) {
	login = strings.ToLower(strings.TrimSpace(login))
	if w, ok := r.authors[login]; ok {
		return w, nil
	}
	w := writer{id: r.by.Person(), actor: r.by}
	if login != "" {
		p, err := r.People.ByLogin(ctx, login)
		switch {
		case err == nil:
			if w, err = r.speaks(ctx, w, p.ID); err != nil {
				return w, err
			}
		case fault.KindOf(err) != fault.KindNotFound:
			return w, err
		}
	}
	if len(r.authors) < 100_000 {
		r.authors[login] = w
	}
	return w, nil
}

// speaks gives somebody the word if they may say something in the community.
func (r *run) speaks(ctx context.Context, otherwise writer, person id.ID) (writer, error) {
	actor, err := r.People.ActorOf(ctx, person)
	if err != nil {
		if refusable(err) || fault.KindOf(err) == fault.Unauthenticated {
			return otherwise, nil // suspended, or gone
		}
		return otherwise, err
	}
	if _, err := access.Load(ctx, r.DB, actor, content.Publish, r.plan.Community); err != nil {
		if refusable(err) {
			return otherwise, nil
		}
		return otherwise, err
	}
	return writer{id: person, actor: actor, known: true}, nil
}

// signed tells in the text who wrote it.
func signed(e *entry) string {
	name := e.Signed
	if name == "" {
		name = e.Author
	}
	if name, _ = text.Line(strings.Map(plain, name), 200); name == "" {
		return ""
	}
	return "*" + name + ", " + e.Created.UTC().Format("02/01/2006") + "*\n\n"
}

// plain leaves out of a name what Markdown would take for a sign.
func plain(r rune) rune {
	if strings.ContainsRune("*_`[]<>\\@", r) {
		return ' '
	}
	return r
}

// readable is a text without what no text holds.
func readable(s string) string {
	s = strings.ToValidUTF8(strings.ReplaceAll(s, "\r\n", "\n"), "\uFFFD")
	return strings.TrimSpace(strings.Map(func(c rune) rune {
		if c < ' ' && c != '\n' && c != '\t' || c == 0x7f {
			return -1
		}
		return c
	}, s))
}

func (r *run) trimTags(e *entry) {
	var kept []string
	for _, tag := range e.Tags {
		tag = strings.TrimLeft(readable(tag), "#")
		if tag == "" {
			continue
		}
		if utf8.RuneCountInString(tag) > content.MaxTag || len(kept) == content.MaxTags {
			r.warn(e, fmt.Sprintf("its tag %.60q is left out: %d at most, of %d characters", tag, content.MaxTags, content.MaxTag))
			continue
		}
		kept = append(kept, tag)
	}
	e.Tags = kept
}

// bound keeps a text that is too long: its beginning in place, the whole of it
// as a file.
func (r *run) bound(ctx context.Context, e *entry) error {
	most := content.MaxSource
	if len(e.Parents) > 0 || e.was.Comment != 0 {
		most = content.MaxComment
	}
	if utf8.RuneCountInString(e.Text) <= most {
		return nil
	}
	whole := e.Text
	e.Text = string([]rune(e.Text)[:most-1]) + "…"
	r.warn(e, fmt.Sprintf("its text is cut after %d characters; the whole of it is joined", most))
	return r.receiveOne(ctx, e, Joined{Name: "texte-complet.md", Size: int64(len(whole)), Open: func() (io.ReadCloser, error) {
		return io.NopCloser(strings.NewReader(whole)), nil
	}})
}

// receive keeps the files of a record, loose until it is made, and has the text
// lead to them. A file that is refused leaves the rest.
func (r *run) receive(ctx context.Context, e *entry) error {
	for _, f := range e.Files {
		if len(e.files) == content.MaxFiles-1 {
			r.warn(e, fmt.Sprintf("its files after the first %d are left out", len(e.files)))
			return nil
		}
		if err := r.receiveOne(ctx, e, f); err != nil {
			return err
		}
	}
	return nil
}

func (r *run) receiveOne(ctx context.Context, e *entry, f Joined) error {
	body, err := f.Open()
	if err != nil {
		r.warn(e, fmt.Sprintf("its file %q cannot be read: %v", f.Name, err))
		return nil
	}
	defer body.Close()
	if r.plan.DryRun {
		if f.Size > r.largest() || f.Size == 0 {
			r.warn(e, fmt.Sprintf("its file %q is left out: it is empty or too large", f.Name))
		}
		return nil
	}
	kept, err := r.Content.Receive(ctx, e.from.actor, f.Name, body, r.largest())
	if refusable(err) {
		r.warn(e, fmt.Sprintf("its file %q is left out: %s", f.Name, r.Explain(err)))
		return nil
	}
	if err != nil {
		return errors.Join(fmt.Errorf("the file %q", f.Name), err)
	}
	e.files = append(e.files, kept)
	if f.Link != "" {
		e.Text = strings.ReplaceAll(e.Text, "]("+f.Link+")", "]("+kept.Href()+")")
	}
	return nil
}

// largest is the size of the largest file that is taken, in bytes.
func (r *run) largest() int64 { return max(r.kind.Largest, content.MaxFileSize) }

// begin is the first moment of ids.
func begin() time.Time { return time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC) }

// squeezed puts the years before 2024, which no id reaches, in order into the
// first half-hour of that year, a thousand seconds in each millisecond.
func squeezed(at clock.Time) time.Time {
	return begin().Add(time.Duration(1+max(at.Unix(), 0)/1000) * time.Millisecond)
}

// idFrom is the id of what bears a name, in that same half-hour, in no order:
// of two thousand names, no two meet but once in a million imports.
func idFrom(origin string) id.ID {
	sum := sha256.Sum256([]byte(origin))
	moment, seq := binary.BigEndian.Uint64(sum[:8]), binary.BigEndian.Uint64(sum[8:16])
	return id.At(begin().Add(time.Duration(1+moment%1_700_000)*time.Millisecond), int64(seq>>2))
}
