package exchange

import (
	"context"
	"errors"
	"path"
	"slices"
	"strings"

	"parvis/internal/access"
	"parvis/internal/content"
	"parvis/internal/document"
)

// Make makes a document of a file, under its title unless n has one, and tells
// in words what of it did not come.
func (s *Service) Make(ctx context.Context, actor access.Actor, n document.New, file document.Source) (it content.Item, left string, err error) {
	a, err := s.Bring(ctx, actor, file)
	if err != nil {
		return it, "", err
	}
	a.Fill(&n)
	if it, err = s.Documents.Make(ctx, actor, n); err != nil {
		return it, "", errors.Join(err, s.Content.Tidy(ctx, actor, a.Brings))
	}
	return it, a.Left, nil
}

// zipped tells whether a name is that of a file of an office of which a document
// can be made.
func zipped(name string) bool {
	return slices.Contains([]string{".docx", ".odt"}, strings.ToLower(path.Ext(name)))
}
