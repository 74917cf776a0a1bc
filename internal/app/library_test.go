package app

import (
	"fmt"
	"strings"
	"testing"

	"parvis/internal/library"
	"parvis/internal/notification"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

// TestBurst: many files dropped at once are one line of who follows the place,
// which leads to the library and goes once it is opened.
func TestBurst(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := newScene(t, start(t, db.Engine()))
		h := handlerOf(t, s.App)
		manager, place := s.as(t, "manager"), notification.Target{Kind: notification.Community, ID: s.world.Open}
		if err := s.Notifications.Follow(t.Context(), manager, place, notification.All); err != nil {
			t.Fatal(err)
		}
		if err := s.Notifications.SawAll(t.Context(), manager, s.world.Clock.Add(3600e9), notification.ForMe, notification.ForInfo); err != nil {
			t.Fatal(err)
		}
		for n := range 12 {
			kept, err := s.Content.Upload(t.Context(), s.as(t, "member"), fmt.Sprintf("lot-%d.txt", n), strings.NewReader(fmt.Sprint("numéro ", n)))
			if err != nil {
				t.Fatal(err)
			}
			if _, err := s.Library.Add(t.Context(), s.as(t, "member"), library.NewFile{Community: s.world.Open, Kept: kept, Burst: true}); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.Activity.CatchUp(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := s.Notifications.CatchUp(t.Context()); err != nil {
			t.Fatal(err)
		}
		unseen := func() (out []notification.Notice) {
			page, err := s.Notifications.List(t.Context(), manager, notification.Wanted{Streams: []notification.Stream{notification.ForInfo}, Waiting: true, Limit: 50})
			if err != nil {
				t.Fatal(err)
			}
			for _, n := range page.Notices {
				if n.Seen.IsZero() {
					out = append(out, n)
				}
			}
			return out
		}
		list := unseen()
		if len(list) != 1 || list[0].Subject != place || list[0].Reason != notification.Brought || list[0].Count != 12 {
			t.Fatalf("twelve files are told as %+v", list)
		}
		if _, _, page := call(t, h, "GET", "/notifications?stream=info", s.cookies["manager"], nil); !strings.Contains(page, "a déposé 12 fichiers") || !strings.Contains(page, "/library") {
			t.Error("the page of notices does not say so")
		}
		if status, _, _ := call(t, h, "GET", "/c/"+s.world.Open.String()+"/library", s.cookies["manager"], nil); status != 200 {
			t.Fatalf("the library answers %d", status)
		}
		if list := unseen(); len(list) != 0 {
			t.Errorf("once the library is opened there is still %+v", list)
		}
	})
}
