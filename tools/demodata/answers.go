package main

import (
	"regexp"
	"sort"
	"strings"
)

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
