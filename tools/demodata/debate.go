package main

import (
	"fmt"
	"regexp"
	"sort"
	"strings"
)

// proposal and argument are records of the République numérique consultation.
type proposal struct {
	ID      int
	Title   string
	Section struct{ Subtitle string }
	Author  string
	For     int `json:"votes_for"`
	Mixed   int `json:"votes_mixed"`
	Against int `json:"votes_against"`
	Text    string
	Why     string `json:"explanation"`
	Sources []struct{ Title, Link string }
	Trashed bool
}

type argument struct {
	ID, Proposal, Votes           int
	Stance, Author, Created, Text string
}

// sectionPlaces sends each part of the bill to the community that follows it.
var sectionPlaces = map[string]place{
	"Ouverture des données publiques":                                    {"donnees", []string{"données ouvertes", "transparence"}},
	"Service public de la donnée":                                        {"donnees", []string{"données ouvertes", "services numériques"}},
	"Données d’intérêt général":                                          {"donnees", []string{"données d’intérêt général"}},
	"Les Communs":                                                        {"communs", []string{"communs numériques", "droit d’auteur"}},
	"Travaux de recherche et de statistique":                             {"science", []string{"science ouverte", "recherche"}},
	"Neutralité de l’internet":                                           {"numerique", []string{"neutralité du réseau", "internet"}},
	"Portabilité des données":                                            {"vie-privee", []string{"portabilité", "données personnelles"}},
	"Loyauté des plateformes":                                            {"numerique", []string{"plateformes"}},
	"Information des consommateurs":                                      {"numerique", []string{"plateformes", "consommation"}},
	"Protection des données à caractère personnel":                       {"vie-privee", []string{"données personnelles", "vie privée"}},
	"Confidentialité des correspondances privées":                        {"vie-privee", []string{"vie privée", "cybersécurité"}},
	"Compétences et organisation":                                        {"innovation", []string{"participation citoyenne", "compétences numériques"}},
	"Couverture numérique":                                               {"couverture", []string{"couverture numérique", "ruralité"}},
	"Recommandé électronique":                                            {"numerique", []string{"identité numérique"}},
	"Paiement par SMS":                                                   {"numerique", []string{"moyens de paiement", "services numériques"}},
	"Accessibilité des personnes handicapées aux services téléphoniques": {"accessibilite", []string{"accessibilité", "handicap"}},
	"Accessibilité des personnes handicapées aux sites internet publics": {"accessibilite", []string{"accessibilité", "handicap"}},
	"Maintien de la connexion internet":                                  {"couverture", []string{"internet", "couverture numérique"}},
}

// rerouted sends a proposal where its title belongs rather than where it was filed.
var rerouted = []struct {
	title *regexp.Regexp
	to    place
}{
	{freeSoftware, place{"communs", []string{"logiciels libres", "communs numériques"}}},
	{regexp.MustCompile(`(?i)handicap|accessib|langue des signes|malvoyant|aveugle|sourd|\bLSF\b`), place{"accessibilite", []string{"accessibilité", "handicap"}}},
	{regexp.MustCompile(`(?i)école|enseign|scolaire|élèves?|éducation|programmation|universit|étudiant|apprentissage`), place{"education", []string{"compétences numériques", "scolarité"}}},
	{regexp.MustCompile(`(?i)fibre|débit|couverture|\bFAI\b|IPv6|connexion|opérateurs?\b|accès à internet`), place{"couverture", []string{"couverture numérique", "internet"}}},
	{regexp.MustCompile(`(?i)CNIL|vie privée|chiffre|données personnelles|caractère personnel|pseudo|anonym`), place{"vie-privee", []string{"données personnelles", "vie privée"}}},
	{regexp.MustCompile(`(?i)démocra|citoyens?\b|participat|consultation|lois?\b|élus|parlement`), place{"innovation", []string{"participation citoyenne", "transparence"}}},
	{regexp.MustCompile(`(?i)données|open data|statisti`), place{"donnees", []string{"données ouvertes", "transparence"}}},
	{regexp.MustCompile(`(?i)en ligne|numérique des services|démarche|compte unique|dématérialis|administrati`), place{"numerique", []string{"services numériques", "simplification"}}},
}

