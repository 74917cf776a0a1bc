package main

import (
	"regexp"
	"sort"
	"strings"
)

var (
	subQuestion = regexp.MustCompile(`^(\d{1,2})\. ?(.*)$`)
	letterItem  = regexp.MustCompile(`^([a-z])\) ?(.*)$`)
	touchy      = regexp.MustCompile(`(?i)\b(polic\w*|armée|armes?|militaires?|défense|migra\w*|asile|réfugi\w*|djihad\w*|islam\w*|musulman\w*|juifs?|antisém\w*|racis\w*|décès|décéd\w*|morts?|mortalité|sexuel\w*|viols?|flamand\w*|flandre|wallon\w*|vlaams|n-va|PS|MR|cdh|ecolo|francophones?|néerlandophones?|bilingu\w*|linguistiques?|congo\w*|rwanda\w*|burundi|israël\w*|palestin\w*|turqui\w*|turc|russ\w*|chine|chinois\w*|iran\w*|syri\w*|ukrain\w*|maroc\w*|roi|reine|prince|princesse|nucléaires?|drogues?|cannabis|alcool\w*|criminal\w*|prisons?|détenu\w*|avort\w*|cancers?|malad\w*|patients?|vaccin\w*|hôpita\w*|hospital\w*|virus|masques?|ivg|sectes?|extrém\w*|radicalis\w*|embryons?|euthan\w*|harcèl\w*|brexit|trump|espion\w*|sûreté de l.État|covid\w*|corona\w*|pandémi\w*|sanitaires?|confinement|centres? fermés?|étrangers?|séjour|visas?|monsieur|madame|prostitu\w*|suicid\w*|victimes?|SPF Justice|van|een|het|welke|FGTB|accus\w*|magistrats?)\b|M\. |Mme `)
	useful      = regexp.MustCompile(`(?i)mobilit|vélo|train|rail|gare|énerg|climat|environnement|déchet|emballage|plastique|recycl|biodivers|abeille|pestic|pollution|qualité de l.air|eau\b|mer\b|éolien|numérique|digital|internet|données|informati|5g|fibre|fonction publique|fonctionnaire|télétravail|accessib|handicap|consommat|consignes?|agricult|aliment|logement|bâtiment|rénovation|administrati|simplific|commun(e|es)\b|routi|permis|véhicule|cyber|open data|marchés? publics?|bruit|aéroport|drone|forêt|chauffage|isolation|poste\b|guichet|usager|formul|courrier|identité|eID|satellite|plage|pêche|phoque|littoral`)
)

// parliament publishes written questions of the Belgian Chamber as open questions,
// brought in by the diplomats who follow it.
func (b *builder) parliament() error {
	b.reseed("parliament")
	type source struct {
		ID, Text string
		Number   string `json:"question_number"`
		Bulletin string
	}
	all, err := records[source](b.data, "parliamentary-questions/questions.jsonl.gz")
	if err != nil {
		return err
	}
	type ready struct {
		title, body string
		near        *fiche
		sim         float64
		score       float64
		text        string
	}
	var fit []ready
	for _, q := range all {
		text := sentences(clean(q.Text))
		if touchy.MatchString(text) || !useful.MatchString(text) || runes(text) < 420 || runes(text) > 2300 {
			continue
		}
		intro, subs := splitQuestion(text)
		if runes(intro) < 200 || len(subs) < 2 || strings.Contains(text, "retirée)") || strings.Contains(intro, "- ") {
			continue
		}
		title := b.bestTitle(intro, subs)
		if title == "" {
			continue
		}
		f, sim := b.corpus.nearest(intro)
		var body strings.Builder
		body.WriteString(french(markup.Replace(intro)) + "\n\n")
		for i, s := range subs {
			if i > 0 {
				body.WriteString("\n")
			}
			body.WriteString(s.label + " " + french(markup.Replace(s.text)))
		}
		number := ""
		if q.Number != "" {
			number = " n°" + nbsp + strings.TrimLeft(q.Number, "0")
		}
		body.WriteString("\n\n*Source" + nbsp + ": Chambre des représentants de Belgique, question écrite" + number + ", 2020 (domaine public).*")
		score := sim + b.rng.Float64()*0.12
		if useful.MatchString(title) {
			score += 0.3
		}
		fit = append(fit, ready{title: title, body: body.String(), near: f, sim: sim, score: score, text: text})
	}
	sort.SliceStable(fit, func(i, j int) bool { return fit[i].score > fit[j].score })
	made := map[string]int{}
	for _, q := range fit {
		key, tags := parliamentPlace(q.text, made)
		if key == "" {
			continue
		}
		c := b.byKey[key]
		age := b.age(c)
		w := b.byName["oumou.diallo"]
		if b.chance(0.45) || w.JoinedDaysAgo <= age || !c.joining[w.Handle] {
			w = b.writer(c, age, func(p *person) float64 {
				if p.domain == "diplomatie" {
					return 5
				}
				return 0
			})
		}
		if w == nil {
			continue
		}
		body := q.body
		if b.chance(0.62) {
			body = b.say("parl.lead") + "\n\n" + body
		}
		p := &publication{Kind: "question", Community: key, Author: w.Handle, Title: q.title, Tags: tags, DaysAgo: age, Body: body}
		if !b.add("parlement", p) {
			continue
		}
		made[key]++
		b.applause(p, c, 0.07)
		if q.sim > 0.2 && b.chance(0.55) {
			h := p.last() + b.lag(9)
			if k := b.writer(c, p.at(h), anyone, p.spoken()...); k != nil {
				line := fill(b.say("parl.related"), strings.TrimRight(q.near.Title, " ."), first(sentences(q.near.Description), 280))
				p.say(k.Handle, h, "answer", french(markup.Replace(line)), 0)
			}
		}
		if b.chance(0.3) {
			h := p.last() + b.lag(6)
			if k := b.writer(c, p.at(h), anyone, p.spoken()...); k != nil {
				p.say(k.Handle, h, "comment", b.say("parl.reply"), 0)
			}
		}
	}
	return nil
}

