package web

import (
	"io"
	"net/http"
	"testing"
	"time"

	"parvis/internal/fault"
)

// The connection of an arrival that was stopped ends with the answer, whichever
// it is; that of one that came whole goes on.
func TestStoppedArrivalEndsItsConnection(t *testing.T) {
	answers := map[string]func(r *Request, err error) (Reply, error){
		"/bare":    func(*Request, error) (Reply, error) { return Bare(http.StatusNoContent, nil), nil },
		"/error":   func(_ *Request, _ error) (Reply, error) { return nil, fault.NotFound() },
		"/cut":     func(_ *Request, err error) (Reply, error) { return Nothing(), err },
		"/refused": func(r *Request, _ error) (Reply, error) { return r.Refuse(fault.NotFound(), nil), nil },
	}
	for _, stops := range []bool{false, true} {
		s := site(t, func(rt *Router) {
			for path, answer := range answers {
				rt.Patch(path, agents, func(r *Request) (Reply, error) {
					body := r.Arriving(time.Minute)
					if stops {
						body.Stop()
					}
					_, err := io.ReadAll(body)
					if (fault.KindOf(err) == fault.Malformed) != stops {
						t.Errorf("it reads %v", err)
					}
					return answer(r, err)
				})
			}
		})
		for path := range answers {
			if res, _ := (ask{method: http.MethodPatch, path: path, as: "agent", body: "some"}).send(t, s); res.Close != stops {
				t.Errorf("stopped %v, %s with %d: its connection ends: %v", stops, path, res.StatusCode, res.Close)
			}
		}
	}
}
