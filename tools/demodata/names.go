package main

import (
	"sort"
	"strconv"
	"strings"
)

// name is a made-up person's name.
type name struct{ full, handle string }

// names deals made-up names: given names by how common they were among people
// now at work, family names among the frequent ones.
type names struct {
	given map[string][]weighted
	total map[string]float64
	last  []string
	left  []string
	taken map[string]bool
	seen  map[string]int // how often a given name was dealt
}

type weighted struct {
	word   string
	weight float64
}

func (b *builder) names() (*names, error) {
	rows, err := table(b.data, "people-names/given_names.csv")
	if err != nil {
		return nil, err
	}
	n := &names{given: map[string][]weighted{}, total: map[string]float64{}, taken: map[string]bool{}, seen: map[string]int{}}
	for _, r := range rows {
		old, _ := strconv.ParseFloat(r[4], 64)
		mid, _ := strconv.ParseFloat(r[5], 64)
		young, _ := strconv.ParseFloat(r[6], 64)
		// Births of 1959-1969, 1970-1989 and 1990-2003 make the people at work today.
		w := 0.4*old + mid + 0.55*young
		if w < 1500 || runes(r[0]) < 3 || !strings.ContainsAny(r[1], "FM") {
			continue
		}
		word := accented(r[0])
		n.given[r[1]] = append(n.given[r[1]], weighted{word, w})
		n.total[r[1]] += w
	}
	surnames, err := table(b.data, "people-names/surnames.csv.gz")
	if err != nil {
		return nil, err
	}
	extra := map[string]bool{}
	for _, s := range moreSurnames {
		extra[s] = true
	}
	for _, r := range surnames {
		if r[1] == "1" || extra[r[0]] {
			n.last = append(n.last, familyName(r[0]))
		}
	}
	sort.Strings(n.last)
	return n, nil
}

// draw deals a name that nobody has yet and that no famous person bears.
func (n *names) draw(b *builder, sex string) name {
	for {
		x := b.rng.Float64() * n.total[sex]
		given := n.given[sex][0].word
		for _, w := range n.given[sex] {
			if x -= w.weight; x <= 0 {
				given = w.word
				break
			}
		}
		if len(n.left) == 0 {
			n.left = append([]string{}, n.last...)
			b.rng.Shuffle(len(n.left), func(i, j int) { n.left[i], n.left[j] = n.left[j], n.left[i] })
		}
		last := n.left[len(n.left)-1]
		full := given + " " + last
		if n.taken[fold(full)] || n.seen[given] >= 4 || famous[fold(full)] || fold(given) == fold(last) || wellKnown[fold(last)] {
			if wellKnown[fold(last)] {
				n.left = n.left[:len(n.left)-1]
			}
			continue
		}
		n.left = n.left[:len(n.left)-1]
		n.taken[fold(full)] = true
		n.seen[given]++
		return name{full: full, handle: handlePart(given) + "." + handlePart(last)}
	}
}

// familyName puts a surname of the file in proper case, with the accents that its bearers write.
func familyName(s string) string {
	if a, ok := accents[s]; ok {
		return a
	}
	words := strings.Fields(strings.ToLower(s))
	for i, w := range words {
		words[i] = upperFirst(w)
	}
	return strings.Join(words, " ")
}

func accented(given string) string {
	if a, ok := givenAccents[given]; ok {
		return a
	}
	return given
}

// accents are surnames that the file gives without the accents that most of their bearers write.
var accents = map[string]string{
	"ANDRE": "André", "BARTHELEMY": "Barthélemy", "BEGUE": "Bègue", "BENARD": "Bénard", "BERARD": "Bérard", "CARRE": "Carré",
	"CHRETIEN": "Chrétien", "CLEMENT": "Clément", "DUPRE": "Dupré", "ETIENNE": "Étienne", "EVRARD": "Évrard", "FERRE": "Ferré",
	"FRANCOIS": "François", "GERARD": "Gérard", "GONCALVES": "Gonçalves", "GREGOIRE": "Grégoire", "GUERIN": "Guérin",
	"HEBERT": "Hébert", "HERVE": "Hervé", "LABBE": "Labbé", "LAINE": "Lainé", "LEFEVRE": "Lefèvre", "LEGER": "Léger",
	"LELIEVRE": "Lelièvre", "LEMAITRE": "Lemaître", "LEON": "Léon", "LEONARD": "Léonard", "LEVEQUE": "Lévêque", "LEVY": "Lévy",
	"MACE": "Macé", "MAHE": "Mahé", "MARECHAL": "Maréchal", "MASSE": "Massé", "MENARD": "Ménard", "MUNOZ": "Muñoz", "NOEL": "Noël",
	"PAGES": "Pagès", "PERON": "Péron", "PREVOST": "Prévost", "PREVOT": "Prévôt", "REGNIER": "Régnier", "REMY": "Rémy",
	"RIVIERE": "Rivière", "SEGUIN": "Séguin", "STEPHAN": "Stéphan", "VALLEE": "Vallée", "CISSE": "Cissé", "BALDE": "Baldé", "KONE": "Koné", "TRAORE": "Traoré", "DRAME": "Dramé", "AIT SAID": "Aït Saïd", "BENSAID": "Bensaïd",
	"SAIDI": "Saïdi", "BELAID": "Belaïd", "IBANEZ": "Ibáñez", "KERNEIS": "Kernéis",
}

