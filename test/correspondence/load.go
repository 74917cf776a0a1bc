package main

import (
	"context"
	"io"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// page is one sort of page that people of a desk ask for.
type page struct {
	name string
	ask  func(dice *rand.Rand) (path string, who visitor)
}

// figure is what was seen of one sort of request.
type figure struct {
	name           string
	asked, failed  int
	why            string
	rate           float64 // a second
	p50, p99, most time.Duration
	cpu            time.Duration // of the server, for one
	bytes          int64         // of one answer, on the wire
}

func (s *site) pages() []page {
	one := func(dice *rand.Rand, list []visitor) visitor { return list[dice.IntN(len(list))] }
	of := func(list []visitor, rest string) func(*rand.Rand) (string, visitor) {
		return func(dice *rand.Rand) (string, visitor) {
			v := one(dice, list)
			return "/desk/" + v.unit.String() + rest, v
		}
	}
	above := slices.Concat(s.directorates, s.cabinet)
	return []page{
		{"desk, to handle", of(s.posts, "")},
		{"desk, to read", of(s.posts, "?view=read")},
		{"desk, done", of(s.posts, "?view=done")},
		{"a dispatch on the desk", func(dice *rand.Rand) (string, visitor) {
			v := one(dice, s.posts)
			if len(v.items) == 0 {
				return "/desk/" + v.unit.String(), v
			}
			return "/desk/" + v.unit.String() + "/" + v.items[dice.IntN(len(v.items))].String(), v
		}},
		{"desk of a directorate", of(s.directorates, "")},
		{"below a directorate", of(s.directorates, "/below")},
		{"below the cabinet", of(s.cabinet, "/below")},
		{"selection of the day", of(above, "/selection")},
		{"measure of a desk, a week", of(s.posts, "/measure")},
		{"measure of a desk, thirteen weeks", of(s.posts, "/measure?period=quarter")},
		{"measure of all desks", func(dice *rand.Rand) (string, visitor) { return allDesks, one(dice, s.cabinet) }},
	}
}

// allDesks is the page that measures all desks, which a job works out after midnight.
const allDesks = "/dispatches/measure?period=quarter"

// anyOf is one of the pages, as often as people ask for each.
func anyOf(pages []page) page {
	return page{"pages of desks", func(dice *rand.Rand) (string, visitor) {
		weights := []int{40, 20, 5, 25}
		n := dice.IntN(100)
		for i, w := range weights {
			if n -= w; n < 0 {
				return pages[i].ask(dice)
			}
		}
		return pages[len(weights)+dice.IntN(len(pages)-len(weights))].ask(dice)
	}}
}

// connections is how many requests may be under way at once.
const connections = 8

func client() *http.Client {
	return &http.Client{
		Transport:     &http.Transport{MaxIdleConnsPerHost: connections, DisableCompression: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// ticks gives a turn at a steady pace until the time is over; what is late
// comes at once.
func ticks(ctx context.Context, rate int, each time.Duration) <-chan struct{} {
	turns := make(chan struct{}, 10*rate)
	go func() {
		defer close(turns)
		tick := time.NewTicker(time.Second / time.Duration(rate))
		defer tick.Stop()
		for until := time.Now().Add(each); time.Now().Before(until); {
			select {
			case <-tick.C:
				turns <- struct{}{}
			case <-ctx.Done():
				return
			}
		}
	}()
	return turns
}

// seen gathers what several clients saw.
type seen struct {
	sync.Mutex
	times  []time.Duration
	bytes  int64
	failed int
	why    string
}

func (s *seen) add(took time.Duration, bytes int64, wrong string) {
	s.Lock()
	defer s.Unlock()
	if wrong != "" {
		s.failed, s.why = s.failed+1, wrong
		return
	}
	s.times, s.bytes = append(s.times, took), s.bytes+bytes
}

func (s *seen) figure(name string, took, cpu time.Duration) figure {
	f := figure{name: name, failed: s.failed, why: s.why, asked: len(s.times)}
	if n := len(s.times); n > 0 {
		slices.Sort(s.times)
		f.rate, f.cpu, f.bytes = float64(n)/took.Seconds(), cpu/time.Duration(n), s.bytes/int64(n)
		f.p50, f.p99, f.most = s.times[n/2], s.times[n*99/100], s.times[n-1]
	}
	return f
}

// read asks for pages at a pace.
func read(ctx context.Context, srv *server, p page, rate int, each time.Duration) figure {
	c, all := client(), &seen{}
	defer c.CloseIdleConnections()
	turns, used, began := ticks(ctx, rate, each), srv.cpu(), time.Now()
	var wait sync.WaitGroup
	for n := range connections {
		wait.Go(func() {
			dice := rand.New(rand.NewPCG(uint64(n), uint64(began.UnixNano())))
			for range turns {
				path, who := p.ask(dice)
				all.add(get(ctx, c, "http://"+srv.listen+path, who.cookie))
			}
		})
	}
	wait.Wait()
	return all.figure(p.name, time.Since(began), srv.cpu()-used)
}

func get(ctx context.Context, c *http.Client, address, cookie string) (time.Duration, int64, string) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return 0, 0, err.Error()
	}
	request.AddCookie(&http.Cookie{Name: "parvis", Value: cookie})
	request.Header.Set("Accept-Language", "fr")
	request.Header.Set("Accept-Encoding", "gzip")
	return do(c, request, http.StatusOK)
}

func do(c *http.Client, request *http.Request, status int) (time.Duration, int64, string) {
	began := time.Now()
	answer, err := c.Do(request)
	if err != nil {
		return 0, 0, err.Error()
	}
	n, _ := io.Copy(io.Discard, answer.Body)
	answer.Body.Close()
	if answer.StatusCode != status {
		return 0, 0, request.Method + " " + request.URL.Path + ": " + answer.Status
	}
	return time.Since(began), n, ""
}

// release has dispatches signed, each once, at the turns that come.
func release(ctx context.Context, srv *server, name string, list []waiting, turns <-chan struct{}) figure {
	c, all, left := client(), &seen{}, make(chan waiting, len(list))
	defer c.CloseIdleConnections()
	for _, w := range list {
		left <- w
	}
	close(left)
	used, began := srv.cpu(), time.Now()
	var wait sync.WaitGroup
	for range connections / 2 {
		wait.Go(func() {
			for range turns {
				w, more := <-left
				if !more {
					return
				}
				request, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+srv.listen+"/dispatches/"+w.Item.String()+"/release", strings.NewReader("since="))
				if err != nil {
					all.add(0, 0, err.Error())
					continue
				}
				request.AddCookie(&http.Cookie{Name: "parvis", Value: w.cookie})
				request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
				all.add(do(c, request, http.StatusSeeOther))
			}
		})
	}
	wait.Wait()
	return all.figure(name, time.Since(began), srv.cpu()-used)
}
