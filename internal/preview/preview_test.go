package preview

import (
	"bytes"
	"strings"
	"testing"
)

const hash = "0123456789abcdef"

func open(t *testing.T, max int64) *Cache {
	t.Helper()
	c, err := Open(t.TempDir(), max)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

func TestCache(t *testing.T) {
	c := open(t, 1000)
	if _, kept := c.Get(hash, 1); kept {
		t.Error("a page nobody drew is kept")
	}
	want := Picture{"image/png", []byte("drawn")}
	if err := c.Put(hash, 1, want); err != nil {
		t.Fatal(err)
	}
	if got, kept := c.Get(hash, 1); !kept || got.Media != want.Media || !bytes.Equal(got.Data, want.Data) {
		t.Errorf("kept %v, %q", kept, got.Data)
	}
	if err := c.Put(hash, 2, Picture{}); err != nil {
		t.Fatal(err)
	}
	if got, kept := c.Get(hash, 2); !kept || len(got.Data) != 0 {
		t.Error("that a page cannot be drawn is not kept")
	}
	if err := c.Forget(hash); err != nil {
		t.Fatal(err)
	}
	if _, kept := c.Get(hash, 1); kept {
		t.Error("a forgotten content is kept")
	}
	if err := c.Forget("ffffffffff"); err != nil {
		t.Errorf("forgetting what was never there: %v", err)
	}
}

func TestCacheIsBounded(t *testing.T) {
	c := open(t, 1000)
	for page := 1; page <= 30; page++ {
		if err := c.Put(hash, page, Picture{"image/jpeg", bytes.Repeat([]byte{1}, 100)}); err != nil {
			t.Fatal(err)
		}
	}
	var kept int
	for page := 1; page <= 30; page++ {
		if _, is := c.Get(hash, page); is {
			kept++
		}
	}
	if kept == 0 || kept > 10 {
		t.Errorf("%d pages of 100 bytes are kept in 1000", kept)
	}
	if _, is := c.Get(hash, 30); !is {
		t.Error("the last one is gone")
	}
}

func TestCacheKnowsItsNames(t *testing.T) {
	c := open(t, 1000)
	for _, name := range []string{"", "..", "../../../../etc", strings.Repeat("../", 9)} {
		if _, kept := c.Get(name, 1); kept {
			t.Errorf("%q is kept", name)
		}
		if err := c.Put(name, 1, Picture{}); err == nil {
			t.Errorf("%q is put", name)
		}
	}
	if err := c.Put(hash, 1, Picture{Media: "text/html"}); err == nil {
		t.Error("a page of HTML is put")
	}
}