var debateLimits = map[string]int{"donnees": 74, "vie-privee": 44, "numerique": 62, "communs": 56, "science": 24, "innovation": 46, "couverture": 44, "accessibilite": 24, "territoires": 26, "education": 16}

var (
	freeSoftware = regexp.MustCompile(`(?i)logiciels? libres?|open ?source|codes? sources?|formats? ouverts?`)
	offTopic     = regexp.MustCompile(`(?i)renseignement|hadopi|capitalis|détenu|démanteler|marchés financiers|chaînes|télévis|audiovisuel|\(\d+/\d+\)|\pL\.\pL|juge\b|brevet|jeux|bitcoin|drone`)
	local        = regexp.MustCompile(`(?i)collectivité|commune|mairie|municip|rural|territo|campagne|quartier|villag|département|région|local`)
	rude         = regexp.MustCompile(`(?i)\b(con|cons|conneries?|merde|crétins?|débiles?|idiots?|idiote|idioties?|stupid\w*|ridicules?|honte\w*|foutre|foutaises?|bordel|putain|escrocs?|voleurs?|pourris?|corromp\w*|corruption|nazis?|fascis\w*|dictat\w*|mafi\w*|imbéciles?|abrutis?|mensonges?|menteurs?|totalitar\w*|stasi|gestapo|hitler|staline|flics?|pédoph\w*|terroris\w*|attentats?|djihad\w*|islam\w*|juifs?|musulman\w*|immigrés?|trolls?|mdr|lol|wtf|gogo|pigeons?|absurd\w*|aberr\w*|hallucin\w*|n'importe quoi|pute|cul|couilles?|gauchistes?|soviét\w*|communis\w*|liberticide|orwell\w*|1984|big brother|grotesque|scandal\w*|vomir|crap\w*|saloper\w*|bullshit|parasites?|esclav\w*|lobby\w*|lobbies|racket\w*|toxicoman\w*|usine à gaz|politicard\w*|technocrat\w*|oligarch\w*|valets?|godillots?|moutons?|GAFAs?|CGT|CFDT|syndicats?)\b`)
	politicians  = regexp.MustCompile(`(?i)hollande|sarkozy|\bvalls|lemaire|macron|le pen\b|mélenchon|cazeneuve|\bfillon|juppé|filippetti|fillon|thévenoud|cahuzac|pellerin|\bM\. ?[A-ZÉ][a-zé]+|\bMme ?[A-ZÉ][a-zé]+|\bMr\.? ?[A-ZÉ]|Monsieur [A-Z]|Madame [A-Z]|snowden|assange|zuckerberg|parti socialiste|\bUMP\b|\bPS\b|front national|\bFN\b`)
	aboutSite    = regexp.MustCompile(`(?i)signal(é|er) (cette|ce)|modérat(eur|ion)|doublon|j.ai voté|votez|vote(r)? (pour|contre) (cette|ma)|ma proposition|mes autres propositions|contribution n|cf\.? ma|voir ma|copi[eé]r?[- ]coll|hors[- ]sujet|fin de la consultation|cette consultation|ni pour ni contre|pour ni contre|mitigé|difficile de décider|vous dites|votre (proposition|commentaire|argument|texte|gouvernement)|vos propos|d.accord avec [A-Z]|conseil d.administration|notre (association|syndicat|fédération|société|université|collectif|organisation)|l.association (des|de|pour|nationale)|@\w+|saintgermain|se félicite|salue l|rien à voir|contribuez\.republique|republique-numerique\.fr/consult`)
)

