package main

import (
	"regexp"
	"strings"
)

var (
	leftOut    = regexp.MustCompile(`(?i)^(services en ligne|textes de référence|à lire|qui contacter|pour en savoir plus|pour aller plus loin|sources? réglementaires?|articles associés|documents|modèles de documents|lire en complément|en savoir plus|dernières actualités|ressources|glossaire|règlementation|à télécharger|liens utiles|contacts?|.*web ?série|.*vidéo|témoignage)`)
	article    = regexp.MustCompile(`^(Le |La |Les |L['’])`)
	guideTheme = []struct{ pattern, community, tags string }{
		{`handicap|rqth|oeth|fiphfp|agefiph|esat|entreprises adaptées|emploi accompagné`, "handicap", "handicap, emploi"},
		{`apprenti|professionnalisation`, "emploi", "apprentissage, contrat de travail"},
		{`formation|compétences|vae\b|cpf|titres professionnels|évolution professionnelle`, "emploi", "formation professionnelle"},
		{`insertion|allocation|demandeur|chômage|contrat unique|engagement jeune|initiative|adultes-relais|epide|deuxième chance|poec|geiq`, "emploi", "insertion, chômage"},
		{`risques?\b|prévention|protection respiratoire|gants|chimique|bruit|ventilation|plomb|amiante|médical|santé|froid|chaleur|fumer|machine|commandes bimanuelles|stockage|levage|pénibilité|accident|maladie|inaptitude|addictions|enceintes|soudures|silic|cancér|levage|éclairage|incendie`, "sante-travail", "prévention des risques, conditions de travail"},
		{`assistant.* matern|particulier employeur|emplois? à domicile|cesu|services à la personne|garde d.enfants`, "famille", "emploi à domicile, garde d’enfants"},
		{`congé`, "droit-travail", "congés"},
		{`licenciement|démission|rupture|reclassement|sauvegarde|réembauche|documents remis`, "droit-travail", "rupture du contrat, licenciement"},
		{`durée|heures|temps|nuit|dimanche|soirée|forfait|fériés|solidarité`, "droit-travail", "temps de travail"},
		{`salaire|smic|rémunération|rémuneration|paie|saisie|mensualisation|épargne|intéressement|participation|frais de transport|titres-restaurant`, "droit-travail", "rémunération"},
		{`syndica|grève|négociation|accords?|représent|comité|prud|élections|délégué|cse\b`, "droit-travail", "dialogue au travail"},
		{`harcèlement|discrimination|égalité`, "droit-travail", "égalité professionnelle, discriminations"},
		{`disciplin|règlement intérieur`, "droit-travail", "discipline"},
		{`travail illégal|inspection|détach|sanctions`, "droit-travail", "contrôle du travail"},
		{`contrat|essai|cdi|cdd|intérim|saisonnier|embauche|stages?|job`, "droit-travail", "contrat de travail"},
	}
)

// labourGuides publishes each guide of the ministry as a post cut at a section,
// and later sections that ask something as questions answered by the experts.
func (b *builder) labourGuides() error {
	b.reseed("guides")
	type source struct {
		ID, Title, Date, URL, Description, Text string
		Sections                                []struct{ Title string }
	}
	all, err := records[source](b.data, "labour-guides/guides.jsonl.gz")
	if err != nil {
		return err
	}
	seen := map[string]bool{}
	asked := map[string]int{}
	for _, g := range all {
		if seen[g.ID] || runes(g.Title) > 120 || delicate.MatchString(g.Title) {
			continue
		}
		seen[g.ID] = true
		title := headline(g.Title)
		old := g.Date < "2012"
		if old && b.chance(0.6) {
			continue // the chemical sheets of 2009 are many and much alike
		}
		pl, ok := guidePlace(title)
		if !ok {
			continue
		}
		var titles []string
		for _, s := range g.Sections {
			titles = append(titles, strings.TrimSpace(clean(s.Title)))
		}
		secs := guide(sentences(clean(g.Text)), titles)
		body, used := guideBody(g.Title, sentences(clean(g.Description)), secs)
		c := b.byKey[pl.community]
		src := "*Source" + nbsp + ": ministère du Travail, guide du " + frenchDate(g.Date) + ", Licence Ouverte 2.0.*"
		if runes(body) > 900 {
			age := b.age(c)
			w := b.writer(c, age, b.expert(c))
			if w == nil {
				continue
			}
			text := body
			if used < len(secs) {
				text += "\n\n[Suite sur travail-emploi.gouv.fr](" + g.URL + ")"
			}
			p := &publication{Kind: "post", Community: c.Key, Author: w.Handle, Title: title, Tags: pl.tags, DaysAgo: age, Body: text + "\n\n" + src}
			if b.add("guide", p) {
				b.applause(p, c, 0.2)
				for b.chance(0.42) && len(p.Comments) < 3 {
					b.remark(p, c)
				}
			}
		}
		n := 0
		for _, s := range secs[min(used, len(secs)):] {
			if n == 2 || asked[c.Key] >= 80 {
				break
			}
			if b.sectionQuestion(c, title, s, pl, src, g.URL) {
				n++
				asked[c.Key]++
			}
		}
	}
	return nil
}

