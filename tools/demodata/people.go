package main

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

const peopleCount = 300

// trade is a family of jobs: where its people sit, what they do and know.
type trade struct {
	key         string
	share       int
	communities []string
	units       []string
	titles      [][2]string // masculine, feminine
	skills      []string
	subjects    []string
}

func (b *builder) readTrades() error {
	text, err := readEditorial("domains.txt")
	if err != nil {
		return err
	}
	known, err := b.romeLabels()
	if err != nil {
		return err
	}
	for _, bl := range blocks(text, true) {
		t := trade{key: bl.name, communities: list(bl.value["communities"], ",")}
		t.share, _ = strconv.Atoi(bl.value["share"])
		for u := range strings.FieldsSeq(bl.value["units"]) {
			if b.unitName["org-"+u] == "" {
				return fmt.Errorf("trade %s: no unit %s", t.key, u)
			}
			t.units = append(t.units, "org-"+u)
		}
		for _, pair := range list(bl.value["titles"], ";") {
			m, f, ok := strings.Cut(pair, "/")
			if !ok {
				return fmt.Errorf("trade %s: title without feminine: %s", t.key, pair)
			}
			t.titles = append(t.titles, [2]string{m, f})
		}
		t.skills = list(bl.value["skills"], ";")
		for _, s := range t.skills {
			if !known[s] {
				return fmt.Errorf("trade %s: not a skill of ROME: %s", t.key, s)
			}
		}
		t.subjects = list(bl.value["subjects"], ";")
		b.trades = append(b.trades, t)
	}
	return nil
}

// romeLabels is the set of know-how labels of the national trades directory.
func (b *builder) romeLabels() (map[string]bool, error) {
	type label struct{ Label string }
	type job struct {
		KnowHow []label `json:"know_how"`
	}
	known := map[string]bool{}
	jobs, err := records[job](b.data, "skills/rome/trades.jsonl.gz")
	for _, j := range jobs {
		for _, k := range j.KnowHow {
			known[k.Label] = true
		}
	}
	if err != nil {
		return nil, err
	}
	skills, err := records[label](b.data, "skills/rome/skills.jsonl.gz")
	for _, s := range skills {
		known[s.Label] = true
	}
	return known, err
}

func (b *builder) people() error {
	b.reseed("people")
	if err := b.readTrades(); err != nil {
		return err
	}
	text, err := readEditorial("cast.json")
	if err != nil {
		return err
	}
	if err := json.Unmarshal([]byte(text), &b.cast); err != nil {
		return fmt.Errorf("cast.json: %w", err)
	}
	names, err := b.names()
	if err != nil {
		return err
	}
	heads := map[string]bool{}
	for i := range b.cast {
		c := &b.cast[i]
		c.About = french(c.About)
		for lang, s := range c.Story {
			if lang == "fr" {
				c.Story[lang] = french(s)
			}
		}
		heads[c.Unit] = heads[c.Unit] || c.Head
		names.taken[fold(c.Name)] = true
		b.join(&person{
			Handle: c.Handle, Name: c.Name, Unit: c.Unit, Title: c.Title, Head: c.Head, Admin: c.Admin, About: c.About,
			Locale: c.Locale, JoinedDaysAgo: c.JoinedDaysAgo, Guest: c.Guest, Organisation: c.Organisation,
			Sponsor: c.Sponsor, ExpiresInDays: c.ExpiresInDays,
			sex: c.Sex, domain: castTrade[c.Role], activity: castActivity[c.Role] + 2.6,
		})
	}
	for _, g := range otherGuests {
		sex := g.sex
		name := names.draw(b, sex)
		b.join(&person{
			Handle: name.handle, Name: name.full, Title: g.title, Locale: "fr", JoinedDaysAgo: float64(g.joined), Guest: true,
			Organisation: g.organisation, Sponsor: g.sponsor, ExpiresInDays: g.expires, About: french(g.about), sex: sex, domain: "guest", activity: 1,
		})
	}
	return b.staff(names, heads)
}

// staff fills every trade with people, in proportion to its share.
func (b *builder) staff(names *names, heads map[string]bool) error {
	todo := peopleCount - len(b.all)
	shares := 0
	for _, t := range b.trades {
		shares += t.share
	}
	given := 0
	sum := 0
	for _, t := range b.trades {
		sum += t.share
		upTo := todo * sum / shares
		for n := 0; given < upTo; n++ {
			unit := t.units[n%len(t.units)]
			sex := "F"
			if b.chance(0.44) {
				sex = "M"
			}
			name := names.draw(b, sex)
			p := &person{
				Handle: name.handle, Name: name.full, Unit: unit, Locale: "fr", sex: sex, domain: t.key,
				JoinedDaysAgo: b.joined(), activity: 0.15 + b.rng.ExpFloat64(),
			}
			_, canLead := leads(b.unitName[unit], sex)
			if canLead && !heads[unit] && (t.key == "direction" || b.chance(0.13)) {
				p.Head = true
				heads[unit] = true
				p.Title, _ = leads(b.unitName[unit], sex)
			} else {
				p.Title = french(upperFirst(b.title(t, b.unitName[unit])[b2i(sex == "F")]))
			}
			p.About = b.about(t, p)
			if b.chance(0.02) {
				p.Locale = "en"
			}
			b.join(p)
			given++
		}
	}
	return nil
}

