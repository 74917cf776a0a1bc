package home

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"time"

	"github.com/a-h/templ"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/content"
	"parvis/internal/id"
	"parvis/internal/notification"
	"parvis/internal/search"
	"parvis/internal/web"
)

// Routes declares the screens.
func (p *Pages) Routes(rt *web.Router) {
	rt.Get("/", See, p.home)
	rt.Get("/notifications", See, p.bell)
	rt.Post("/notifications/read", See, p.readAll)
	rt.Post("/follow/{kind}/{id}", notification.FollowThings, p.follow)
	rt.Get("/live", See, p.live)
	rt.Get("/live/poll", See, p.poll)
}

// screen is what the home shows.
type screen struct {
	now         clock.Time
	name        string
	duties      []Duty
	do, read    notification.Page
	next        string // cursor of the older lines to read, "" at the end
	first       bool   // not on the first page of what is to read
	suggestions []Suggestion
	gestures    []gesture // a newcomer's first ones; none once all are made
	gesturesOf  map[notification.Reason]func(notification.Notice) templ.Component
	ways        Ways
	places      []Place
	more        bool // there are more places than shown
	coming      []content.Row
	kept        []search.News
	moreKept    bool
}

func (p *Pages) home(r *web.Request) (web.Reply, error) {
	before, err := placeOf(r.Query("before"))
	if err != nil {
		return nil, err
	}
	s := screen{gesturesOf: p.Gestures, ways: p.Ways, now: r.Now, name: r.Viewer.Person.Name, first: before == (notification.Place{})}
	ctx := r.Context()
	if s.first {
		if err = p.beside(r, &s); err != nil {
			return nil, err
		}
		s.do, err = p.Notifications.List(ctx, r.Actor, notification.Wanted{
			Streams: []notification.Stream{notification.Do, notification.ForMe}, Waiting: true, Limit: doLines,
		})
		if err != nil {
			return nil, err
		}
		// What a place asks shows as a duty, with its present count.
		s.do.Notices = slices.DeleteFunc(s.do.Notices, func(n notification.Notice) bool {
			return n.Subject.Kind == notification.Community && duties[n.Reason] != ""
		})
		if s.duties, err = p.Places.Duties(ctx, r.Actor); err != nil {
			return nil, err
		}
	}
	s.read, err = p.Notifications.List(ctx, r.Actor, notification.Wanted{
		Streams: []notification.Stream{notification.ForInfo}, Before: before, Limit: readLines,
	})
	if err != nil {
		return nil, err
	}
	if err := p.mark(ctx, &s.do, &s.read); err != nil {
		return nil, err
	}
	s.next = after(s.read)
	if len(r.Actor.Communities()) < 3 && r.Actor.IsAgent() {
		if s.suggestions, err = p.Places.Suggest(ctx, r.Actor, 6); err != nil {
			return nil, err
		}
	}
	return web.Page(homePage(s)), nil
}

// beside reads what stands beside the two lists, and a newcomer's first
// gestures.
func (p *Pages) beside(r *web.Request, s *screen) (err error) {
	ctx := r.Context()
	if s.places, err = p.Places.Own(ctx, r.Actor); err != nil {
		return err
	}
	unread, err := p.Notifications.UnreadByPlace(ctx, r.Actor)
	if err != nil {
		return err
	}
	for i, place := range s.places {
		s.places[i].Unread = unread[place.ID]
	}
	slices.SortStableFunc(s.places, func(a, b Place) int { return cmp.Compare(min(b.Unread, 1), min(a.Unread, 1)) })
	if len(s.places) > ownPlaces {
		s.places, s.more = s.places[:ownPlaces], true
	}
	if s.coming, err = p.Items.Mine(ctx, r.Actor); err != nil {
		return err
	}
	if s.kept, err = p.Searches.News(ctx, r.Actor, ownKept+1); err != nil {
		return err
	}
	if len(s.kept) > ownKept {
		s.kept, s.moreKept = s.kept[:ownKept], true
	}
	// What came back to its author is to do, and says so there.
	s.coming = slices.DeleteFunc(s.coming, func(row content.Row) bool { return row.State == access.Returned })
	me := r.Viewer.Person
	if !r.Actor.IsAgent() || r.Now.Sub(me.Created.Time) > newcomer {
		return nil
	}
	spoke, err := p.Items.Spoke(ctx, r.Actor)
	if err != nil {
		return err
	}
	s.gestures = firstGestures(len(s.places) > 0, me.About != "", spoke, me.Handle)
	return nil
}

// gesture is one of the first three of a newcomer (S8).
type gesture struct {
	key  string // ends the message keys "home.gesture.…"
	href string
	icon string
	done bool
}

// firstGestures are none once all are made.
func firstGestures(joined, told, spoke bool, handle string) []gesture {
	if joined && told && spoke {
		return nil
	}
	return []gesture{
		{"join", "/communities", "users-round", joined},
		{"tell", "/p/" + handle + "/edit", "user-round", told},
		{"speak", "/new", "pen-line", spoke},
	}
}

// bellScreen is one stream of the bell.
type bellScreen struct {
	now    clock.Time
	ways   Ways
	stream notification.Stream
	page   notification.Page
	counts notification.Counts
	next   string
}

