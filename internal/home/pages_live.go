package home

import (
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"parvis/internal/access"
	"parvis/internal/notification"
	"parvis/internal/realtime"
	"parvis/internal/web"
)

// Signals is how the pages hear that something changed.
type Signals interface {
	Subscribe(topics ...string) (<-chan realtime.Signal, func())
}

const (
	// beat keeps the stream open through proxies that close silent ones.
	beat = 25 * time.Second
	// turn ends a stream so that its browser comes back with a session and
	// rights that are asked again.
	turn = 5 * time.Minute
)

// pulse is what the bell shows, and up to which protection its reader reads:
// beyond it a browser keeps nothing.
type pulse struct {
	ForMe     int               `json:"for_me"`
	ForInfo   int               `json:"for_info"`
	Clearance access.Protection `json:"clearance"`
}

func (p *Pages) pulse(r *web.Request) (pulse, error) {
	c, err := p.Notifications.Counts(r.Context(), r.Actor)
	return pulse{ForMe: c.Do + c.ForMe, ForInfo: c.ForInfo, Clearance: r.Actor.Clearance()}, err
}

// poll serves where streams are blocked.
func (p *Pages) poll(r *web.Request) (web.Reply, error) {
	now, err := p.pulse(r)
	if err != nil {
		return nil, err
	}
	return web.JSON(now), nil
}

// live tells the counts now and at each change, until the page closes or its
// turn ends.
func (p *Pages) live(r *web.Request) (web.Reply, error) {
	return web.Stream(func(w http.ResponseWriter) {
		signals, stop := p.Signals.Subscribe(notification.Topic(r.Actor.Person()))
		defer stop()
		w.Header().Set("Content-Type", "text/event-stream")
		w.Header().Set("No-Gzip-Compression", "1")
		w.Header().Set("X-Accel-Buffering", "no")
		flush := http.NewResponseController(w).Flush
		tell := func() error {
			now, err := p.pulse(r)
			if err != nil {
				return err
			}
			text, err := json.Marshal(now)
			if err != nil {
				return err
			}
			if _, err := fmt.Fprintf(w, "event: counts\ndata: %s\n\n", text); err != nil {
				return err
			}
			return flush()
		}
		if tell() != nil {
			return // the browser left, or will ask again
		}
		heart := time.NewTicker(beat)
		defer heart.Stop()
		end := time.NewTimer(turn)
		defer end.Stop()
		for {
			select {
			case <-r.Context().Done():
				return
			case <-end.C:
				return
			case <-heart.C:
				if _, err := fmt.Fprint(w, ": \n\n"); err != nil || flush() != nil {
					return
				}
			case signal, open := <-signals:
				// With other rights the counts are others: the browser comes back.
				if !open || signal.Kind == notification.Rights || tell() != nil {
					return
				}
			}
		}
	}), nil
}