// consultation publishes proposals as discussions, with what people said for and
// against, and the votes they really got, brought down to what members can cast.
func (b *builder) consultation() error {
	b.reseed("consultation")
	props, err := records[proposal](b.data, "ideas/republique-numerique/proposals.jsonl.gz")
	if err != nil {
		return err
	}
	args, err := records[argument](b.data, "ideas/republique-numerique/arguments.jsonl.gz")
	if err != nil {
		return err
	}
	lex := b.lexicon()
	given, err := b.givenNames()
	if err != nil {
		return err
	}
	said := map[string]bool{}
	of := map[int][]argument{}
	for _, a := range args {
		a.Text = strings.TrimSpace(sentences(clean(a.Text)))
		key := fold(a.Text)
		if said[key] || given.named(a.Text) || !fitToPrint(lex, a.Text, 0.06) || runes(a.Text) < 30 || runes(a.Text) > 2400 || strings.Count(a.Text, "http") > 2 {
			continue
		}
		said[key] = true
		of[a.Proposal] = append(of[a.Proposal], a)
	}
	type scored struct {
		p     proposal
		score float64
	}
	var fit []scored
	for _, p := range props {
		p.Text, p.Why = sentences(clean(p.Text)), sentences(clean(p.Why))
		whole := p.Title + "\n" + p.Text + "\n" + p.Why
		if p.Trashed || runes(p.Text) < 120 || given.named(whole) || !fitToPrint(lex, whole, 0.07) || !goodTitle(lex, p.Title) {
			continue
		}
		n := float64(len(of[p.ID]))
		if n == 0 && p.For+p.Mixed+p.Against < 8 {
			continue
		}
		fit = append(fit, scored{p, n*3 + min(float64(p.For+p.Mixed+p.Against), 200)/10})
	}
	sort.SliceStable(fit, func(i, j int) bool { return fit[i].score > fit[j].score })
	count := map[string]int{}
	bySection := map[string][]proposal{}
	for _, s := range fit {
		pl, ok := sectionPlaces[s.p.Section.Subtitle]
		if !ok {
			continue
		}
		if offTopic.MatchString(s.p.Title) {
			continue
		}
		for _, r := range rerouted {
			if r.title.MatchString(s.p.Title) {
				pl = r.to
				break
			}
		}
		if local.MatchString(s.p.Title) && b.chance(0.8) {
			pl = place{"territoires", append([]string{"collectivités"}, pl.tags...)}
		}
		if count[pl.community] >= debateLimits[pl.community] {
			continue
		}
		if b.debate(s.p, of[s.p.ID], pl) {
			count[pl.community]++
			bySection[pl.community] = append(bySection[pl.community], s.p)
		}
	}
	return b.votePolls(bySection)
}

var bill = regexp.MustCompile(`^Article (\d+ ?\w*) ?[-:–] ?(.+)$`)

func debateTitle(p proposal) string {
	t := strings.Join(strings.Fields(strings.TrimRight(strings.TrimSpace(clean(p.Title)), " .,;:")), " ")
	if m := bill.FindStringSubmatch(t); m != nil {
		t = upperFirst(m[2]) + " (article " + strings.TrimSpace(m[1]) + ")"
	}
	return headline(upperFirst(t))
}

