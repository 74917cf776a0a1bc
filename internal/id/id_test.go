package id

import (
	"encoding/json"
	"errors"
	"math"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestString(t *testing.T) {
	tests := []struct {
		id   ID
		want string
	}{
		{0, ""}, {1, "1"}, {31, "z"}, {32, "10"}, {1 << 40, "100000000"}, {math.MaxInt64, "7zzzzzzzzzzzz"},
	}
	for _, test := range tests {
		if got := test.id.String(); got != test.want {
			t.Errorf("%d gave %q, want %q", int64(test.id), got, test.want)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for _, text := range []string{
		"", "0", "01", "Z", "i", "l", "o", "u", "-1", " 1", "1 ", "é", "8000000000000", "zzzzzzzzzzzzz", "10000000000000", "1\x00",
	} {
		if got, err := Parse(text); !errors.Is(err, ErrMalformed) || got != 0 {
			t.Errorf("%q gave %d, %v", text, got, err)
		}
	}
}

func TestTextRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := ID(rapid.Int64Range(1, math.MaxInt64).Draw(t, "id"))
		if got, err := Parse(want.String()); err != nil || got != want {
			t.Fatalf("%d → %q → %d, %v", want, want, got, err)
		}
	})
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"", "0", "1", "7zzzzzzzzzzzz", "8000000000000", "1O", "é"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if got, err := Parse(text); err == nil && (got <= 0 || got.String() != text) {
			t.Errorf("%q gave %d, whose text is %q", text, got, got)
		}
	})
}

func TestJSON(t *testing.T) {
	type row struct {
		ID     ID   `json:"id"`
		Parent ID   `json:"parent"`
		Seen   []ID `json:"seen"`
	}
	want := `{"id":"10","parent":"","seen":["z"]}`
	got, err := json.Marshal(row{ID: 32, Seen: []ID{31}})
	if err != nil || string(got) != want {
		t.Fatalf("got %s, %v; want %s", got, err, want)
	}
	var back row
	if err := json.Unmarshal(got, &back); err != nil || back.ID != 32 || back.Parent != 0 || back.Seen[0] != 31 {
		t.Errorf("read back %+v, %v", back, err)
	}
	for _, bad := range []string{`{"id":"L"}`, `{"id":32}`} {
		if err := json.Unmarshal([]byte(bad), &back); err == nil {
			t.Errorf("%s was accepted", bad)
		}
	}
}

func TestDatabaseForm(t *testing.T) {
	value, err := ID(7).Value()
	if err != nil || value != int64(7) {
		t.Fatalf("got %v, %v", value, err)
	}
	var got ID
	if err := got.Scan(value); err != nil || got != 7 {
		t.Errorf("got %d, %v", got, err)
	}
	if err := got.Scan(nil); err != nil || got != 0 {
		t.Errorf("NULL gave %d, %v", got, err)
	}
	if err := got.Scan("7"); err == nil {
		t.Error("a text was taken for an id")
	}
	if null, err := ID(0).Nullable().Value(); err != nil || null != nil {
		t.Errorf("none gave %v, %v", null, err)
	}
}

func TestMaker(t *testing.T) {
	if _, err := NewMaker(1024); err == nil {
		t.Error("node 1024 was accepted")
	}
	maker, err := NewMaker(1023)
	if err != nil {
		t.Fatal(err)
	}
	start := time.Now().Add(-time.Millisecond)
	const makers, each = 8, 2000
	made := make([][]ID, makers)
	var wg sync.WaitGroup
	for i := range made {
		wg.Go(func() {
			for range each {
				made[i] = append(made[i], maker.New())
			}
		})
	}
	wg.Wait()
	seen := map[ID]bool{}
	for _, ids := range made {
		for i, id := range ids {
			if seen[id] {
				t.Fatalf("%v was made twice", id)
			}
			seen[id] = true
			if i > 0 && id <= ids[i-1] {
				t.Fatalf("%v came after %v", id, ids[i-1])
			}
			if id.Time().Before(start) || id.Time().After(time.Now()) {
				t.Fatalf("%v is dated %v", id, id.Time())
			}
			if id>>12&1023 != 1023 {
				t.Fatalf("%v was not made by node 1023", id)
			}
		}
	}
}

func TestAt(t *testing.T) {
	day := time.Date(2025, 3, 1, 9, 30, 0, 0, time.UTC)
	first, second, later := At(day, 0), At(day, 1), At(day.Add(time.Millisecond), 0)
	if !(first < second && second < later) {
		t.Errorf("out of order: %d %d %d", first, second, later)
	}
	if !first.Time().Equal(day) || !At(day, 1<<22-1).Time().Equal(day) {
		t.Errorf("dated %v, want %v", first.Time(), day)
	}
	if early := At(time.Date(1999, 1, 1, 0, 0, 0, 0, time.UTC), 0); early <= 0 {
		t.Errorf("an early moment gave %d", early)
	}
}
