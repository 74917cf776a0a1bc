package intake_test

import (
	"strings"
	"testing"

	"parvis/internal/access"
	"parvis/internal/correspondence"
	"parvis/internal/correspondence/intake"
)

// What archives say of secrecy and of haste is read as it is meant.
func TestMarkings(t *testing.T) {
	for _, c := range []struct {
		says       string
		protection access.Protection
		audience   access.Audience
		precedence correspondence.Precedence
	}{
		{`"classification":"Top Secret"`, access.Restricted, access.ForNamed, correspondence.Routine},
		{`"classification":"Secret","precedence":"Flash"`, access.Restricted, access.ForNamed, correspondence.Immediate},
		{`"classification":"Confidential","precedence":"Priority"`, access.Limited, access.ForServices, correspondence.Urgent},
		{`"classification":"Confidential","handling":["Exdis"]`, access.Restricted, access.ForNamed, correspondence.Routine},
		{`"classification":"Unclassified","handling":["Nodis"]`, access.Restricted, access.ForNamed, correspondence.Routine},
		{`"classification":"Limited Official Use","handling":"Eyes only"`, access.Restricted, access.ForNamed, correspondence.Routine},
		{`"classification":"Confidential","handling":["Limdis"]`, access.Limited, access.ForDirectors, correspondence.Routine},
		{`"classification":"a word of nowhere"`, access.Restricted, access.ForNamed, correspondence.Routine},
		{`"classification":"No classification marking"`, access.Public, access.ForServices, correspondence.Routine},
		{`"protection":"restricted","distribution":"services"`, access.Restricted, access.ForNamed, correspondence.Routine},
	} {
		r, err := intake.Read([]byte(`{"id":"a","kind":"telegram","from":"x","to":"y","text":"z","date":"1964-08-09",` + c.says + `}`))
		if err != nil || r.Protection != c.protection || r.Distribution != c.audience || r.Precedence != c.precedence {
			t.Errorf("%s: %v %v %v, %v", c.says, r.Protection, r.Distribution, r.Precedence, err)
		}
	}
}

// What is no dispatch is refused with the reason.
func TestRefused(t *testing.T) {
	for line, want := range map[string]string{
		`[]`:            "it is not a dispatch",
		`{"type":"TD"}`: "it has no key",
		`{"id":"a","kind":"memorandum of conversation"}`:                                                               "it is no dispatch",
		`{"key":"a","type":"TD","to":"y","text":"z","date":"1964"}`:                                                    "it does not say its from",
		`{"key":"a","type":"TD","from":"x","text":"z","date":"1964"}`:                                                  "it does not say its to",
		`{"key":"a","type":"TD","from":"x","to":"y","text":"z","date":"1964","protection":"hidden"}`:                   "its protection",
		`{"key":"a","type":"TD","from":"x","to":"y","text":"z","date":"1964","protection":"public","precedence":"so"}`: "its precedence",
	} {
		if _, err := intake.Read([]byte(line)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", line, err, want)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(`{"key":"a","type":"TD","from":"x","to":["y"],"text":"z","date":"1964-08-09","references":["b","b"],"answers":"b"}`)
	f.Fuzz(func(t *testing.T, line string) {
		r, err := intake.Read([]byte(line))
		if err == nil && (r.Key == "" || r.Protection > access.Restricted || r.Protection == access.Restricted && r.Distribution != access.ForNamed) {
			t.Errorf("%q reads as %+v", line, r)
		}
	})
}
