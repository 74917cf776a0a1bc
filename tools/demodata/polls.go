package main

import (
	"fmt"
	"sort"
	"strconv"
	"strings"
)

// budgetPolls asks which winning projects of a participatory budget would suit other places.
func (b *builder) budgetPolls() error {
	b.reseed("budget")
	type project struct {
		ID      int
		Title   string
		Theme   string
		Edition int
		Budget  int `json:"budget_eur"`
		Stage   string
	}
	all, err := records[project](b.data, "ideas/paris-participatory-budget/projects.jsonl.gz")
	if err != nil {
		return err
	}
	of := map[string][]project{}
	for _, p := range all {
		p.Title = strings.TrimRight(strings.TrimSpace(clean(p.Title)), " .!")
		if p.Stage == "FIN" && runes(p.Title) > 18 && runes(p.Title) < 84 && p.Budget > 0 && !strings.ContainsAny(p.Title, "0123456789!\"") {
			of[p.Theme] = append(of[p.Theme], p)
		}
	}
	for i, q := range []struct{ theme, community, title, body, tag string }{
		{"Environnement", "transition", "Nature en ville : quel projet réussi reprendre près de chez vous ?", "Ces projets ont été votés par les habitants de Paris, puis réalisés. Lequel transposer dans une ville moyenne ?", "budget participatif"},
		{"Cadre de vie", "territoires", "Cadre de vie : quel projet d’habitants vous inspire ?", "Tous ont été livrés. Le montant est celui du budget voté.", "budget participatif"},
		{"Education et jeunesse", "education", "Écoles : quel équipement voté par les habitants est le plus utile ?", "Pour nourrir l’échange avec les communes sur les écoles.", "scolarité"},
		{"Culture et patrimoine", "loisirs", "Patrimoine : quel projet d’habitants aimeriez-vous voir chez vous ?", "Les habitants proposent, votent, et la ville réalise.", "culture"},
		{"Sport", "loisirs", "Sport en accès libre : par quoi commencer ?", "Quatre réalisations comparables par leur coût. Votre avis ?", "sport"},
		{"Solidarités", "innovation", "Solidarités : quelle idée d’habitants essayer dans nos services ?", "Elles viennent d’un budget participatif, elles ont été réalisées. Laquelle nous parlerait le plus ?", "innovation"},
		{"Mobilités", "route", "Déplacements : quel aménagement demandé par les habitants retenir ?", "Des aménagements votés puis livrés. Lequel a sa place dans un bourg ?", "sécurité routière"},
		{"Propreté", "transition", "Propreté : quelle solution d’habitants marche vraiment ?", "Si vous avez un retour d’expérience, le commentaire vaut mieux que le vote.", "déchets"},
		{"Prévention et sécurité", "territoires", "Tranquillité : quel projet d’habitants reprendre ?", "Des réalisations toutes livrées. Laquelle a sa place chez vous ?", "collectivités"},
	} {
		ps := of[q.theme]
		b.rng.Shuffle(len(ps), func(i, j int) { ps[i], ps[j] = ps[j], ps[i] })
		c := b.byKey[q.community]
		var options []string
		var seen = map[string]bool{}
		for _, p := range ps {
			if len(options) == 5 {
				break
			}
			o := headline(upperFirst(p.Title)) + " (" + euros(p.Budget) + ")"
			if !seen[fold(p.Title)] {
				options = append(options, o)
				seen[fold(p.Title)] = true
			}
		}
		of[q.theme] = ps[min(len(ps), 5):]
		if len(options) < 3 {
			continue
		}
		age := 5 + 33*float64(i) + 12*b.rng.Float64()
		if age >= c.OpenedDaysAgo {
			age = c.OpenedDaysAgo * b.rng.Float64()
		}
		w := b.writer(c, age, b.expert(c))
		if w == nil {
			continue
		}
		votes, voters := b.spread(len(options), len(c.Members)*(15+b.rng.IntN(30))/100)
		p := &publication{
			Kind: "poll", Community: c.Key, Author: w.Handle, Title: french(q.title), Tags: []string{q.tag, "participation citoyenne"}, DaysAgo: round(age, 3),
			Body: french(q.body) + "\n\n*Source" + nbsp + ": budget participatif, Ville de Paris, ODbL.*",
			Poll: &poll{Options: options, Votes: votes, Voters: voters, ClosesInDays: round(21-age, 2)},
		}
		if b.add("budget", p) && b.chance(0.6) {
			h := b.lag(5)
			if k := b.writer(c, p.at(h), anyone, p.Author); k != nil {
				p.say(k.Handle, h, "comment", b.say("debate.reply"), 0)
			}
		}
	}
	return nil
}

