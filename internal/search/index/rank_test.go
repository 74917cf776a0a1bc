package index

import "testing"

// TestRank: what wins when several documents hold the words.
func TestRank(t *testing.T) {
	x := open(t,
		note(1, "Note", "Le château fut vendu. Bien des années passèrent sans que personne vînt voir ni jardins, ni bassins, ni statues, ni terrasses, ni orangerie, ni verger, ni potager, ni écuries, ni étang. Une tempête abattit son toit."),
		note(2, "Note", "Une tempête abattit le toit du château. Bien des années passèrent sans que personne vînt voir ni jardins, ni bassins, ni statues, ni terrasses, ni orangerie, ni verger, ni potager, ni écuries, ni étang. Il fut vendu."),
		note(3, "Note", "Ils réservent les salles."),
		note(4, "Note", "La réserve des salles."),
		note(5, "Note", "Une retraite pour Durand."),
		note(6, "Note", "Une pension pour Martin."),
	)
	for words, want := range map[string]string{
		"tempête sur le toit du château": "2 1", // said together
		"réservent salles":               "3 4", // the very form
		"réserve salles":                 "4 3",
		"pension Durand":                 "5 6", // a proper name
		"pension durand":                 "6 5", // none: the newer of two
	} {
		if got := keys(x.ask(t, Query{Words: words}).Hits); got != want {
			t.Errorf("%s: %s, want %s", words, got, want)
		}
	}
}

func TestProper(t *testing.T) {
	for words, want := range map[string]bool{
		"Où travaille Du Bosc":          true,
		"Où travaille du bosc":          false,
		"Bosc, où travaille-t-il ?":     false, // begins a sentence
		"Congé : Durée":                 false,
		"indemnité CDD":                 false, // an acronym
		"mutation à Évreux":             true,
		"qui est Œdipe":                 true,
		"DEMANDE DE CONGÉ":              false,
		"le rapport de McKinsey":        true,
		"l’avis de l’Académie de Dijon": true,
	} {
		x := open(t)
		got := false
		for _, c := range x.plan(Query{Words: words}, nil).concepts {
			got = got || c.weight > 1
		}
		if got != want {
			t.Errorf("%q: %v", words, got)
		}
	}
}
