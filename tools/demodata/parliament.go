package main

import (
	"fmt"
	"regexp"
	"strings"
)

var (
	subQuestion = regexp.MustCompile(`^(\d{1,2})\. ?(.*)$`)
	letterItem  = regexp.MustCompile(`^([a-z])\) ?(.*)$`)
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
	wanted, err := chosenQuestions()
	if err != nil {
		return err
	}
	type ready struct {
		choice
		body string
	}
	var fit []ready
	for _, q := range all {
		chosen, ok := wanted[q.ID]
		if !ok {
			continue
		}
		intro, subs := splitQuestion(sentences(clean(q.Text)))
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
		fit = append(fit, ready{choice: chosen, body: body.String()})
	}
	b.rng.Shuffle(len(fit), func(i, j int) { fit[i], fit[j] = fit[j], fit[i] })
	made := map[string]int{}
	for _, q := range fit {
		key := q.place(made)
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
		p := &publication{Kind: "question", Community: key, Author: w.Handle, Title: q.title, Tags: []string{"veille parlementaire", "Belgique", q.tag}, DaysAgo: age, Body: body}
		if !b.add("parlement", p) {
			continue
		}
		made[key]++
		b.applause(p, c, 0.07)
		if f := b.fiches[q.sheet]; f != nil {
			h := p.last() + b.lag(9)
			if k := b.writer(c, p.at(h), anyone, p.spoken()...); k != nil {
				line := fill(b.say("parl.related"), strings.TrimRight(f.Title, " ."), first(sentences(f.Description), 280))
				p.say(k.Handle, h, "answer", french(markup.Replace(line)), 0)
			}
		}
		if b.chance(0.4) {
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

// choice is a question that the editor kept, with the title it got.
type choice struct{ tag, title, sheet string }

func chosenQuestions() (map[string]choice, error) {
	text, err := readEditorial("parliament.txt")
	if err != nil {
		return nil, err
	}
	all := map[string]choice{}
	for _, l := range nonEmpty(text) {
		if strings.HasPrefix(l, "#") {
			continue
		}
		f := list(l, "|")
		if len(f) < 3 {
			return nil, fmt.Errorf("parliament.txt: three parts expected: %q", l)
		}
		all[f[0]] = choice{tag: f[1], title: french(f[2]), sheet: strings.Join(f[3:], "")}
	}
	return all, nil
}

// place keeps most of the watch in its own community and sends a part where the subject lives.
func (q choice) place(made map[string]int) string {
	to := map[string]string{
		"biodiversité": "nature", "mer et littoral": "nature", "eau": "nature", "transition écologique": "transition", "énergie": "transition", "déchets": "transition",
		"agriculture": "transition", "accessibilité": "accessibilite", "cybersécurité": "numerique",
	}[q.tag]
	if to == "" || to == "accessibilite" && made[to] > 3 || made[to] > 9 {
		return "bruxelles"
	}
	return to
}