func euros(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + nbsp + s[i:]
	}
	return s + nbsp + "€"
}

// spread shares voters over options unevenly.
func (b *builder) spread(options, voters int) ([]int, int) {
	weights := make([]float64, options)
	total := 0.0
	for i := range weights {
		weights[i] = 0.2 + b.rng.ExpFloat64()
		total += weights[i]
	}
	votes := make([]int, options)
	sum := 0
	for i := range votes {
		votes[i] = int(weights[i] / total * float64(voters))
		sum += votes[i]
	}
	return votes, sum
}

// english fills the desk that writes in English: archives and open deliberations.
func (b *builder) english() error {
	b.reseed("english")
	c := b.byKey["international"]
	if err := b.archives(c); err != nil {
		return err
	}
	for i, q := range []struct {
		folder, title, body string
		ids                 []int
	}{
		{"biodiversity", "A biodiversity strategy: which principle would you put first?", "New Zealand asked its residents to vote on hundreds of statements about nature. These are among those that met the widest agreement.", []int{19, 20, 24, 25, 26}},
		{"biodiversity", "Nature in towns: which statement travels best to Europe?", "Again from the New Zealand deliberation on biodiversity. Two choices at most.", []int{42, 45, 81, 69, 74}},
		{"biodiversity", "Water: which of these should be a rule?", "Short statements, strong agreement over there. Would it be the same here?", []int{76, 123, 124}},
		{"electoral-reform", "Taking part: what would help most?", "From a Canadian deliberation on elections. I left the party-political statements aside.", []int{1, 2, 8, 11}},
		{"electoral-reform", "What makes a consultation worth the time?", "Four statements from the same Canadian exercise, useful for our own consultations.", []int{12, 19, 31, 91}},
	} {
		rows, err := table(b.data, "ideas/statement-votes/"+q.folder+"/statements.csv")
		if err != nil {
			return err
		}
		var options []string
		var votes []int
		total, source := 0, 0
		for _, id := range q.ids {
			for _, r := range rows {
				if r[0] == strconv.Itoa(id) {
					n, _ := strconv.Atoi(r[3])
					m, _ := strconv.Atoi(r[4])
					options, votes = append(options, strings.TrimRight(first(clean(r[6]), 148), ".")), append(votes, n)
					total += n
					source += n + m
				}
			}
		}
		voters := len(c.Members) * 2 / 3
		multiple := i == 1 || i == 0
		sum, most := 0, 1
		for _, v := range votes {
			most = max(most, v)
		}
		for j := range votes {
			if multiple {
				votes[j] = votes[j] * voters * 3 / (4 * most)
			} else {
				votes[j] = votes[j] * voters / total
			}
			sum += votes[j]
		}
		if !multiple {
			voters = sum
		}
		age := 6 + 18*float64(i)
		author := "elena.costa"
		p := &publication{
			Kind: "poll", Community: c.Key, Author: author, Title: q.title, Tags: []string{"in English", "participation citoyenne"}, DaysAgo: round(age, 3),
			Body: q.body + fmt.Sprintf("\n\n*Source: Polis data, The Computational Democracy Project, CC BY 4.0 (%d votes on these statements).*", source),
			Poll: &poll{Options: options, Votes: votes, Voters: voters, Multiple: multiple, ClosesInDays: round(30-age, 2)},
		}
		b.add("statement", p)
	}
	return nil
}