var general = regexp.MustCompile(`^(chargé de mission|chargé d.études|conseiller|rédacteur|adjoint|chef de projet|juriste|référent|gestionnaire (de|instructeur)|instructeur|délégué|attaché)`)

// title picks a job that suits the unit: one that shares a word with its name, or a job found everywhere.
func (b *builder) title(t trade, unit string) [2]string {
	var near, wide [][2]string
	u := words(unit)
	for _, pair := range t.titles {
		for w := range words(pair[0]) {
			if u[w] > 0 && len(w) > 5 && w != "chargé" && w != "mission" {
				near = append(near, pair)
				break
			}
		}
		if general.MatchString(pair[0]) {
			wide = append(wide, pair)
		}
	}
	from := t.titles
	switch {
	case len(near) > 0 && b.chance(0.75):
		from = near
	case len(wide) > 0 && b.chance(0.6):
		from = wide
	}
	return from[b.rng.IntN(len(from))]
}

func b2i(v bool) int {
	if v {
		return 1
	}
	return 0
}

func (b *builder) join(p *person) {
	p.Email = p.Handle + "@parvis.example"
	b.byName[p.Handle] = p
	b.all = append(b.all, p)
}

// joined draws an arrival: two thirds in the first three months of the network, the others since.
func (b *builder) joined() float64 {
	if b.chance(0.68) {
		return float64(b.between(270, 366))
	}
	return float64(b.between(6, 270))
}

// leads gives the title of whoever heads a unit, from the first word of its name.
func leads(unit, sex string) (string, bool) {
	f := b2i(sex == "F")
	for _, t := range []struct {
		start string
		title [2]string
	}{
		{"Direction générale", [2]string{"Directeur général", "Directrice générale"}},
		{"Sous-direction", [2]string{"Sous-directeur", "Sous-directrice"}},
		{"Direction", [2]string{"Directeur", "Directrice"}},
		{"Bureau", [2]string{"Chef de bureau", "Cheffe de bureau"}},
		{"Département", [2]string{"Chef de département", "Cheffe de département"}},
		{"Service", [2]string{"Chef de service", "Cheffe de service"}},
		{"Mission", [2]string{"Responsable de mission", "Responsable de mission"}},
		{"Pôle", [2]string{"Responsable de pôle", "Responsable de pôle"}},
		{"Programme", [2]string{"Directeur de programme", "Directrice de programme"}},
		{"Parc", [2]string{"Directeur du parc", "Directrice du parc"}},
	} {
		if strings.HasPrefix(unit, t.start) {
			return t.title[f], true
		}
	}
	return "", false
}

// about writes what a person can help with, from the skills and subjects of the trade.
func (b *builder) about(t trade, p *person) string {
	if b.chance(0.07) {
		return "" // some never fill it in
	}
	sub := b.draw(t.subjects, 3)
	sk := b.draw(t.skills, 2)
	for i := range sk {
		sk[i] = skillPhrase(sk[i])
	}
	if p.Head {
		return french(b.aboutLeading(sub))
	}
	two := sub[0] + " et " + sub[1]
	three := sub[0] + ", " + sub[1] + " et " + sub[2]
	years := []string{"quatre", "cinq", "sept", "huit", "dix", "douze", "quinze", "vingt"}[b.rng.IntN(8)]
	forms := []string{
		"Je peux aider à " + sk[0] + ". Je connais bien " + two + ".",
		"Vous pouvez me solliciter sur " + three + ".",
		"Mon quotidien depuis " + years + " ans : " + two + ". Je réponds volontiers, même aux questions simples.",
		"Besoin d’un coup de main pour " + sk[0] + " ? Écrivez-moi. Je m’intéresse aussi à tout ce qui touche " + toThe(sub[0]) + ".",
		upperFirst(sub[0]) + ", " + sub[1] + " : c’est par là que l’on me trouve.",
		"Je sais " + sk[0] + " et " + sk[1] + ".",
		"Après " + years + " ans sur le terrain, je m’occupe surtout " + ofThe(sub[0]) + ". Je partage mes modèles et mes aide-mémoire.",
		"Je débute sur " + sub[0] + ", mais je connais bien " + sub[1] + ".",
		"Ce que je peux apporter : " + sk[0] + ", avec des exemples concrets. Sujet de prédilection, " + sub[0] + ".",
		"Posez-moi vos questions sur " + sub[0] + " ; pour le reste, je connais souvent quelqu’un.",
		"Correspondance locale sur " + two + " : je fais remonter vos questions.",
		"Je peux " + sk[0] + ", ou relire vos notes sur " + sub[0] + ".",
		"Je tiens à jour nos fiches sur " + two + ". Dites-moi si quelque chose manque.",
		"Ancien parcours dans une autre administration : je fais le lien entre les services. Je connais " + two + ".",
		"À contacter pour " + sk[0] + " ou pour parler " + ofThe(sub[1]) + ".",
		"Je forme les nouveaux collègues : " + three + ".",
	}
	s := forms[b.rng.IntN(len(forms))]
	if b.chance(0.16) {
		s += " " + []string{"Présence au bureau le mardi et le jeudi.", "Je travaille à temps partiel, sauf le mercredi.", "Joignable le matin de préférence.", "Je parle aussi espagnol.", "Je parle aussi portugais.", "Je pratique la langue des signes.", "Je parle aussi arabe.", "Je parle aussi allemand.", "Toujours d’accord pour un café.", "Je suis en télétravail le lundi."}[b.rng.IntN(10)]
	}
	return french(s)
}