var givenAccents = map[string]string{
	"Eric": "Éric", "Elodie": "Élodie", "Emilie": "Émilie", "Etienne": "Étienne", "Elisabeth": "Élisabeth", "Edith": "Édith",
	"Evelyne": "Évelyne", "Eliane": "Éliane", "Elise": "Élise", "Eloïse": "Éloïse", "Emile": "Émile", "Edouard": "Édouard",
	"Emeline": "Émeline", "Eve": "Ève", "Eva": "Éva", "Elie": "Élie",
	"Adelaide":      "Adélaïde",
	"Aicha":         "Aïcha",
	"Aida":          "Aïda",
	"Aime":          "Aimé",
	"Anaelle":       "Anaëlle",
	"Angelique":     "Angélique",
	"Anne-Gaelle":   "Anne-Gaëlle",
	"Aurelia":       "Aurélia",
	"Benedicte":     "Bénédicte",
	"Berengere":     "Bérengère",
	"Cedric":        "Cédric",
	"Cesar":         "César",
	"Chaima":        "Chaïma",
	"Clelia":        "Clélia",
	"Deborah":       "Déborah",
	"Dorothee":      "Dorothée",
	"Elea":          "Éléa",
	"Eleonore":      "Éléonore",
	"Eloi":          "Éloi",
	"Emilien":       "Émilien",
	"Faiza":         "Faïza",
	"Gael":          "Gaël",
	"Gaelle":        "Gaëlle",
	"Gaetane":       "Gaëtane",
	"Geraldine":     "Géraldine",
	"Gregory":       "Grégory",
	"Gwenael":       "Gwenaël",
	"Gwenaelle":     "Gwenaëlle",
	"Imene":         "Imène",
	"Ismael":        "Ismaël",
	"Ismail":        "Ismaïl",
	"Jerome":        "Jérôme",
	"Jeremy":        "Jérémy",
	"Josephine":     "Joséphine",
	"Josue":         "Josué",
	"Judicael":      "Judicaël",
	"Laetitia":      "Laëtitia",
	"Laurene":       "Laurène",
	"Leila":         "Leïla",
	"Leonard":       "Léonard",
	"Leopold":       "Léopold",
	"Mael":          "Maël",
	"Maelle":        "Maëlle",
	"Maelys":        "Maëlys",
	"Maeva":         "Maéva",
	"Mailys":        "Maïlys",
	"Maite":         "Maïté",
	"Maiwenn":       "Maïwenn",
	"Marie-Josephe": "Marie-Josèphe",
	"Marylene":      "Marylène",
	"Mederic":       "Médéric",
	"Megane":        "Mégane",
	"Melinda":       "Mélinda",
	"Meline":        "Méline",
	"Melodie":       "Mélodie",
	"Mickael":       "Mickaël",
	"Moise":         "Moïse",
	"Nadege":        "Nadège",
	"Naima":         "Naïma",
	"Nathanael":     "Nathanaël",
	"Noe":           "Noé",
	"Noella":        "Noëlla",
	"Noemie":        "Noémie",
	"Raphaelle":     "Raphaëlle",
	"Reda":          "Réda",
	"Regis":         "Régis",
	"Rejane":        "Réjane",
	"Saida":         "Saïda",
	"Said":          "Saïd",
	"Sephora":       "Séphora",
	"Severine":      "Séverine",
	"Thais":         "Thaïs",
	"Theodore":      "Théodore",
	"Theophile":     "Théophile",
	"Yaelle":        "Yaëlle",
	"Valery":        "Valéry",
	"Stephan":       "Stéphan",
}

