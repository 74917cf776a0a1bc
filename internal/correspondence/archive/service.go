package archive

import (
	"context"
	"io"
	"net/url"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/content"
	"parvis/internal/fault"
	"parvis/internal/search"
	"parvis/internal/store"
)

// Words finds dispatches by what they say; search.Service does.
type Words interface {
	Read(ctx context.Context, actor access.Actor, asked url.Values) (search.Ask, error)
	Search(ctx context.Context, actor access.Actor, q search.Query) (search.Results, error)
}

// Parts are what a Service is built from. All are required.
type Parts struct {
	DB      *store.DB
	Clock   clock.Clock
	Content *content.Service
	Words   Words
	Host    string                           // of the site, as in mail addresses
	Site    func(ctx context.Context) string // its name
	// Print writes a paper as PDF.
	Print func(ctx context.Context, out io.Writer, p Paper) error
}

// Service remembers. It is safe for concurrent use.
type Service struct{ Parts }

// NewService makes the Service.
func NewService(p Parts) *Service { return &Service{p} }

// Consult: agents go through the archive; guests read dispatches on which they
// are named, one by one.
var Consult = access.On(access.None, "archive.consult", access.Read, access.Agent)

func (s *Service) mayConsult(actor access.Actor) error {
	if !actor.Could(Consult) {
		return fault.Forbidden()
	}
	return nil
}