func guidePlace(title string) (place, bool) {
	t := strings.ToLower(title)
	for _, g := range guideTheme {
		if regexp.MustCompile(g.pattern).MatchString(t) {
			return place{community: g.community, tags: list(g.tags, ",")}, true
		}
	}
	return place{}, false
}

// guideBody takes the description and whole sections up to a comfortable length; used says how many sections.
func guideBody(title, description string, secs []section) (string, int) {
	var parts []string
	if d := first(description, 520); runes(d) > 80 {
		parts = append(parts, french(markup.Replace(d)))
	}
	total := runes(description)
	used := 0
	for i, s := range secs {
		used = i + 1
		if i == 0 || leftOut.MatchString(s.title) || len(s.parts) == 0 {
			continue
		}
		if s.broken {
			if total > 1500 {
				used = i
				break
			}
			continue
		}
		body := french(s.body())
		if total > 1500 && total+runes(body) > 6000 {
			used = i
			break
		}
		if runes(body) > 6500 {
			body, _ = cut(body, 5000)
		}
		if fold(s.title) != fold(title) {
			parts = append(parts, "## "+frenchLine(markup.Replace(s.title)))
		}
		parts = append(parts, body)
		total += runes(body)
	}
	return strings.Join(parts, "\n\n"), used
}

var bareQuestion = regexp.MustCompile(`(?i)^(quel|quelle|quels|quelles|qui|comment|dans quel|que |qu.est|à quel|existe|faut|peut|doit|le |la |les |l.|un |une |en cas|pour|sur )`)

// sectionQuestion publishes a section whose title asks something.
func (b *builder) sectionQuestion(c *community, guideTitle string, s section, pl place, src, url string) bool {
	if !strings.HasSuffix(strings.TrimSpace(s.title), "?") || s.broken || leftOut.MatchString(s.title) || !bareQuestion.MatchString(s.title) {
		return false
	}
	text := french(s.body())
	if runes(text) < 260 || runes(text) > 6000 || strings.HasSuffix(strings.TrimSpace(text), ":") {
		return false
	}
	text, more := cut(text, longestAnswer)
	q := frenchLine(clean(strings.TrimSpace(s.title)))
	topic := frenchLine(upperFirst(article.ReplaceAllString(guideTitle, "")))
	topic, _, _ = strings.Cut(topic, nbsp+":")
	title := topic + nbsp + ": " + lowerFirst(q)
	if shared(topic, q) {
		title = q
	}
	if runes(title) > maxTitle {
		return false
	}
	age := b.age(c)
	w := b.writer(c, age, b.asker(c))
	if w == nil {
		return false
	}
	p := &publication{Kind: "question", Community: c.Key, Author: w.Handle, Title: title, Tags: pl.tags, DaysAgo: age, Body: b.askBody(c, "ask."+c.Key, pl.tags, nil)}
	if !b.add("travail", p) {
		return false
	}
	b.applause(p, c, 0.05)
	if more {
		src = "[Suite sur travail-emploi.gouv.fr](" + url + ")\n\n" + src
	}
	if age < 0.8 {
		return true
	}
	b.answer(p, c, demote(text)+"\n\n"+src, true)
	b.thank(p, c, 0.5)
	return true
}

// shared tells whether a question already names its topic.
func shared(topic, q string) bool {
	t, w := words(topic), words(q)
	n := 0
	for k := range t {
		if w[k] > 0 {
			n++
		}
	}
	return n >= min(2, len(t))
}