func (b *builder) debate(p proposal, args []argument, pl place) bool {
	c := b.byKey[pl.community]
	age := b.age(c)*0.93 + 6
	kin := b.expert(c)
	if p.Author == "gouvernement" {
		kin = func(q *person) float64 {
			if q.Head || contains(c.Managers, q.Handle) {
				return 3
			}
			return 0.02
		}
	}
	w := b.writer(c, age, kin)
	if w == nil {
		return false
	}
	text, more := cut(french(paragraphs(p.Text)), 2600)
	if more {
		text += "\n\n(…)"
	}
	if p.Why != "" && fold(p.Why) != fold(p.Text) {
		why, cutWhy := cut(french(paragraphs(p.Why)), 2200)
		if cutWhy {
			why += "\n\n(…)"
		}
		text += "\n\n### Pourquoi\n\n" + why
	}
	var links []string
	for _, s := range p.Sources {
		if len(links) < 3 && strings.HasPrefix(s.Link, "http") && len(s.Link) < 180 && !strings.ContainsAny(s.Link, " ()<>") && s.Title != "" && runes(s.Title) < 110 && !strings.Contains(s.Title, "CGT") {
			links = append(links, "- ["+frenchLine(markup.Replace(clean(s.Title)))+"]("+s.Link+")")
		}
	}
	if len(links) > 0 {
		text += "\n\n### Pour aller plus loin\n\n" + strings.Join(links, "\n")
	}
	kind := "Proposition"
	if p.Author == "gouvernement" {
		kind = "Article du projet"
	}
	text += fmt.Sprintf("\n\n*%s de la consultation «%sRépublique numérique%s» (2015)%s: %d votes pour, %d mitigés, %d contre. Source%s: Etalab, Licence Ouverte.*",
		kind, nbsp, nbsp, nbsp, p.For, p.Mixed, p.Against, nbsp)
	post := &publication{Kind: "post", Community: c.Key, Author: w.Handle, Title: debateTitle(p), Body: text, Tags: pl.tags, DaysAgo: round(age, 3)}
	if !b.add("debat", post) {
		return false
	}
	readers := len(c.Managers) + len(c.Members) - 1
	room := int(float64(readers) * (0.3 + 0.4*b.rng.Float64()))
	post.Useful, post.Useless = scaled(p.For, p.Against, room)
	b.argue(post, c, args)
	return true
}

// scaled brings votes down to at most room in all, keeping their proportion.
func scaled(up, down, room int) (int, int) {
	if up+down <= room {
		return up, down
	}
	f := float64(room) / float64(up+down)
	return int(float64(up)*f + 0.5), int(float64(down) * f)
}

// argue carries the arguments: the best of both sides, in the order they came, each by another member.
func (b *builder) argue(p *publication, c *community, args []argument) {
	sort.SliceStable(args, func(i, j int) bool { return args[i].Votes > args[j].Votes })
	limit := min(len(args), min(24, (len(c.Members)+len(c.Managers))*6/10))
	args = append([]argument{}, args[:limit]...)
	sort.SliceStable(args, func(i, j int) bool { return args[i].Created < args[j].Created })
	room := workHours(p.DaysAgo) * 0.9
	typical := min(5.5, room/float64(len(args)+2))
	readers := len(c.Managers) + len(c.Members) - 1
	for _, a := range args {
		h := p.last() + b.lag(typical)
		w := b.writer(c, p.at(h), func(q *person) float64 { return 0.4 + b.expert(c)(q)/6 }, p.spoken()...)
		if w == nil {
			return
		}
		stance := "Pour"
		if a.Stance == "against" {
			stance = "Contre"
		}
		text := french(paragraphs(upperFirst(a.Text)))
		if !ownStance.MatchString(text) {
			text = "**" + stance + ".** " + text
		}
		k := p.say(w.Handle, h, "comment", text, 0)
		if k == nil {
			return
		}
		k.Useful = min(a.Votes, readers/3)
		if a.Votes > 3 && b.chance(0.3) {
			k.Thanks = b.between(0, 2)
		}
		at := len(p.Comments)
		if b.chance(0.055) {
			if r := b.writer(c, p.at(h), anyone, p.spoken()...); r != nil {
				p.say(r.Handle, h+b.lag(2), "comment", b.say("debate.reply"), at)
			}
		}
	}
}

// ownStance matches an argument that says its side by itself.
var ownStance = regexp.MustCompile(`(?i)^((je suis )?(tout à fait |plutôt |entièrement |totalement |résolument )?(pour|contre)\b|(je suis )?(tout à fait |entièrement |totalement )?d.accord|pas d.accord|je ne suis pas d.accord|oui\b|non\b)`)