type subq struct{ label, text string }

// splitQuestion separates what introduces a question from its numbered parts.
func splitQuestion(text string) (intro string, subs []subq) {
	for _, l := range nonEmpty(text) {
		if m := subQuestion.FindStringSubmatch(l); m != nil {
			subs = append(subs, subq{m[1] + ".", strings.TrimSpace(m[2])})
			continue
		}
		if m := letterItem.FindStringSubmatch(l); m != nil && len(subs) > 0 {
			subs = append(subs, subq{"   - " + m[1] + ")", m[2]})
			continue
		}
		if len(subs) > 0 {
			subs[len(subs)-1].text += " " + l
			continue
		}
		intro = strings.TrimSpace(intro + " " + l)
	}
	return intro, subs
}

var (
	pointsBack = regexp.MustCompile(`(?i)\b(ces|cette|cet|ce|celui|celle|ceux|celles|y|en la matière|ledit|ladite|susmention|ci-dessus|il|ils|elle|elles|ministre|vous|votre|vos|pourriez|avez|quid)\b`)
	inverted   = regexp.MustCompile(`(?i)-(t-)?(ils?|elles?|on)\b`)
	startsAsk  = regexp.MustCompile(`^(Quel|Quelle|Quels|Quelles|Combien|Comment|Où|Dans quel|À combien|À quel|Existe|Pourquoi|Quand|De quel)`)
)

// bestTitle picks the part that stands best alone: it names its subject and points back at nothing.
func (b *builder) bestTitle(intro string, subs []subq) string {
	topic := words(intro)
	best, top := "", 0.0
	for _, s := range subs {
		t := strings.TrimSpace(s.text)
		if i := strings.Index(t, "?"); i > 0 {
			t = t[:i+1]
		}
		if !strings.HasSuffix(t, "?") || !startsAsk.MatchString(t) || pointsBack.MatchString(inverted.ReplaceAllString(t, "")) || strings.Contains(t, ". ") {
			continue
		}
		if n := runes(t); n < 42 || n > 140 {
			continue
		}
		score := 0.0
		for _, w := range sortedKeys(words(t)) {
			if topic[w] > 0 && len(w) > 5 {
				score += 1
			}
		}
		if score > top {
			best, top = t, score
		}
	}
	if top < 2 {
		return ""
	}
	return frenchLine(clean(best))
}

// parliamentPlace keeps most of the watch in its own community and sends the rest where the subject lives.
func parliamentPlace(text string, made map[string]int) (string, []string) {
	t := strings.ToLower(text)
	subject := ""
	switch {
	case regexp.MustCompile(`train|rail|gare|sncb|vélo|routi|véhicule|permis|aéroport|mobilit`).MatchString(t):
		subject = "mobilités"
	case regexp.MustCompile(`énerg|climat|déchet|emballage|plastique|recycl|pollution|environnement|éolien|isolation`).MatchString(t):
		subject = "transition écologique"
	case regexp.MustCompile(`abeille|biodivers|mer\b|pêche|forêt|plage|littoral`).MatchString(t):
		subject = "biodiversité"
	case regexp.MustCompile(`numérique|digital|internet|données|informati|cyber|5g|fibre`).MatchString(t):
		subject = "services numériques"
	case regexp.MustCompile(`fonction publique|fonctionnaire|télétravail`).MatchString(t):
		subject = "fonction publique"
	default:
		subject = "services publics de proximité"
	}
	tags := []string{"veille parlementaire", "Belgique", subject}
	switch {
	case subject == "transition écologique" && made["transition"] < 12 && made["transition"] <= made["bruxelles"]/4:
		return "transition", tags
	case subject == "biodiversité" && made["nature"] < 8:
		return "nature", tags
	case made["bruxelles"] < 110:
		return "bruxelles", tags
	}
	return "", nil
}
