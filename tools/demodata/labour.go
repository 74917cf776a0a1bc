package main

import (
	"regexp"
	"sort"
	"strings"
)

var (
	leftOut    = regexp.MustCompile(`(?i)^(services en ligne|textes de référence|à lire|qui contacter|pour en savoir plus|pour aller plus loin|sources? réglementaires?|articles associés|documents|modèles de documents|lire en complément|en savoir plus|dernières actualités|ressources|glossaire|règlementation|à télécharger|liens utiles|contacts?|.*web ?série|.*vidéo)`)
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

// agreementTopics name the questions of the agreement answers in a few words.
var agreementTopics = map[int]string{
	1: "Priorité sur un poste libre", 3: "Durée de la période d’essai", 4: "Renouvellement de la période d’essai", 6: "Arrêt maladie pendant la période d’essai",
	7: "Contrat de travail écrit", 8: "Mentions du contrat de travail", 9: "CDI de chantier", 10: "Clause de non-concurrence", 11: "Renouvellement du contrat",
	12: "Durée maximale du CDD", 13: "Délai de carence entre deux CDD", 14: "Indemnité de fin de CDD", 15: "Contrat d’extra", 16: "Durée maximale de l’intérim",
	17: "Carence entre deux missions d’intérim", 18: "Indemnité de fin de mission", 19: "Cumul d’emplois", 20: "Préavis de démission", 23: "Préavis de licenciement",
	26: "Préavis de départ à la retraite", 29: "Préavis de mise à la retraite", 33: "Dispense de préavis après un licenciement", 34: "Dispense de préavis après une démission",
	35: "Heures pour rechercher un emploi", 36: "Préavis non respecté", 37: "Arrêt maladie pendant le préavis", 38: "Calcul de l’ancienneté", 39: "Prime d’ancienneté",
	40: "Perte de marché et transfert des contrats", 41: "Décès de l’employeur", 42: "Indemnité de départ à la retraite", 43: "Maintien de salaire pendant la maternité",
	44: "Durée du congé de maternité", 45: "Maintien de salaire en cas de maladie", 46: "Maladie pendant les congés", 47: "Garantie d’emploi en cas de maladie",
	48: "Prime pour travaux dangereux ou insalubres", 50: "Congés pour événements familiaux", 51: "Primes prévues par la convention", 52: "Jours fériés", 53: "Travail du dimanche",
}

var agreementTags = []struct{ pattern, tag string }{
	{`essai|Contrat|CDD|CDI|intérim|mission|Clause|Mentions|Renouvellement`, "contrat de travail"},
	{`réavis|Décès|Perte|Indemnité|licenciement`, "rupture du contrat"},
	{`Prime|salaire|rime`, "rémunération"},
	{`[Cc]ongé|fériés|maternité`, "congés"},
	{`maladie|Maladie`, "arrêt de travail"},
	{`dimanche|Heures`, "temps de travail"},
}

var (
	contentTag = regexp.MustCompile(`<Content href="([^"]+)"\s*/>`)
	anyTag     = regexp.MustCompile(`</?[A-Za-z][^>]*>`)
	brokenLink = regexp.MustCompile(`\]\(([^)\s]*);\?idArticle`)
	longQuery  = regexp.MustCompile(`&(?:dateTexte|oldAction|fastReqId|nbResultRech|categorieLien)=[^)&\s]*`)
)

// answerText repairs the Markdown of an answer as published.
func answerText(s string) string {
	s = contentTag.ReplaceAllString(clean(s), "[Voir la fiche]($1)")
	s = anyTag.ReplaceAllString(s, "")
	s = brokenLink.ReplaceAllString(s, "]($1?idArticle")
	s = longQuery.ReplaceAllString(s, "")
	s = regexp.MustCompile(`(?m)^#{3,6} +(.+)$`).ReplaceAllString(s, "**$1**")
	s = regexp.MustCompile(`\n[ \t]*\n(?:[ \t]*\n)+`).ReplaceAllString(s, "\n\n")
	return strings.TrimSpace(french(s))
}

// labourAnswers publishes each question of the labour code service with its general
// answer accepted and what agreements say beside it, then questions about one agreement.
func (b *builder) labourAnswers() error {
	b.reseed("answers")
	type source struct {
		QuestionID                             int `json:"question_id"`
		Question, Scope, Idcc, Agreement, Text string
	}
	all, err := records[source](b.data, "labour-qa/answers.jsonl.gz")
	if err != nil {
		return err
	}
	byQuestion := map[int][]source{}
	var ids []int
	for _, s := range all {
		if byQuestion[s.QuestionID] == nil {
			ids = append(ids, s.QuestionID)
		}
		byQuestion[s.QuestionID] = append(byQuestion[s.QuestionID], s)
	}
	sort.Ints(ids)
	law, branch := b.byKey["droit-travail"], b.byKey["conventions"]
	src := "*Source" + nbsp + ": Code du travail numérique, ministère du Travail.*"
	usedHere := map[string]bool{}
	for _, id := range ids {
		topic := agreementTopics[id]
		tags := []string{"conventions collectives"}
		for _, t := range agreementTags {
			if regexp.MustCompile(t.pattern).MatchString(topic) && len(tags) < 3 {
				tags = append(tags, t.tag)
			}
		}
		age := 12 + b.age(law)*0.94
		w := b.writer(law, age, b.asker(law))
		p := &publication{
			Kind: "question", Community: law.Key, Author: w.Handle, Title: frenchLine(byQuestion[id][0].Question), Tags: tags, DaysAgo: round(age, 3),
			Body: b.askBody(law, "ask.conventions", tags, nil),
		}
		if !strings.HasSuffix(p.Title, "?") {
			p.Title = topic + nbsp + ": que prévoient le code et les conventions" + nnbsp + "?"
		}
		if !b.add("code", p) {
			continue
		}
		b.applause(p, law, 0.12)
		b.rng.Shuffle(len(byQuestion[id]), func(i, j int) {
			byQuestion[id][i], byQuestion[id][j] = byQuestion[id][j], byQuestion[id][i]
		})
		for _, s := range byQuestion[id] {
			if text := answerText(s.Text); s.Scope == "general" && runes(text) > 170 {
				text, _ = cut(text, 4300)
				b.answer(p, law, text+"\n\n"+src, true)
			}
		}
		n := b.between(3, 9)
		for _, s := range byQuestion[id] {
			text := answerText(s.Text)
			if n == 0 || s.Scope != "agreement" || s.Agreement == "" || runes(s.Agreement) > 90 || runes(text) < 110 || runes(text) > 2600 || usedHere[fold(text)] {
				continue
			}
			usedHere[fold(text)] = true
			b.answer(p, law, "**"+frenchLine(s.Agreement)+" (IDCC "+strings.TrimLeft(s.Idcc, "0")+").** "+text, false)
			n--
		}
		b.thank(p, law, 0.8)
		made := 0
		for _, s := range byQuestion[id] {
			text := answerText(s.Text)
			if made == 4 || s.Scope != "agreement" || s.Agreement == "" || strings.Contains(s.Agreement, "étallurgi") || runes(s.Agreement) > 80 || runes(text) < 190 || runes(text) > 3800 || usedHere[fold(text)] {
				continue
			}
			usedHere[fold(text)] = true
			if b.agreementQuestion(branch, topic, tags, s.Agreement, strings.TrimLeft(s.Idcc, "0"), text, src) {
				made++
			}
		}
	}
	return nil
}

// agreementQuestion asks what one agreement says.
func (b *builder) agreementQuestion(c *community, topic string, tags []string, agreement, idcc, text, src string) bool {
	agreement = frenchLine(agreement)
	title := topic + nbsp + ": que prévoit la convention «" + nbsp + agreement + nbsp + "»" + nnbsp + "?"
	switch b.rng.IntN(4) {
	case 0:
		title = "Convention «" + nbsp + agreement + nbsp + "»" + nbsp + ": " + lowerFirst(topic) + ", quelle règle" + nnbsp + "?"
	case 1:
		title = agreement + nbsp + ": " + lowerFirst(topic) + nnbsp + "?"
	}
	if runes(title) > maxTitle {
		return false
	}
	age := b.age(c)
	w := b.writer(c, age, b.asker(c))
	if w == nil {
		return false
	}
	p := &publication{
		Kind: "question", Community: c.Key, Author: w.Handle, Title: title, Tags: tags, DaysAgo: age,
		Body: b.askBody(c, "ask.conventions", tags, nil) + "\n\nIdentifiant de la convention" + nbsp + ": IDCC " + idcc + ".",
	}
	if !b.add("convention", p) {
		return false
	}
	b.applause(p, c, 0.06)
	if age < 0.6 {
		return true
	}
	if b.chance(0.4) {
		text = b.say("agreement.lead") + "\n\n" + text
	}
	b.answer(p, c, text+"\n\n"+src, true)
	b.thank(p, c, 0.5)
	return true
}

// letters publishes the model letters of the labour code service.
func (b *builder) letters() error {
	b.reseed("letters")
	type source struct{ Title, Description, Text, Date string }
	all, err := records[source](b.data, "letter-templates/templates.jsonl")
	if err != nil {
		return err
	}
	c := b.byKey["droit-travail"]
	for _, l := range all {
		age := b.age(c)
		w := b.writer(c, age, b.expert(c))
		if w == nil || delicate.MatchString(l.Title) || strings.Contains(l.Title, "Affichage") {
			continue
		}
		var quote []string
		for _, line := range nonEmpty(clean(l.Text)) {
			quote = append(quote, "> "+markup.Replace(strings.TrimLeft(line, "-• ")))
		}
		text, more := cut(strings.Join(quote, "\n>\n"), 5000)
		if more {
			continue
		}
		title := "Modèle de lettre" + nbsp + ": " + lowerFirst(frenchLine(l.Title))
		body := french(markup.Replace(clean(l.Description))) + "\n\nÀ reprendre et à compléter" + nbsp + ":\n\n" + french(text) +
			"\n\n*Source" + nbsp + ": Code du travail numérique, ministère du Travail.*"
		p := &publication{Kind: "post", Community: c.Key, Author: w.Handle, Title: title, Body: body, Tags: []string{"modèles de lettre", "contrat de travail"}, DaysAgo: age}
		if b.add("lettre", p) {
			b.applause(p, c, 0.2)
			if b.chance(0.5) {
				b.remarkFrom("letter.comment", p, c)
			}
		}
	}
	return nil
}

var (
	frontMatter = regexp.MustCompile(`(?s)\A---\n.*?\n---\n`)
	mdImage     = regexp.MustCompile(`!\[[^\]]*\]\([^)]*\)`)
	localLink   = regexp.MustCompile(`\[([^\]]+)\]\((?:[^h)][^)]*|h[^t)][^)]*)\)`)
	directive   = regexp.MustCompile(`(?ms)^:::+ *(\w+)? *([^\n]*)\n(.*?)\n:::+ *$`)
	htmlComment = regexp.MustCompile(`(?s)<!--.*?-->`)
	toc         = regexp.MustCompile(`(?m)^\[\[toc\]\]\s*$`)
	topTitle    = regexp.MustCompile(`(?m)\A\s*# [^\n]+\n`)
	setext      = regexp.MustCompile(`(?m)^(.+)\n(=+|-{3,})\s*$`)
)

var guideFolders = map[string]place{
	"algorithmes":         {"donnees", []string{"algorithmes publics", "transparence"}},
	"annotation":          {"donnees", []string{"intelligence artificielle", "qualité des données"}},
	"apis-geo":            {"donnees", []string{"cartographie", "données ouvertes"}},
	"data.gouv.fr":        {"donnees", []string{"données ouvertes"}},
	"juridique":           {"donnees", []string{"données ouvertes", "droit de la donnée"}},
	"logiciels":           {"communs", []string{"logiciels libres"}},
	"producteurs-schemas": {"donnees", []string{"schémas de données", "qualité des données"}},
	"pseudonymisation":    {"vie-privee", []string{"données personnelles", "intelligence artificielle"}},
	"qualite":             {"donnees", []string{"qualité des données", "données ouvertes"}},
	"reutilisation":       {"donnees", []string{"données ouvertes", "réutilisation"}},
}

var guideNames = map[string]string{
	"algorithmes": "Algorithmes publics", "annotation": "Campagne d’annotation", "apis-geo": "Services géographiques", "data.gouv.fr": "Publier sur data.gouv.fr",
	"juridique": "Cadre juridique", "logiciels": "Codes sources", "producteurs-schemas": "Schémas de données", "pseudonymisation": "Pseudonymisation",
	"qualite": "Qualité des données", "reutilisation": "Réutilisations",
}

// markdownGuides publishes pages of the open-data guides, already in Markdown.
func (b *builder) markdownGuides() error {
	b.reseed("markdown guides")
	type source struct{ Path, Folder, Title, Text string }
	all, err := records[source](b.data, "markdown-guides/guides.jsonl.gz")
	if err != nil {
		return err
	}
	for _, g := range all {
		folder, _, _ := strings.Cut(g.Path, "/")
		pl, ok := guideFolders[folder]
		if !ok || runes(g.Text) < 1000 {
			continue
		}
		c := b.byKey[pl.community]
		text := cleanMarkdown(g.Text)
		text, more := cut(text, 6500)
		if strings.Contains(text, "<") && strings.Contains(text, "</") {
			continue
		}
		title := strings.Trim(strings.TrimSpace(clean(g.Title)), "*")
		title = strings.TrimPrefix(title, "Fiche pratique : ")
		if n := guideNames[folder]; title == "Introduction" {
			title = n + nbsp + ": par où commencer" + nnbsp + "?"
		} else if !shared(n, title) {
			title = n + nbsp + ": " + lowerFirst(title)
		}
		age := b.age(c)
		w := b.writer(c, age, b.expert(c))
		if w == nil || runes(text) < 600 {
			continue
		}
		text += "\n\n*Source" + nbsp + ": guides d’Etalab"
		if more {
			text += " (extrait)"
		}
		p := &publication{Kind: "post", Community: c.Key, Author: w.Handle, Title: frenchLine(title), Body: text + ", Licence Ouverte 2.0.*", Tags: pl.tags, DaysAgo: age}
		if b.add("etalab", p) {
			b.applause(p, c, 0.2)
			for b.chance(0.4) && len(p.Comments) < 2 {
				b.remark(p, c)
			}
		}
	}
	return nil
}

// cleanMarkdown drops what only its site understands: front matter, boxes, images, links to its own pages.
func cleanMarkdown(s string) string {
	s = frontMatter.ReplaceAllString(clean(s), "")
	s = htmlComment.ReplaceAllString(s, "")
	s = toc.ReplaceAllString(s, "")
	s = mdImage.ReplaceAllString(s, "")
	s = localLink.ReplaceAllString(s, "$1")
	s = setext.ReplaceAllStringFunc(s, func(m string) string {
		head, rule, _ := strings.Cut(m, "\n")
		if strings.HasPrefix(head, "|") || strings.HasPrefix(rule, "-") && strings.TrimSpace(head) == "" {
			return m
		}
		return "## " + head
	})
	s = topTitle.ReplaceAllString(s, "")
	for range 2 {
		s = directive.ReplaceAllStringFunc(s, func(m string) string {
			f := directive.FindStringSubmatch(m)
			var q []string
			if t := strings.TrimSpace(f[2]); t != "" {
				q = append(q, "> **"+t+"**", ">")
			}
			for l := range strings.SplitSeq(strings.TrimSpace(f[3]), "\n") {
				q = append(q, strings.TrimRight("> "+l, " "))
			}
			return strings.Join(q, "\n")
		})
	}
	s = regexp.MustCompile(`(?m)^:::+.*$`).ReplaceAllString(s, "")
	s = regexp.MustCompile(`(?i)[^.\n]*(?:nous contacter|adresse retirée)[^.\n]*\.?`).ReplaceAllString(s, "")
	s = regexp.MustCompile(`\n{3,}`).ReplaceAllString(s, "\n\n")
	return strings.TrimSpace(french(s))
}