// moreSurnames widen the frequent ones: regions and countries that the list of frequent names hardly shows.
var moreSurnames = []string{
	"ABDALLAH", "ADJOVI", "AGBO", "AIT SAID", "AMRANI", "AUGUSTIN", "BA", "BAKHTI", "BALDE", "BARRY", "BELAID", "BELHADJ", "BENALI",
	"BENCHEIKH", "BENSAID", "BERTOLINI", "BIANCHI", "BOUCHAREB", "CAMARA", "CISSE", "COULIBALY", "DRAME", "ETCHEVERRY", "GHERBI", "HADJ",
	"HAMIDI", "IBANEZ", "KACI", "KEITA", "KONE", "KOWALSKI", "LUCIANI", "MANSOURI", "MBAYE", "MEZIANE", "NOWAK", "OULD", "OUATTARA", "PHAM",
	"RAKOTO", "ROSSO", "SAIDI", "SOW", "SYLLA", "TRAORE", "VASILESCU", "VERBEKE", "VU", "YILMAZ", "ZERBIB", "GUILLAUMIN", "KERNEIS",
}

// wellKnown are surnames best avoided: their bearers are too easily taken for someone.
var wellKnown = map[string]bool{
	"dupont": true, "durand": true, "paris": true, "marie": true, "jean": true, "barbe": true, "grand": true, "gros": true, "hadj": true,
	"ould": true, "renault": true, "ferrari": true, "poulain": true, "levy": true, "cohen": true, "mouton": true, "bonhomme": true,
	"rocher": true, "hamon": true, "roussel": true, "camus": true, "rousseau": true, "parent": true, "maire": true, "cousin": true, "voisin": true,
}

// famous are full names, folded, that a draw could give and that belong to someone everybody knows.
var famous = set(
	"alexandre dumas", "michel blanc", "laurent blanc", "jacques brun", "julien clerc", "jacques david", "claude francois", "francois fillon",
	"nicole garcia", "theophile gautier", "annie girard", "rene girard", "francoise hardy", "theo hernandez", "lucas hernandez", "irene jacob",
	"catherine jacob", "christian jacob", "max jacob", "eva joly", "william klein", "yves klein", "christophe lambert", "gerard lambert",
	"melanie laurent", "pierre laurent", "charles leclerc", "michel leclerc", "edouard leclerc", "yves lecoq", "olivier marchal", "jacques marin",
	"jean martin", "jacques martin", "henri martin", "claire martin", "olivier martinez", "mireille mathieu", "jacques mercier", "louise michel",
	"jeanne moreau", "yolande moreau", "gustave moreau", "francois morel", "edgar morin", "herve morin", "jean moulin", "emmanuel petit",
	"philippe petit", "vincent perez", "pierre perret", "jacques perrin", "line renaud", "paul reynaud", "pierre richard", "alain robert",
	"muriel robin", "patrick sabatier", "catherine sauvage", "romy schneider", "claude simon", "michel simon", "yves simon", "daniel vaillant",
	"ambroise thomas", "max weber", "simone veil", "edgar faure", "felix faure", "olivier faure", "eli faure", "gabriel faure", "brigitte fontaine",
	"charles boyer", "laurent fabius", "henri barbusse", "jacques tati", "emile durkheim", "michel bouquet", "carole bouquet", "michel fournier",
	"alain fournier", "bernard tapie", "claude bernard", "tristan bernard", "alain colas", "louis renault", "pierre arnaud", "michel rolland",
	"romain rolland", "remi gaillard", "eugenie leroux", "gaston leroux", "maurice leblanc", "jean lefebvre", "henri lefebvre", "marcel lefebvre",
	"jacques charrier", "michel legrand", "jean roche", "daniel roche", "brigitte macron", "marine dubois", "marie dubois", "jean dubois",
	"alain barriere", "michel sardou", "pierre joubert", "brian joubert", "joseph joubert", "philippe lacoste", "rene lacoste", "jean lacoste",
	"robert lamoureux", "michel serre", "jean carmet", "robert hossein", "thierry roland", "thierry henry", "emile henry", "kylian mbappe",
	"sandrine martinet", "jean aubert", "emmanuel carrere", "michel noel", "magali noel", "suzanne lenglen", "jean jacques", "jacques chirac",
	"patrick poivre", "aurelie dupont", "antoine dupont", "nathalie baye", "jean marais", "vincent auriol", "alice guy", "lucien clergue",
	"roger martin", "sylvie joly", "bernard giraud", "claude giraud", "alice sapritch", "laurent garnier", "robert garnier", "tony garnier",
	"marie gillain", "nicolas sarkozy", "emmanuel macron", "marine lepen", "paul belmondo", "paul klee", "marc levy", "bernard henry",
)

func set(words ...string) map[string]bool {
	m := map[string]bool{}
	for _, w := range words {
		m[w] = true
	}
	return m
}
