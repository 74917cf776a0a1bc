package administration

import (
	"context"
	"net/http"

	"parvis/internal/access"
	"parvis/internal/api"
	"parvis/internal/clock"
	"parvis/internal/content"
)

// apiQuarantine declares what concerns the files that the antivirus holds.
func (s *Service) apiQuarantine(a *api.API) {
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/admin/quarantine", ID: "list-quarantine", Tag: apiTag, Action: Govern,
		Summary: "List the files that the antivirus holds, the newest first", Detail: "Two hundred at most. One that is not released is kept for thirty days.",
	}, func(ctx context.Context, actor access.Actor, _ *struct{}) (*api.List[heldJSON], error) {
		list, err := s.Quarantined(ctx, actor)
		return api.ListOf(api.Each(list, func(q content.Quarantined) heldJSON {
			return heldJSON{q.Hash, q.Name, q.Size, q.Threat, api.FaceOf(q.Face), q.Since}
		})), err
	})
	api.Register(a, api.Operation{
		Method: http.MethodPost, Path: "/admin/quarantine/{content}/release", ID: "release-file", Tag: apiTag, Action: Govern,
		Summary: "Let a held file through",
	}, func(ctx context.Context, actor access.Actor, in *oneHeld) (*api.Nothing, error) {
		return nil, s.ReleaseFile(ctx, actor, in.Content)
	})
	api.Register(a, api.Operation{
		Method: http.MethodDelete, Path: "/admin/quarantine/{content}", ID: "destroy-file", Tag: apiTag, Action: Govern,
		Summary: "Remove a held file for good",
	}, func(ctx context.Context, actor access.Actor, in *oneHeld) (*api.Nothing, error) {
		return nil, s.DestroyFile(ctx, actor, in.Content)
	})
}

type oneHeld struct {
	Content string `path:"content" maxLength:"64" doc:"sha-256 of the content, as the list gives it"`
}

type heldJSON struct {
	Content string     `json:"content" doc:"sha-256"`
	Name    string     `json:"name" doc:"as whoever sent it called it"`
	Size    int64      `json:"size" doc:"bytes"`
	Threat  string     `json:"threat,omitempty" doc:"what the antivirus found; absent when the file was too large for it"`
	By      api.Face   `json:"by" doc:"who sent it"`
	Since   clock.Time `json:"since"`
}
