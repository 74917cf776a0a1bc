package identity

import "testing"

func TestEasyPasswords(t *testing.T) {
	known := []string{"Élise Moreau", "elise.moreau@prefecture-du-lot.gouv.fr", "Le Parvis du Lot"}
	easy := []string{
		"motdepasse2024!", "MotDePasse1234", "M0td3p@ss3!!!!", "azertyuiop123", "Azertyuiop2025", "123456789012", "111111111111",
		"abcdefghijklm", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "password12345", "P@ssw0rd2024!", "administrateur1", "Administrateur2026", "qsdfghjklm123",
		"elisemoreau1984", "Moreau.Elise.46", "parvis2026!!!", "Parvis-2026-juillet", "prefecturedulot", "juillet2026!!", "Bonjour12345!",
		"Marseille13013", "jetaimejetaime", "azertyazerty", "Printemps2026!", "soleilsoleilsoleil", "14071789140789", "19840315Sophie", "nicolas010185",
		"sojdlg123aljg", "mailcreated5240", "Domainlock2005", "momsanaladventure", "finalfantasy", "hd764nw5d7e1vb1",
		"1qaz2wsx3edc4rfv", "iloveyou1234", "Changezmoi2026", "toulouse31000", "poiuytreza1234",
	}
	for _, p := range easy {
		if cost := guesses(p, known); cost >= enough {
			t.Errorf("%q costs %.1f: it should be refused", p, cost)
		}
	}
	good := []string{
		"la brouette enneigée ronronne", "correct horse battery staple", "tf8!kQ2w#zLp", "Trois grues violettes sous la Garonne", "vXqo zhrt pmwe",
		"J’irai cueillir 7 mirabelles", "日本語のパスワードです長い", "cheval pile agrafe exact",
	}
	for _, p := range good {
		if cost := guesses(p, known); cost < enough {
			t.Errorf("%q costs %.1f: it should be accepted", p, cost)
		}
	}
}

func TestWordsAreUsable(t *testing.T) {
	if n := len(words()); n < 48_000 {
		t.Errorf("%d words, want those of the breaches too", n)
	}
	for w := range words() {
		if len(w) < 3 || string(foldEach(w)) != w {
			t.Errorf("%q can never match", w)
		}
	}
}

func TestLocksGrowUpToAQuarterOfAnHour(t *testing.T) {
	for failures, want := range map[int]float64{5: 1, 6: 2, 7: 4, 8: 8, 9: 15, 10: 15, 1000: 15} {
		if got := lockFor(failures).Minutes(); got != want {
			t.Errorf("%d failures lock for %v minutes, want %v", failures, got, want)
		}
	}
}

func TestHandles(t *testing.T) {
	for name, want := range map[string]string{
		"Élise Moreau": "elise.moreau", "Anne-Sophie Le Goff": "anne-sophie.le-goff", "Cher": "cher", "Œdipe D’Ys": "oedipe.d-ys",
		"李 小龍": "personne", "  Jean   Dupont ": "jean.dupont",
	} {
		if got := HandleFor(name); got != want {
			t.Errorf("%q gives %q, want %q", name, got, want)
		}
	}
}

func TestAddresses(t *testing.T) {
	for typed, want := range map[string]string{
		" Elise.Moreau@Lot.Gouv.FR ": "elise.moreau@lot.gouv.fr", "a+b@c.fr": "a+b@c.fr",
	} {
		if got, ok := Email(typed); !ok || got != want {
			t.Errorf("%q gives %q, %v", typed, got, ok)
		}
	}
	for _, bad := range []string{
		"", "a", "a@b", "@b.fr", "a@", "a b@c.fr", "a@c.fr, d@e.fr", "Elise <a@c.fr>", "a@c.fr\r\nBcc: x@y.fr", "a@c.fr\nTo: x", "\"a\"@c.fr", "a@[1.2.3.4]", "a\x00@c.fr", "\xff@c.fr",
	} {
		if got, ok := Email(bad); ok {
			t.Errorf("%q was taken for the address %q", bad, got)
		}
	}
}
