package history

import (
	"context"

	"parvis/internal/access"
	"parvis/internal/api"
	"parvis/internal/clock"
	"parvis/internal/document"
	"parvis/internal/id"
)

type authorsInput struct {
	document.One
	Number int64 `query:"number" minimum:"0" doc:"the update after which; now when absent"`
}

type authorsJSON struct {
	Number  int64            `json:"number" doc:"the last update in it"`
	Authors []authorJSON     `json:"authors" doc:"who wrote most first"`
	Lines   []signedLineJSON `json:"lines"`
}

type authorJSON struct {
	Person api.Face   `json:"person"`
	Words  int        `json:"words"`
	Last   clock.Time `json:"last,omitzero" doc:"when they wrote last of what stands"`
}

type signedLineJSON struct {
	Kind     string        `json:"kind" doc:"of its block"`
	Passages []passageJSON `json:"passages"`
}

type passageJSON struct {
	Text string     `json:"text"`
	By   id.ID      `json:"by,omitzero" doc:"absent when nobody knows"`
	At   clock.Time `json:"at,omitzero"`
}

func (p programs) authors(ctx context.Context, actor access.Actor, in *authorsInput) (*api.Answer[authorsJSON], error) {
	out := authorsJSON{Number: in.Number, Lines: []signedLineJSON{}}
	if in.Number == 0 {
		var err error
		if out.Number, err = p.Documents.Last(ctx, actor, in.Item.ID); err != nil {
			return nil, err
		}
	}
	lines, authors, err := p.Signed(ctx, actor, in.Item.ID, out.Number)
	if err != nil {
		return nil, err
	}
	out.Authors = api.Each(authors, func(a Author) authorJSON { return authorJSON{api.FaceOf(a.Face), a.Words, a.Last} })
	for _, l := range lines {
		out.Lines = append(out.Lines, signedLineJSON{string(l.Kind), api.Each(l.Passages, func(q Passage) passageJSON {
			return passageJSON{q.text(), q.By.Person, q.By.At}
		})})
	}
	return api.Of(out), nil
}
