package library

import (
	"context"
	"net/http"
	"strconv"

	"parvis/internal/access"
	"parvis/internal/api"
	"parvis/internal/content"
	"parvis/internal/fault"
)

type beginInput struct {
	InLibrary
	api.Raw
}

type uploadInput struct {
	api.Raw
	Upload api.ID `path:"upload"`
}

const tusDetail = "It speaks tus 1.0 (https://tus.io): core, creation, termination, checksum and expiration. "

// apiUploads declares the uploads in pieces, for files of any size that the
// site admits.
func (s *Service) apiUploads(a *api.API) {
	api.RegisterRaw(a, api.Operation{
		Method: http.MethodPost, Path: "/communities/{community}/library/uploads", ID: "begin-upload", Tag: apiTag, Action: Add,
		Summary: "Announce a file that comes in pieces",
		Detail:  tusDetail + "Upload-Metadata: filename, folder, path (folders to make), replaces (the item that gets a new version), note, same (both or version).",
	}, func(ctx context.Context, actor access.Actor, in *beginInput) (api.Headers, error) {
		n := announced(in.Request.Header)
		n.Community = in.Community.ID
		u, err := s.Begin(ctx, actor, n)
		if err != nil {
			return api.Headers{}, err
		}
		h := tusHeaders(u)
		h["Location"], h["Tus-Extension"] = uploadURL(api.Prefix, u), tusExtensions
		return api.Headers{Status: http.StatusCreated, Set: h}, nil
	})
	api.RegisterRaw(a, api.Operation{
		Method: http.MethodHead, Path: "/uploads/{upload}", ID: "read-upload", Tag: apiTag, Action: content.SignedIn,
		Summary: "Tell how far an upload of one's own has come", Detail: tusDetail,
	}, func(ctx context.Context, actor access.Actor, in *uploadInput) (api.Headers, error) {
		u, err := s.Find(ctx, actor, in.Upload.ID)
		h := tusHeaders(u)
		h["Upload-Length"] = strconv.FormatInt(u.Length, 10)
		return api.Headers{Status: http.StatusOK, Set: h}, err
	})
	api.RegisterRaw(a, api.Operation{
		Method: http.MethodPatch, Path: "/uploads/{upload}", ID: "append-to-upload", Tag: apiTag, Action: content.SignedIn,
		Summary: "Send the next piece of a file", Detail: tusDetail + "The last piece makes the file; Content-Location then names its item.",
		MaxBody: -1, // the announced length bounds it
	}, func(ctx context.Context, actor access.Actor, in *uploadInput) (api.Headers, error) {
		at, sum, err := pieceOf(in.Request.Header)
		if err != nil {
			return api.Headers{}, err
		}
		piece := in.Arriving(Patience)
		u, err := s.Append(ctx, actor, in.Upload.ID, at, piece, sum)
		if told, ok := fault.As(err); ok && told.Key == checksumKey {
			return api.Headers{Status: tusMismatch, Set: tusHeaders(Upload{})}, nil
		}
		return api.Headers{Status: http.StatusNoContent, Set: tusHeaders(u)}, err
	})
	api.RegisterRaw(a, api.Operation{
		Method: http.MethodDelete, Path: "/uploads/{upload}", ID: "cancel-upload", Tag: apiTag, Action: content.SignedIn,
		Summary: "Forget an upload and what came of it", Detail: tusDetail,
	}, func(ctx context.Context, actor access.Actor, in *uploadInput) (api.Headers, error) {
		return api.Headers{Status: http.StatusNoContent, Set: tusHeaders(Upload{})}, s.Cancel(ctx, actor, in.Upload.ID)
	})
}
