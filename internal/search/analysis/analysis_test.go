package analysis

import (
	"strings"
	"testing"
)

func TestTokens(t *testing.T) {
	for text, want := range map[string]string{
		"":                            "",
		"L’été à Paris":               "l! ete a! paris",
		"Aujourd’hui, l'œuvre d’État": "aujourdhui l! oeuvre d! etat",
		"auto-entrepreneur":           "auto entrepreneur+autoentrepreneur",
		"Peut-il s’habiller ?":        "peut il! s! habiller",
		"article L. 1237-19 du code":  "article l1237-19+1237-19 du! code",
		"L1237-19, l 1237-19-1":       "l1237-19+1237-19 l1237-19-1+1237-19-1",
		"L.3142-4; R*123-4":           "l3142-4+3142-4 r123-4+123-4",
		"13ème mois, 1er mai, 13e":    "13 mois 1 mai 13",
		"1 000 euros en 2015":         "1000 euros en! 2015",
		"14,2 milliards":              "14.2 milliards",
		"C.H.S.C.T. et CHSCT":         "chsct et! chsct",
		"le conseil de prud’hommes":   "le! conseil de! prud hommes+prudhommes",
		"covid-19":                    "covid 19+covid19",
		"Straße Łódź Ångström":        "strasse lodz angstrom",
		"e\u0301te\u0301":             "ete",
		"C2P 4x4":                     "c2p 4x4",
		"Ελλάδα":                      "ελλαδα",
		"peut-être":                   "peut etre!",
		"rendez-vous d’avril":         "rendez vous! d! avril",
		"L’":                          "l!",
		"L. ":                         "l!",
	} {
		var got []string
		for _, tok := range Tokens(text) {
			one := tok.Form
			if tok.Stop {
				one += "!"
			}
			for _, a := range tok.Also {
				one += "+" + a
			}
			got = append(got, one)
			if tok.Start < 0 || tok.End > len(text) || tok.Start >= tok.End {
				t.Errorf("%q: %q stands at %d–%d", text, tok.Form, tok.Start, tok.End)
			}
		}
		want := strings.ReplaceAll(want, "autoentrepreneur", Stem("autoentrepreneur"))
		want = strings.ReplaceAll(want, "prudhommes", Stem("prudhommes"))
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%q gives %q, want %q", text, s, want)
		}
	}
}

// TestStem: accents or none, singular or plural, the stem is one.
func TestStem(t *testing.T) {
	for _, family := range [][]string{
		{"congé", "congés", "conges"},
		{"licencié", "licencier", "licenciement", "licenciements"},
		{"télétravail"}, {"demandé", "demander", "demande", "demandes"},
		{"salarié", "salariés", "salaries", "salariée"},
		{"meeting", "meetings"}, {"démission", "démissionner"}, {"travail", "travailler", "travaillent", "travaux"},
		{"liste", "listent", "listèrent", "lister"}, {"bénéficier", "bénéficient", "bénéficièrent"},
		{"nommer", "nomment", "nommèrent", "nomination"}, {"informe", "informent"}, {"considère", "considèrent", "considérer"},
		{"finir", "finissent", "finirent"}, {"client", "clients"}, {"document", "documents"}, {"moment", "moments"},
		{"actif", "active", "actives", "actifs"}, {"directeur", "directrice"}, {"premier", "première"},
	} {
		stem := ""
		for _, w := range family {
			got := Tokens(w)[0].Stem
			if stem == "" {
				stem = got
			}
			if got != stem {
				t.Errorf("%q has stem %q, %q has %q", family[0], stem, w, got)
			}
		}
	}
	if got := Stem("cdi"); got != "cdi" {
		t.Errorf("cdi is cut to %q", got)
	}
}

func FuzzTokens(f *testing.F) {
	f.Add("L’auto-entrepreneur n’est-il pas l. 1237-19-- 12e 1 000,5")
	f.Add("\xff-\xff'\xff. 1-\u00a0")
	f.Fuzz(func(t *testing.T, text string) {
		last := 0
		for _, tok := range Tokens(text) {
			if tok.Start < last || tok.End > len(text) || tok.Start >= tok.End || tok.Form == "" || tok.Stem == "" {
				t.Fatalf("%q: %+v after %d", text, tok, last)
			}
			last = tok.End
		}
	})
}
