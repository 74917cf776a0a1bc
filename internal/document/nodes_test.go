package document_test

import (
	"context"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"parvis/internal/document/documenttest"
	"parvis/internal/id"
	"parvis/internal/store"
	"parvis/internal/ydoc"
)

// TestNodesConverge has six people write one document through two nodes, on
// lines that break at any byte, while documents come to rest and the links
// between the nodes and the database break too: whatever the moments, all end with the same text, and
// nothing that was acknowledged is lost.
func TestNodesConverge(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		if s.DB.Engine() != store.Postgres {
			return // SQLite has one process
		}
		nodes := []*node{s.node, s.begin(t)}
		cuts := []*cutting{cut(t, nodes[0]), cut(t, nodes[1])}
		first := rand.Uint64()
		for seed := first; seed < first+12; seed++ {
			s.scatter(t, seed, nodes, cuts)
			if t.Failed() {
				t.Fatalf("the seed was %d", seed)
			}
		}
	})
}

func (s *site) scatter(t *testing.T, seed uint64, nodes []*node, cuts []*cutting) {
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	item := s.document(t)
	header := http.Header{"Person": {s.Marc.String()}}
	authors := make([]*documenttest.Author, 6)
	for n := range authors {
		authors[n] = documenttest.NewAuthor(uint64(n + 1))
	}
	everybody := func(do func(n int, author *documenttest.Author)) {
		var all sync.WaitGroup
		for n, author := range authors {
			all.Go(func() { do(n, author) })
		}
		all.Wait()
	}
	everybody(func(n int, author *documenttest.Author) {
		dice := rand.New(rand.NewPCG(seed, uint64(n)))
		open := func() {
			for ctx.Err() == nil {
				if err := author.Cut(ctx); err != nil {
					t.Error(err)
				}
				if author.Open(ctx, cuts[dice.IntN(len(cuts))].after(t, 300+dice.IntN(4000))+"/"+item.String(), header) == nil {
					return
				}
			}
		}
		open()
		for range 25 {
			if dice.IntN(5) == 0 {
				nodes[dice.IntN(len(nodes))].Rest()
			}
			err := author.Write(ctx, "abcdefghij"[:1+dice.IntN(9)])
			if err == nil && dice.IntN(3) == 0 {
				err = author.Settle(ctx, dice.IntN(3))
			}
			if err != nil {
				open()
			}
		}
	})
	// The nodes hear nothing of each other for a moment.
	s.exec(t, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'`)

	everybody(func(n int, author *documenttest.Author) {
		for reopened := false; !reopened || author.Settle(ctx, 0) != nil; reopened = true {
			if err := author.Cut(ctx); err != nil {
				t.Error(err)
			}
			if err := nodes[n%len(nodes)].open(ctx, item, s.Marc, author); err != nil && ctx.Err() != nil {
				t.Error(err)
				return
			}
		}
	})
	wrote := ydoc.StateVector{}
	for _, author := range authors {
		for client, clock := range author.Wrote() {
			wrote[client] = clock
		}
	}
	// Somebody may have got all from the other node: who comes only now gets it
	// from this one.
	for n, node := range nodes {
		reader := documenttest.NewAuthor(uint64(100 + n))
		if err := node.open(ctx, item, s.Manon, reader); err != nil {
			t.Fatal(err)
		}
		if err := reader.Reach(ctx, wrote); err != nil {
			t.Fatalf("node %d lacks something: %v", n, err)
		}
		if err := reader.Cut(ctx); err != nil {
			t.Fatal(err)
		}
	}
	s.same(ctx, t, []id.ID{item}, authors, map[id.ID]ydoc.StateVector{item: wrote})
	if here, there := nodes[0].markdown(t, item), nodes[1].markdown(t, item); here != there {
		t.Errorf("the nodes say %q and %q", here, there)
	}
	everybody(func(_ int, author *documenttest.Author) {
		if err := author.Cut(ctx); err != nil {
			t.Error(err)
		}
	})
}

// cutting is a network between browsers and a node that breaks: each line
// carries some bytes each way, then none.
type cutting struct {
	listener net.Listener
	mu       sync.Mutex
	next     []int64 // how many bytes the next lines carry
}

func cut(t *testing.T, n *node) *cutting {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	c := &cutting{listener: listener}
	var under sync.WaitGroup
	under.Go(func() {
		for {
			from, err := listener.Accept()
			if err != nil {
				return
			}
			to, err := net.Dial("tcp", strings.TrimPrefix(n.server.URL, "http://"))
			if err != nil {
				from.Close()
				continue
			}
			many := c.take()
			carry := func(to, from net.Conn) {
				_, _ = io.CopyN(to, from, many)
				from.Close()
				to.Close()
			}
			under.Go(func() { carry(to, from) })
			under.Go(func() { carry(from, to) })
		}
	})
	t.Cleanup(func() { listener.Close(); under.Wait() })
	return c
}

// after gives an address whose next line carries so many bytes each way.
func (c *cutting) after(t *testing.T, bytes int) string {
	t.Helper()
	c.mu.Lock()
	defer c.mu.Unlock()
	c.next = append(c.next, int64(bytes))
	return "http://" + c.listener.Addr().String()
}

func (c *cutting) take() int64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.next) == 0 {
		return 1000
	}
	many := c.next[0]
	c.next = c.next[1:]
	return many
}
