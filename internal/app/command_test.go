package app

import (
	"slices"
	"strings"
	"testing"
)

// TestCommandLine: what is asked for wrongly is said with what is expected, and
// does nothing.
func TestCommandLine(t *testing.T) {
	data := t.TempDir()
	for _, c := range []struct {
		args string
		code int
		out  string // what is printed begins so
		errs string // what is complained of holds this
	}{
		{"version", 0, "parvis test\n", ""},
		{"--help", 0, "The collaborative network for people in public service.\nUsage: parvis", ""},
		{"token create --help", 0, "The collaborative network for people in public service.\nUsage: parvis token create", ""},
		{"import", 2, "", "which of these commands is meant?"},
		{"nonsense", 2, "", "invalid subcommand: nonsense"},
		{"version --nod 1", 2, "", "unknown argument --nod"},
		{"token create marie", 2, "", "NAME is required"},
		{"version --node many", 2, "", "--node"},
		{"version --proxies here", 2, "", "proxies (PARVIS_PROXIES)"},
		{"person create Marie --locale de", 1, "", "locale: expected fr or en"},
		{"person clear marie secret", 1, "", "level: expected public, limited or restricted"},
		{"import jsonl --community a --as b --map text there", 2, "", "expected NAME=VALUE"},
	} {
		code, out, errs := run(t, data, strings.Fields(c.args)...)
		if code != c.code || !strings.HasPrefix(out, c.out) || !strings.Contains(errs, c.errs) || errs == "" != (c.code == 0) {
			t.Errorf("parvis %s: %d\n%s\n%s", c.args, code, out, errs)
		}
	}
}

func TestLists(t *testing.T) {
	var l listed
	if err := l.UnmarshalText([]byte("10.0.0.1, 10.0.0.2,")); err != nil || !slices.Equal(l, listed{"10.0.0.1", "10.0.0.2"}) {
		t.Error(l, err)
	}
	var p pairs
	if err := p.UnmarshalText([]byte("title=Question+Thème,text=Réponse=oui")); err != nil || p["title"] != "Question+Thème" || p["text"] != "Réponse=oui" {
		t.Error(p, err)
	}
}

// TestTheOperatorClears: from the machine itself one says how far somebody reads,
// and learns how far they did.
func TestTheOperatorClears(t *testing.T) {
	data := t.TempDir()
	if code, out, errs := run(t, data, "person", "create", "Marie Sorel"); code != 0 {
		t.Fatal(code, out, errs)
	}
	for _, c := range []struct {
		who, level string
		code       int
		out        string
	}{
		{"@marie.sorel", "limited", 0, "limited (was public)\n"}, {"marie.sorel", "public", 0, "public (was limited)\n"},
		{"marie.sorel", "public", 0, "public (was public)\n"}, {"personne", "public", 1, ""},
	} {
		if code, out, errs := run(t, data, "person", "clear", c.who, c.level); code != c.code || out != c.out {
			t.Errorf("%s %s: %d, %q, %s", c.who, c.level, code, out, errs)
		}
	}
}