func (p *Pages) bell(r *web.Request) (web.Reply, error) {
	before, err := placeOf(r.Query("before"))
	if err != nil {
		return nil, err
	}
	s := bellScreen{now: r.Now, ways: p.Ways, stream: streamOf(r.Query("stream"))}
	streams := []notification.Stream{s.stream}
	if s.stream == notification.ForMe {
		streams = append(streams, notification.Do)
	}
	s.page, err = p.Notifications.List(r.Context(), r.Actor, notification.Wanted{Streams: streams, Before: before, Limit: bellLines})
	if err != nil {
		return nil, err
	}
	if err := p.mark(r.Context(), &s.page); err != nil {
		return nil, err
	}
	s.next = after(s.page)
	if s.counts, err = p.Notifications.Counts(r.Context(), r.Actor); err != nil {
		return nil, err
	}
	return web.Page(bellPage(s)), nil
}

func streamOf(name string) notification.Stream {
	if name == "info" {
		return notification.ForInfo
	}
	return notification.ForMe
}

func (p *Pages) readAll(r *web.Request) (web.Reply, error) {
	form, err := r.Form(4 << 10)
	if err != nil {
		return nil, err
	}
	until, err := web.ParseCursor(form.Line("until", 40), 1)
	if err != nil {
		return nil, err
	}
	at := r.Now
	if until != nil {
		at = clock.At(time.UnixMilli(until[0]))
	}
	if err := p.Notifications.SawAll(r.Context(), r.Actor, at, streamOf(form.Choice("stream", "info", "me"))); err != nil {
		return nil, err
	}
	return web.SeeSaying(web.LocalPath(form.Line("back", 200)), "home.read_all.done"), nil
}

// levels are the levels as the form names them.
var levels = map[string]notification.Level{
	"all": notification.All, "important": notification.Important, "nothing": notification.Nothing,
}

// LevelName is how the follow button names a level; "" without a choice.
func LevelName(l notification.Level, chosen bool) string {
	for name, level := range levels {
		if chosen && level == l {
			return name
		}
	}
	return ""
}

func (p *Pages) follow(r *web.Request) (web.Reply, error) {
	target := notification.Target{Kind: notification.TargetKind(r.PathValue("kind"))}
	var err error
	if target.ID, err = r.PathID("id"); err != nil {
		return nil, err
	}
	form, err := r.Form(4 << 10)
	if err != nil {
		return nil, err
	}
	name := form.Choice("level", "all", "important", "nothing", "none")
	if err := form.Err(); err != nil {
		return nil, err
	}
	if name == "none" {
		err = p.Notifications.Unfollow(r.Context(), r.Actor, target)
		name = ""
	} else {
		err = p.Notifications.Follow(r.Context(), r.Actor, target, levels[name])
	}
	if err != nil {
		return nil, err
	}
	if r.IsFragment() {
		return web.Fragment(FollowButton(target, name, "")), nil
	}
	back := form.Line("back", 300)
	if back == "" {
		back = pageOf(target)
	}
	if back == "" {
		back = cameFrom(r)
	}
	said := name
	if said == "" {
		said = "none"
	}
	return web.SeeSaying(web.LocalPath(back), "home.follow.done."+said), nil
}

// cameFrom is the page on which somebody pressed, where their browser says it.
func cameFrom(r *web.Request) string {
	page, err := url.Parse(r.Referer())
	if err != nil || page.Path == "" {
		return "/"
	}
	return page.RequestURI()
}

// pageOf is where a target is read; "" when its id does not tell.
func pageOf(t notification.Target) string {
	switch t.Kind {
	case notification.Item:
		return content.Href(t.ID)
	case notification.Community:
		return "/c/" + t.ID.String()
	case notification.Unit:
		return "/u/" + t.ID.String()
	}
	return ""
}

// placeOf reads the place in a list from the address.
func placeOf(raw string) (notification.Place, error) {
	k, err := web.ParseKey(raw)
	if err != nil || k == (web.Key{}) {
		return notification.Place{}, err
	}
	return notification.Place{Updated: k.Time(), Subject: k.ID}, nil
}

// after is the cursor of what follows a page, "" when it is the last one.
func after(p notification.Page) string {
	if !p.More || len(p.Notices) == 0 {
		return ""
	}
	last := p.Notices[len(p.Notices)-1]
	return cursorOf(last.Updated, last.Subject.ID)
}

func cursorOf(at clock.Time, last id.ID) string {
	return web.Key{At: at.UnixMilli(), ID: last}.String()
}

// hrefOf is where a line leads: into the thread at the first unseen word.
func (w Ways) hrefOf(n notification.Notice) string {
	if way := w[n.Reason]; way != nil {
		return way(n)
	}
	switch n.Subject.Kind {
	case notification.Item:
		if n.Comment != 0 {
			return fmt.Sprintf("/i/%s?at=%s#c-%s", n.Subject.ID, n.Comment, n.Comment)
		}
		return content.Href(n.Subject.ID)
	case notification.Community:
		if href, ok := communityPlaces[n.Reason]; ok {
			return "/c/" + n.Subject.ID.String() + href
		}
		return "/c/" + n.Subject.ID.String()
	}
	return "/"
}

// communityPlaces are where the gestures that a community asks for are made.
var communityPlaces = map[notification.Reason]string{
	"asked": "/requests", "few_managers": "/members", "brought": "/library",
}

// duties are the reasons that a duty says better, with the duty.
var duties = map[notification.Reason]string{
	"asked": "requests", "few_managers": "managers", "invited": "invitation",
}

// hrefOfDuty is where a duty is done.
func hrefOfDuty(d Duty) string {
	for reason, kind := range duties {
		if kind == d.Kind {
			return "/c/" + d.Community.String() + communityPlaces[reason]
		}
	}
	return "/c/" + d.Community.String()
}
