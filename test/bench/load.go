package main

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"parvis/internal/id"
)

// ask is one request: what a visitor asks, and the status that they expect.
type ask struct {
	name   string
	status int
	page   bool // compared with the goals of pages
	make   func(dice *rand.Rand) (path string, who visitor, form url.Values)
}

// figure is what was seen of one sort of request.
type figure struct {
	name     string
	page     bool
	rate     float64 // a second
	p50, p99 time.Duration
	cpu      time.Duration // of the server, for one
	bytes    int64         // of one answer, on the wire
	failed   int
	why      string
}

func (s *site) asks(ids *id.Maker) []ask {
	someone := func(dice *rand.Rand) visitor { return s.visitors[dice.IntN(len(s.visitors))] }
	get := func(path func(*rand.Rand, visitor) string) func(*rand.Rand) (string, visitor, url.Values) {
		return func(dice *rand.Rand) (string, visitor, url.Values) {
			v := someone(dice)
			return path(dice, v), v, nil
		}
	}
	return []ask{
		{"trivial handler", 200, false, get(func(*rand.Rand, visitor) string { return "/healthz" })},
		{"home", 200, true, get(func(*rand.Rand, visitor) string { return "/" })},
		{"community", 200, true, get(func(dice *rand.Rand, v visitor) string {
			return "/c/" + v.communities[dice.IntN(len(v.communities))].String()
		})},
		{"item, 50 comments", 200, true, get(func(dice *rand.Rand, _ visitor) string { return "/i/" + s.threads[dice.IntN(len(s.threads))].String() })},
		{"JSON, list of 25 items", 200, false, get(func(dice *rand.Rand, v visitor) string {
			return "/api/communities/" + v.communities[dice.IntN(len(v.communities))].String() + "/items?limit=25"
		})},
		{"publish", 303, false, func(dice *rand.Rand) (string, visitor, url.Values) {
			v := someone(dice)
			return "/c/" + v.communities[dice.IntN(len(v.communities))].String() + "/new", v, url.Values{
				"id": {ids.New().String()}, "kind": {"post"}, "title": {"Retour du guichet, semaine " + fmt.Sprint(dice.IntN(52)+1)},
				"source": {"Trois usagers sur dix viennent pour une **carte grise**.\n\nNous avons essayé l’affichette : la file a diminué d’un tiers."}, "audience": {"everyone"},
			}
		}},
		{"comment", 303, false, func(dice *rand.Rand) (string, visitor, url.Values) {
			v := someone(dice)
			return "/i/" + v.items[dice.IntN(len(v.items))].String() + "/comments", v, url.Values{
				"once": {ids.New().String()}, "source": {"Merci, c’est exactement ce que je cherchais : je l’essaie dès lundi."},
			}
		}},
	}
}

// load sends one sort of request from several clients for a while, after a
// short warm-up.
func load(ctx context.Context, srv *server, a ask, clients int, each time.Duration) figure {
	transport := &http.Transport{MaxIdleConnsPerHost: clients, MaxConnsPerHost: clients, DisableCompression: true}
	defer transport.CloseIdleConnections()
	client := &http.Client{Transport: transport, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	round(ctx, srv, client, a, clients, each/5)
	before, began := srv.cpu(), time.Now()
	r := round(ctx, srv, client, a, clients, each)
	took := time.Since(began)
	f := figure{name: a.name, page: a.page, failed: r.failed, why: r.why}
	if n := len(r.times); n > 0 {
		slices.Sort(r.times)
		f.rate = float64(n) / took.Seconds()
		f.p50, f.p99 = r.times[n/2], r.times[n*99/100]
		f.cpu = (srv.cpu() - before) / time.Duration(n)
		f.bytes = r.bytes / int64(n)
	}
	return f
}

type seen struct {
	times  []time.Duration
	bytes  int64
	failed int
	why    string
}

func round(ctx context.Context, srv *server, client *http.Client, a ask, clients int, each time.Duration) seen {
	var all seen
	var lock sync.Mutex
	var wait sync.WaitGroup
	until := time.Now().Add(each)
	for n := range clients {
		wait.Go(func() {
			dice := rand.New(rand.NewPCG(uint64(n), uint64(time.Now().UnixNano())))
			var mine seen
			for time.Now().Before(until) && ctx.Err() == nil {
				mine.one(ctx, srv, client, a, dice)
			}
			lock.Lock()
			defer lock.Unlock()
			all.times = append(all.times, mine.times...)
			all.bytes += mine.bytes
			all.failed += mine.failed
			if mine.why != "" {
				all.why = mine.why
			}
		})
	}
	wait.Wait()
	return all
}

func (s *seen) one(ctx context.Context, srv *server, client *http.Client, a ask, dice *rand.Rand) {
	path, who, form := a.make(dice)
	method, body := http.MethodGet, io.Reader(nil)
	if form != nil {
		method, body = http.MethodPost, strings.NewReader(form.Encode())
	}
	request, err := http.NewRequestWithContext(ctx, method, srv.url+path, body)
	if err != nil {
		s.failed, s.why = s.failed+1, err.Error()
		return
	}
	if strings.HasPrefix(path, "/api/") {
		request.Header.Set("Authorization", "Bearer "+who.token)
	} else {
		request.AddCookie(&http.Cookie{Name: "parvis", Value: who.cookie})
	}
	request.Header.Set("Accept-Language", "fr")
	request.Header.Set("Accept-Encoding", "gzip")
	if form != nil {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	began := time.Now()
	answer, err := client.Do(request)
	if err != nil {
		s.failed, s.why = s.failed+1, err.Error()
		return
	}
	n, _ := io.Copy(io.Discard, answer.Body)
	answer.Body.Close()
	if answer.StatusCode != a.status {
		s.failed, s.why = s.failed+1, method+" "+path+": "+answer.Status
		return
	}
	s.times = append(s.times, time.Since(began))
	s.bytes += n
}
