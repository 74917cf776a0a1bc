package demonstration

import (
	"context"

	"parvis/internal/clock"
	"parvis/internal/id"
	"parvis/internal/store"
)

type sectionRow struct {
	id, community, parent id.ID
	position              int
	name                  string
}

type sheetRow struct {
	item, section, verifier id.ID
	origin, comment         id.ID
	status, position        int
	months, checked         int
	review, verified, asked clock.Time
}

type sourceRow struct {
	item        id.ID
	position    int
	title, link string
}

type reportRow struct {
	id, item, person id.ID
	note             string
	created          clock.Time
}

// writeSheets writes the trees of contents.
func (b *batch) writeSheets(ctx context.Context, tx *store.Tx) error {
	err := store.Fill(ctx, tx, `INSERT INTO sheet_sections (id, community_id, parent_id, position, name)`, b.sections, func(s sectionRow) []any {
		return []any{s.id, s.community, s.parent.Nullable(), s.position, s.name}
	})
	if err != nil {
		return err
	}
	err = store.Fill(ctx, tx, `INSERT INTO sheets (item_id, status, section_id, position, months, review, verified, verifier_id, checked, asked, origin_id, comment_id)`,
		b.sheets, func(s sheetRow) []any {
			return []any{s.item, s.status, s.section.Nullable(), s.position, s.months, s.review, s.verified, s.verifier.Nullable(), s.checked, s.asked,
				s.origin.Nullable(), s.comment.Nullable()}
		})
	if err != nil {
		return err
	}
	err = store.Fill(ctx, tx, `INSERT INTO sheet_sources (item_id, position, title, link)`, b.sources, func(s sourceRow) []any {
		return []any{s.item, s.position, s.title, s.link}
	})
	if err != nil {
		return err
	}
	err = store.Fill(ctx, tx, `INSERT INTO sheet_contributors (item_id, person_id)`, b.contributors, func(p pair) []any {
		return []any{p.of, p.tag}
	})
	if err != nil {
		return err
	}
	return store.Fill(ctx, tx, `INSERT INTO sheet_reports (id, item_id, person_id, kind, note, state, created)`, b.reports, func(r reportRow) []any {
		return []any{r.id, r.item, r.person, 1, r.note, 1, r.created}
	})
}