// archives publishes a few declassified papers on trade, transport and protocol.
func (b *builder) archives(c *community) error {
	type document struct{ ID, Title, Subject, Date, Text, Kind string }
	all, err := records[document](b.data, "diplomatic-documents/documents.jsonl.gz")
	if err != nil {
		return err
	}
	chosen := map[string]string{
		"frus1964-68v12/d91": "air services with Italy", "frus1964-68v12/d112": "civil aviation differences", "frus1964-68v12/d319": "a committee on trade",
		"frus1964-68v12/d323": "car parts and duties", "frus1958-60v07p2/d245": "the Common Market", "frus1958-60v07p2/d253": "consultation within the Community",
		"frus1958-60v07p2/d244": "trade and payments", "frus1958-60v07p2/d258": "immigration quotas", "frus1958-60v07p2/d385": "relations with the Vatican",
	}
	sort.SliceStable(all, func(i, j int) bool { return all[i].ID < all[j].ID })
	for _, d := range all {
		about, ok := chosen[d.ID]
		if !ok {
			continue
		}
		var parts []string
		for _, l := range nonEmpty(clean(d.Text)) {
			if strings.HasPrefix(l, "[Here follow") || fold(strings.TrimLeft(l, "- ")) == fold(d.Subject) || runes(l) < 25 {
				continue
			}
			parts = append(parts, "> "+markup.Replace(strings.TrimLeft(l, "- ")))
		}
		text, more := cut(strings.Join(parts, "\n>\n"), 4200)
		if more {
			text += "\n>\n> […]"
		}
		age := b.age(c)
		w := b.writer(c, age, func(p *person) float64 {
			if p.Handle == "elena.costa" {
				return 6
			}
			return b.expert(c)(p)
		})
		if w == nil {
			continue
		}
		year := d.Date[:4]
		p := &publication{
			Kind: "post", Community: c.Key, Author: w.Handle, Tags: []string{"in English", "archives"}, DaysAgo: age,
			Title: "From the archives, " + year + ": " + about,
			Body: "A " + d.Kind + " of " + d.Date + ", declassified since. Notice how short the sentences are.\n\n" + text +
				"\n\n*Source: Foreign Relations of the United States, Office of the Historian, public domain (" + d.ID + ").*",
		}
		if b.add("archive", p) {
			b.applause(p, c, 0.12)
		}
	}
	return nil
}

// votePolls asks which proposal of a part members would keep, with the votes of the consultation in proportion.
func (b *builder) votePolls(of map[string][]proposal) error {
	ask := []struct{ community, title, body string }{
		{"donnees", "Données ouvertes : quelle proposition de 2015 garderiez-vous en premier ?", "Dix ans après la consultation, que reste-t-il à faire ? Voici les propositions les plus suivies ; une seule voix chacun."},
		{"numerique", "Plateformes et internet : quelle proposition reste d’actualité ?", "Les textes complets sont dans la communauté. Votez pour celle qui vous semble encore manquer."},
		{"vie-privee", "Données personnelles : quelle proposition mériterait d’être reprise ?", "Pour préparer notre prochaine réunion, j’aimerais votre préférence."},
		{"communs", "Logiciels libres et communs : par quoi commencer chez nous ?", "Parmi les propositions publiées ici, laquelle pourrions-nous appliquer sans attendre une loi ?"},
		{"couverture", "Couverture numérique : quelle idée reprendre dans nos territoires ?", "Les propositions viennent de la consultation. Dites en commentaire ce qui existe déjà chez vous."},
		{"innovation", "Participation : quelle proposition essayer l’an prochain ?", "Un seul choix, pour en essayer vraiment une."},
	}
	for i, q := range ask {
		c := b.byKey[q.community]
		ps := append([]proposal{}, of[q.community]...)
		sort.SliceStable(ps, func(i, j int) bool { return ps[i].For > ps[j].For })
		var options []string
		var votes []int
		total := 0
		for _, p := range ps {
			if t := debateTitle(p); len(options) < 5 && runes(t) < 100 {
				options, votes = append(options, t), append(votes, p.For)
				total += p.For
			}
		}
		if len(options) < 3 {
			continue
		}
		room := len(c.Members) / 2
		voters := 0
		for j := range votes {
			votes[j] = votes[j] * room / total
			voters += votes[j]
		}
		age := 8 + 40*float64(i) + 10*b.rng.Float64()
		closes := round(14-age, 2)
		if i == 0 {
			age, closes = 4.2, 8
		}
		w := b.byName[c.Managers[0]]
		p := &publication{Kind: "poll", Community: c.Key, Author: w.Handle, Title: french(q.title), Body: french(q.body), Tags: c.Tags[:2], DaysAgo: round(age, 3),
			Poll: &poll{Options: options, Votes: votes, Voters: voters, ClosesInDays: closes, Hidden: i == 4}}
		b.add("sondage", p)
	}
	return nil
}
