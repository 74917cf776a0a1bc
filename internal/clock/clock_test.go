package clock

import (
	"encoding/json"
	"sync"
	"testing"
	"time"
)

var paris = time.FixedZone("Paris", 2*3600)

func TestDatabaseRoundTrip(t *testing.T) {
	tests := []struct {
		name string
		in   time.Time
		want any
	}{
		{"ordinary", time.Date(2026, 7, 14, 10, 0, 0, 123_456_789, paris), int64(1784016000123)},
		{"1970 is not zero", time.Unix(0, 0), int64(0)},
		{"before 1970", time.Unix(-1, 0), int64(-1000)},
		{"zero", time.Time{}, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			moment := At(test.in)
			got, err := moment.Value()
			if err != nil || got != test.want {
				t.Fatalf("Value gave %v, %v; want %v", got, err, test.want)
			}
			var back Time
			if err := back.Scan(got); err != nil {
				t.Fatal(err)
			}
			if back != moment {
				t.Errorf("wrote %v, read %v", moment, back)
			}
		})
	}
	if err := new(Time).Scan("2026-07-14"); err == nil {
		t.Error("a text was taken for a moment")
	}
}

func TestJSON(t *testing.T) {
	tests := []struct {
		in   Time
		want string
	}{
		{At(time.Date(2026, 7, 14, 10, 0, 0, 120_000_000, paris)), `"2026-07-14T08:00:00.12Z"`},
		{Time{}, `null`},
	}
	for _, test := range tests {
		got, err := json.Marshal(test.in)
		if err != nil || string(got) != test.want {
			t.Errorf("got %s, %v; want %s", got, err, test.want)
		}
		back := At(time.Unix(1, 0))
		if err := json.Unmarshal(got, &back); err != nil || back != test.in {
			t.Errorf("read back %v, %v; want %v", back, err, test.in)
		}
	}
	for _, bad := range []string{`"yesterday"`, `12`, `{}`} {
		if err := json.Unmarshal([]byte(bad), new(Time)); err == nil {
			t.Errorf("%s was taken for a moment", bad)
		}
	}
}

func TestFake(t *testing.T) {
	var clock Clock = NewFake(time.Date(2026, 7, 14, 10, 0, 0, 0, paris))
	fake := clock.(*Fake)
	before := clock.Now()
	var wg sync.WaitGroup
	for range 50 {
		wg.Go(func() { fake.Add(time.Second) })
	}
	wg.Wait()
	if got := clock.Now().Sub(before.Time); got != 50*time.Second {
		t.Errorf("moved by %v", got)
	}
	fake.Set(time.Time{})
	if !clock.Now().IsZero() {
		t.Error("not zero")
	}
	if now := (System{}).Now(); now != At(now.Time) || time.Since(now.Time) > time.Minute {
		t.Errorf("the system's clock shows %v", now)
	}
}
