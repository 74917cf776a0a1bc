package prose_test

import (
	"strings"
	"testing"

	"parvis/internal/document/prose"
	"parvis/internal/text"
)

// told writes a comparison in one letter for each thing: what came in +, what
// went in -, what is set otherwise in ~.
func told(changes []prose.Change) string {
	var b strings.Builder
	for _, c := range changes {
		b.WriteString(map[text.Op]string{text.Same: " ", text.Insert: "+", text.Delete: "-"}[c.Op])
		if c.Was != nil {
			b.WriteString("(" + strings.TrimSpace(string(c.Was.Kind)+" "+c.Was.Sign) + ") ")
		}
		if c.Line.Sign != "" {
			b.WriteString(c.Line.Sign + " ")
		}
		for _, p := range c.Pieces {
			switch {
			case c.Op != text.Same:
				b.WriteString(p.Text)
			case p.Op == text.Insert:
				b.WriteString("{+" + p.Text + "}")
			case p.Op == text.Delete:
				b.WriteString("{-" + p.Text + "}")
			case p.Set:
				b.WriteString("{~" + p.Text + "}")
			default:
				b.WriteString(p.Text)
			}
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func TestDiff(t *testing.T) {
	for name, c := range map[string]struct{ old, new, want string }{
		"nothing":          {"Un\n\nDeux", "Un\n\nDeux", " Un\n Deux\n"},
		"a word":           {"Le délai est de deux mois.", "Le délai est de trois mois.", " Le délai est de {-deux}{+trois} mois.\n"},
		"a paragraph came": {"Un début\n\nUne fin", "Un début\n\nTout autre chose\n\nUne fin", " Un début\n+Tout autre chose\n Une fin\n"},
		"one went":         {"Un\n\nDeux\n\nTrois", "Un\n\nTrois", " Un\n-Deux\n Trois\n"},
		"set otherwise":    {"Un mot ici", "Un **mot** ici", " Un {~mot} ici\n"},
		"a task is done":   {"- [ ] relire la note", "- [x] relire la note", " (paragraph ☐) ☑ relire la note\n"},
		"a heading now":    {"Ligne deux.", "## Ligne deux.", " (paragraph) Ligne deux.\n"},
		"and another word": {"Ligne deux.", "## Ligne trois.", " (paragraph) Ligne {-deux}{+trois}.\n"},
		"a quotation":      {"> Ligne deux.", "Ligne deux.", " (paragraph) Ligne deux.\n"},
		"an item before":   {"1. un\n2. deux", "1. zéro\n2. un\n3. deux", "+1. zéro\n 2. un\n 3. deux\n"},
		"changed behind what came": {
			"Le décret fixe le délai de deux mois.", "Préambule nouveau.\n\nLe décret fixe le délai de trois mois.",
			"+Préambule nouveau.\n Le décret fixe le délai de {-deux}{+trois} mois.\n",
		},
	} {
		t.Run(name, func(t *testing.T) {
			got := told(prose.Diff(prose.Read(c.old, nil), prose.Read(c.new, nil)))
			if got != c.want {
				t.Errorf("got\n%swant\n%s", got, c.want)
			}
		})
	}
}