// aboutLeading is what those who head a unit say.
func (b *builder) aboutLeading(sub []string) string {
	n := []string{"six", "neuf", "onze", "quinze", "vingt", "trente"}[b.rng.IntN(6)]
	return []string{
		"Je dirige une équipe de " + n + " personnes. Nous travaillons sur " + sub[0] + " et " + sub[1] + ".",
		"Mon équipe suit " + sub[0] + ". Passez par moi si vous ne savez pas à qui vous adresser.",
		"Je réponds aux questions de méthode et d’organisation sur " + sub[0] + " ; mes collègues sont meilleurs que moi sur le fond.",
		"Je peux vous mettre en relation avec les bonnes personnes sur " + sub[0] + ", " + sub[1] + " et " + sub[2] + ".",
		"Priorités de l’année : " + sub[0] + " et " + sub[1] + ". Vos retours de terrain sont les bienvenus.",
		"Je lis plus que je n’écris, mais je réponds toujours à une question précise sur " + sub[0] + ".",
		"Nous cherchons des services volontaires pour avancer sur " + sub[0] + ". Écrivez-moi.",
	}[b.rng.IntN(7)]
}

// skillPhrase puts a label of the directory in the middle of a sentence.
func skillPhrase(s string) string {
	s, _, _ = strings.Cut(s, " (")
	s, _, _ = strings.Cut(s, " - ")
	return lowerFirst(s)
}

func toThe(s string) string {
	switch {
	case strings.HasPrefix(s, "les "):
		return "aux " + s[4:]
	case strings.HasPrefix(s, "le "):
		return "au " + s[3:]
	}
	return "à " + s
}

func ofThe(s string) string {
	switch {
	case strings.HasPrefix(s, "les "):
		return "des " + s[4:]
	case strings.HasPrefix(s, "le "):
		return "du " + s[3:]
	}
	return "de " + s
}

// draw takes n different lines.
func (b *builder) draw(lines []string, n int) []string {
	order := b.rng.Perm(len(lines))
	var out []string
	for _, i := range order {
		if len(out) == n {
			break
		}
		out = append(out, lines[i])
	}
	for len(out) < n {
		out = append(out, lines[0])
	}
	return out
}

// castTrade ties each of the cast to a trade, for what they write about.
var castTrade = map[string]string{
	"counter": "accueil", "field": "nature", "expert": "droit-travail", "manager": "innovation", "head": "accueil",
	"director": "direction", "guest": "guest", "administrator": "numerique", "diplomat": "diplomatie", "newcomer": "newcomer",
	"communication": "communication", "trainer": "formation", "english": "diplomatie",
}

// castActivity makes some of the cast write more than others do.
var castActivity = map[string]float64{"field": 6, "trainer": 2, "communication": 1}

var otherGuests = []struct {
	sex, title, organisation, sponsor, about string
	joined, expires                          int
	communities                              []string
}{
	{"F", "Maire adjointe à la citoyenneté", "Mairie de Montclair-les-Prés", "florence.delmas", "Élue depuis deux mandats, je m’occupe du budget participatif et de la vie des quartiers.", 96, 120, []string{"territoires"}},
	{"M", "Animateur de la maison de services", "Communauté de communes du Val d’Orlène", "samira.lefort", "J’accueille, j’oriente, je dépanne les téléphones. Nous sommes trois pour onze communes.", 150, 200, []string{"france-services", "territoires"}},
	{"F", "Présidente", "Association Lire au village", "florence.delmas", "Association de lecture à voix haute dans neuf villages. Je peux raconter une subvention obtenue et deux refus.", 75, 60, []string{"associations"}},
	{"M", "Trésorier", "Club nautique de la Pointe", "florence.delmas", "Bénévole et comptable : les comptes d’emploi n’ont plus de secret pour moi.", 52, 45, []string{"associations"}},
	{"F", "Coordinatrice bénévole", "Collectif des rivières vives", "loic.guillou", "Nous organisons quatre chantiers de nettoyage par an avec des habitants.", 63, 150, []string{"nature"}},
}
