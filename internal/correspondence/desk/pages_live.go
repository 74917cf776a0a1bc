package desk

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"time"

	"parvis/internal/activity"
	"parvis/internal/i18n"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/notification"
	"parvis/internal/web"
)

// turn ends a stream so that its browser comes back with rights that are asked
// again.
const turn = 5 * time.Minute

// live tells who else of the unit has the page of a delivery open, and what they
// do with it, until it closes or its turn ends.
func (p *Pages) live(r *web.Request) (web.Reply, error) {
	unit, err := r.PathID("unit")
	if err != nil {
		return nil, err
	}
	item, err := r.PathID("item")
	if err != nil {
		return nil, err
	}
	visit, err := p.Service.Visit(r.Context(), r.Actor, unit, item)
	if err != nil {
		return nil, err
	}
	return web.Stream(func(w http.ResponseWriter) {
		w.Header().Set("Content-Type", "text/event-stream")
		w.Header().Set("No-Gzip-Compression", "1")
		w.Header().Set("X-Accel-Buffering", "no")
		if !p.follow(r, w, visit) {
			visit.Close(r.Context())
			return
		}
		visit.Pause()
	}), nil
}

// follow writes what happens on a page, and returns whether it comes back.
func (p *Pages) follow(r *web.Request, w http.ResponseWriter, visit *Visit) bool {
	flush := http.NewResponseController(w).Flush
	tell := func(name, text string) bool {
		raw, err := json.Marshal(map[string]string{"text": text})
		if err == nil {
			_, err = fmt.Fprintf(w, "event: %s\ndata: %s\n\n", name, raw)
		}
		return err == nil && flush() == nil
	}
	people := func() bool {
		text, err := p.beside(r, visit.Others())
		return err == nil && tell("people", text)
	}
	if !people() {
		return false
	}
	heart := time.NewTicker(beat)
	defer heart.Stop()
	end := time.NewTimer(turn)
	defer end.Stop()
	for {
		select {
		case <-r.Context().Done():
			return false
		case <-end.C:
			return true
		case <-heart.C:
			visit.Beat(r.Context(), p.Service.Clock.Now())
			if !people() { // also keeps the stream open through proxies
				return false
			}
		case signal, open := <-visit.Signals:
			if !open {
				return true
			}
			if signal.Kind == notification.Rights {
				return false // who may read it still comes back, and is seen to
			}
			moved, done := visit.Hear(r.Context(), signal, p.Service.Clock.Now())
			if moved && !people() {
				return false
			}
			if done == "" {
				continue
			}
			text, err := p.done(r, done, signal.ID)
			if err != nil || !tell("news", text) {
				return false
			}
		}
	}
}

// beside says who else has the page open, "" for nobody.
func (p *Pages) beside(r *web.Request, people []id.ID) (string, error) {
	if len(people) == 0 {
		return "", nil
	}
	faces, err := identity.Faces(r.Context(), p.Service.DB, people)
	var names []string
	for _, one := range people {
		names = append(names, faces[one].Name)
	}
	slices.Sort(names)
	return i18n.T(r.Context(), "desk.beside", "names", i18n.From(r.Context()).List(names), "count", len(names)), err
}

// done says what somebody did with the delivery.
func (p *Pages) done(r *web.Request, verb activity.Verb, by id.ID) (string, error) {
	faces, err := identity.Faces(r.Context(), p.Service.DB, []id.ID{by})
	return i18n.T(r.Context(), "desk.news."+string(verb)[len("desk."):], "name", faces[by].Name), err
}
