package history

import (
	"context"
	"net/url"
	"strconv"

	"parvis/internal/document"
	"parvis/internal/document/prose"
	"parvis/internal/i18n"
	"parvis/internal/id"
	"parvis/internal/ui"
)

// authorsURL is who wrote a version, or the lines of one person alone.
func authorsURL(item id.ID, number int64, person id.ID) string {
	to := versionURL(item, number) + "/authors"
	if person != 0 {
		to += "?" + url.Values{"person": {person.String()}}.Encode()
	}
	return to
}

// tagged is a passage as the page shows it: Name is empty while the hand is that
// of what stands before.
type tagged struct {
	Passage
	Name string
}

// taggedLine is a line as the page shows it.
type taggedLine struct {
	prose.Line
	Passages []tagged
}

// lines are those to show, each passage with the name of its hand where another
// begins.
func (v signed) lines(ctx context.Context) (out []taggedLine) {
	who := map[id.ID]string{}
	for _, a := range v.Authors {
		who[a.ID] = a.Name
	}
	before := id.ID(-1)
	for _, l := range v.Lines {
		line := taggedLine{Line: l.Line}
		theirs := v.Person == 0
		for _, p := range l.Passages {
			theirs = theirs || p.By.Person == v.Person
			t := tagged{Passage: p}
			if !p.nobodys() {
				if p.By.Person != before {
					t.Name = signature(ctx, who[p.By.Person], p.By)
				}
				before = p.By.Person
			}
			line.Passages = append(line.Passages, t)
		}
		if theirs {
			out = append(out, line)
		} else {
			before = -1
		}
	}
	return out
}

// signature is who wrote, and when.
func signature(ctx context.Context, name string, by document.Signature) string {
	if name == "" {
		name = i18n.T(ctx, "document.somebody")
	}
	return i18n.T(ctx, "document.authors.signature", "name", name, "date", i18n.From(ctx).Date(by.At.Time))
}

func (t tagged) class() string {
	if t.nobodys() {
		return ""
	}
	return "wrote hue-" + strconv.Itoa(document.Hue(t.By.Person))
}

// links are the authors, each leading to what they wrote alone.
func (v signed) links(ctx context.Context) ui.Links {
	var out ui.Links
	for _, a := range v.Authors {
		name := a.Name
		if name == "" {
			name = i18n.T(ctx, "document.somebody")
		}
		l := ui.Link{Label: name, Icon: "user-round", Note: i18n.T(ctx, "document.authors.words", "count", a.Words, "date", i18n.From(ctx).Date(a.Last.Time))}
		if a.ID != 0 {
			l.Href = authorsURL(v.Item.ID, v.Of.Number, a.ID)
		} else {
			l.Href = authorsURL(v.Item.ID, v.Of.Number, 0)
		}
		out = append(out, l)
	}
	return out
}
