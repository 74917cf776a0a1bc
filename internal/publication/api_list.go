package publication

import (
	"context"
	"net/http"

	"parvis/internal/access"
	"parvis/internal/api"
	"parvis/internal/content"
	"parvis/internal/id"
	"parvis/internal/web"
)

func (p programs) lists(a *api.API) {
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/items", ID: "list-items", Tag: tagItems, Action: access.ReadItem,
		Summary: "List what was published anywhere that one reads, the last first",
		Detail:  "With an author: what they published.",
	}, p.latest)
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/communities/{community}/items", ID: "list-community-items", Tag: tagItems, Action: access.ReadItem,
		Summary: "List what is read in a community, relays included, the last active first",
		Detail:  "What is pinned there is apart: see list-pinned.",
	}, p.inCommunity)
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/communities/{community}/pinned", ID: "list-pinned", Tag: tagItems, Action: access.ReadItem,
		Summary: "List what the managers keep at the top of a community",
	}, func(ctx context.Context, actor access.Actor, in *Place) (*api.List[spineJSON], error) {
		if _, err := p.Content.Place(ctx, actor, in.Community.ID); err != nil {
			return nil, err
		}
		rows, err := p.Content.Pinned(ctx, actor, in.Community.ID)
		return api.ListOf(api.Each(rows, rowOf)), err
	})
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/communities/{community}/bin", ID: "list-bin", Tag: tagItems, Action: content.Curate,
		Summary: "List what was taken away from a community, to its managers, the last first",
	}, func(ctx context.Context, actor access.Actor, in *inBinInput) (*api.Page[spineJSON], error) {
		after, err := at(in.Paging)
		if err != nil {
			return nil, err
		}
		return pageOf(p.Content.InBin(ctx, actor, in.Community.ID, after, in.Limit))
	})
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/releases", ID: "list-releases", Tag: tagItems, Action: SeeOwn,
		Summary: "List what waits for one's release, the oldest first", Detail: "In one community, or in all.",
	}, func(ctx context.Context, actor access.Actor, in *releasesInput) (*api.Page[spineJSON], error) {
		after, err := at(in.Paging)
		if err != nil {
			return nil, err
		}
		if in.Community.ID != 0 {
			if _, err := p.Content.Place(ctx, actor, in.Community.ID); err != nil {
				return nil, err
			}
		}
		return pageOf(p.Content.ToRelease(ctx, actor, in.Community.ID, after, in.Limit))
	})
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/me/items", ID: "list-my-waiting", Tag: tagItems, Action: SeeOwn,
		Summary: "List what one made that is not out: scheduled, waiting, returned; the last first",
	}, func(ctx context.Context, actor access.Actor, in *waitingInput) (*api.Page[spineJSON], error) {
		after, err := at(in.Paging)
		if err != nil {
			return nil, err
		}
		return pageOf(p.Content.NotOut(ctx, actor, after, in.Limit))
	})
}

type latestInput struct {
	api.Paging
	Kind   string `query:"kind" enum:"post,announcement,question,poll,file,knowledge"`
	Author api.ID `query:"author" doc:"id of a person"`
}

type inBinInput struct {
	Place
	api.Paging
}

type waitingInput struct{ api.Paging }

type releasesInput struct {
	api.Paging
	Community api.ID `query:"community"`
}

// pageOf answers with a page of rows.
func pageOf(page content.Page, err error) (*api.Page[spineJSON], error) {
	var next web.Cursor
	if page.Next != (content.Cursor{}) {
		next = web.Cursor{page.Next.At, int64(page.Next.ID)}
	}
	return api.PageOf(api.Each(page.Rows, rowOf), next), err
}

// at is where a list goes on.
func at(p api.Paging) (content.Cursor, error) {
	c, err := p.At(2)
	if err != nil || c == nil {
		return content.Cursor{}, err
	}
	return content.Cursor{At: c[0], ID: id.ID(c[1])}, nil
}

func (p programs) latest(ctx context.Context, actor access.Actor, q *latestInput) (*api.Page[spineJSON], error) {
	after, err := at(q.Paging)
	if err != nil {
		return nil, err
	}
	if q.Author.ID != 0 {
		return pageOf(p.Content.ByAuthor(ctx, actor, q.Author.ID, after, q.Limit))
	}
	return pageOf(p.Content.Latest(ctx, actor, content.Filter{Kind: q.Kind}, after, q.Limit))
}

type inCommunityInput struct {
	Place
	api.Paging
	Kind     string `query:"kind" enum:"post,announcement,question,poll,file,knowledge"`
	Tag      string `query:"tag" maxLength:"60" doc:"slug of a tag"`
	Archived bool   `query:"archived" doc:"what was set aside, instead of what is published"`
	Pinned   bool   `query:"pinned" doc:"only what its managers keep at the top"`
}

func (p programs) inCommunity(ctx context.Context, actor access.Actor, q *inCommunityInput) (*api.Page[spineJSON], error) {
	after, err := at(q.Paging)
	if err != nil {
		return nil, err
	}
	if _, err := p.Content.Place(ctx, actor, q.Community.ID); err != nil {
		return nil, err
	}
	f := content.Filter{Kind: q.Kind, Archived: q.Archived}
	if q.Pinned {
		f.Pins = content.PinsOnly
	}
	if q.Tag != "" {
		t, err := p.Content.TagBySlug(ctx, actor, q.Tag)
		if err != nil {
			return nil, err
		}
		f.Tag = t.ID
	}
	return pageOf(p.Content.ByCommunity(ctx, actor, q.Community.ID, f, after, q.Limit))
}

// tags declares the operations on tags.
func (p programs) tags(a *api.API) {
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/tags", ID: "suggest-tags", Tag: tagTags, Action: access.ReadItem,
		Summary: "List existing tags that begin as typed, the most used first", Detail: "Eight at most.",
	}, func(ctx context.Context, actor access.Actor, q *tagsInput) (*api.List[tagJSON], error) {
		list, err := p.Content.SuggestTags(ctx, actor, q.Text)
		return api.ListOf(api.Each(list, tagOf)), err
	})
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/tags/{tag}/items", ID: "list-tag-items", Tag: tagTags, Action: access.ReadItem,
		Summary: "List what bears a tag, the last made first",
	}, p.tagged)
}

type tagsInput struct {
	Text string `query:"text" maxLength:"40" doc:"the first letters"`
}

type taggedInput struct {
	api.Paging
	Tag string `path:"tag" maxLength:"60" doc:"slug of the tag"`
}

func (p programs) tagged(ctx context.Context, actor access.Actor, q *taggedInput) (*api.Page[spineJSON], error) {
	after, err := at(q.Paging)
	if err != nil {
		return nil, err
	}
	t, err := p.Content.TagBySlug(ctx, actor, q.Tag)
	if err != nil {
		return nil, err
	}
	return pageOf(p.Content.ByTag(ctx, actor, t.ID, after, q.Limit))
}
