package main

import (
	"strings"
	"testing"
)

func TestSheet(t *testing.T) {
	known := headings{"Coût": true}
	for _, c := range []struct{ name, in, want string }{
		{"headings and boxes", "Une phrase.\nDémarche\nAllez à la mairie.\nÀ noter\nc'est gratuit.", "Une phrase.\n\n## Démarche\n\nAllez à la mairie.\n\n> **À noter.** C'est gratuit."},
		{"two headings in a row", "Cas\nPremier cas\nUne phrase.\nSecond cas\nUne autre.", "## Cas\n\n### Premier cas\n\nUne phrase.\n\n### Second cas\n\nUne autre."},
		{"a list by its commas", "Il faut :\nun titre,\nune photo,\net un justificatif.\nC'est tout.", "Il faut :\n\n- un titre,\n- une photo,\n- et un justificatif.\n\nC'est tout."},
		{"a list before a known heading", "Il faut :\nUn titre\nUne photo\nCoût\nC'est gratuit.", "Il faut :\n\n- Un titre\n- Une photo\n\n## Coût\n\nC'est gratuit."},
		{"a link that was lost", "Utilisez ce service :\nCoût\nC'est gratuit.", "Utilisez ce service.\n\n## Coût\n\nC'est gratuit."},
		{"nothing is interpreted", "Un astérisque * et <balise>.", `Un astérisque \* et \<balise>.`},
	} {
		got, ok := known.sheet(c.in)
		if !ok || got != c.want {
			t.Errorf("%s: %v\n got %q\nwant %q", c.name, ok, got, c.want)
		}
	}
	for _, doubtful := range []string{
		"Barème\n1 enfant\n2 enfants\n100 €\n200 €",
		"Une phrase coupée par un lien\n, puis la suite.",
		"Il faut :\nUn titre\nUne photo\nAutre chose\nC'est gratuit.",
	} {
		if md, ok := known.sheet(doubtful); ok {
			t.Errorf("should have given up on %q: %q", doubtful, md)
		}
	}
}

func TestGuide(t *testing.T) {
	secs := guide("Chapeau.\nLe titre\nLa durée\nElle varie :\n- un mois ;\n- deux mois.\nAnnée | Durée\n2024 | 1 mois\nÀ noter : sauf exception.", []string{"Le titre", "La durée"})
	if len(secs) != 3 || secs[2].title != "La durée" || secs[2].broken {
		t.Fatalf("%+v", secs)
	}
	want := "Elle varie :\n\n- un mois ;\n- deux mois.\n\n| Année | Durée |\n| --- | --- |\n| 2024 | 1 mois |\n\n> **À noter.** Sauf exception."
	if got := secs[2].body(); got != want {
		t.Errorf("got %q\nwant %q", got, want)
	}
}

func TestCut(t *testing.T) {
	md := "Début.\n\n## Un\n\n" + strings.Repeat("mot ", 20) + "\n\n## Deux\n\n" + strings.Repeat("mot ", 20)
	if got, more := cut(md, 130); !more || strings.Contains(got, "Deux") || !strings.Contains(got, "## Un") {
		t.Errorf("%v %q", more, got)
	}
	if got, more := cut("court", 100); more || got != "court" {
		t.Errorf("%v %q", more, got)
	}
}

func TestParagraphsJoinBrokenLines(t *testing.T) {
	in := "Afin de rendre accessibles les publications\nfinancées par des fonds publics.\n- un point\n- un autre"
	want := "Afin de rendre accessibles les publications financées par des fonds publics.\n\n- un point\n- un autre"
	if got := paragraphs(in); strings.Join(strings.Fields(got), " ") != strings.Join(strings.Fields(want), " ") {
		t.Errorf("%q", got)
	}
}

func TestScreening(t *testing.T) {
	lex := map[string]int{}
	for w := range strings.FieldsSeq("cette proposition semble utile pour les communes rurales mais elle coûte cher dans la pratique") {
		lex[w] = 9
	}
	for text, want := range map[string]bool{
		"Cette proposition semble utile pour les communes rurales.":     true,
		"Cette proposition est complètement stupide pour les communes.": false,
		"Cette propsition smble utlie puor les comunes ruraless.":       false,
	} {
		if got := fitToPrint(lex, text, 0.06); got != want {
			t.Errorf("fitToPrint(%q) = %v", text, got)
		}
	}
	given := givenNames{"Claire": true}
	if !given.named("comme le disait Claire Fontenay hier") || given.named("Une idée claire et simple") {
		t.Error("a named person is not told from a word")
	}
}
