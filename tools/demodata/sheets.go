package main

import (
	"fmt"
	"regexp"
	"sort"
	"strings"
	"time"
)

// fiche is a fact sheet of service-public.fr.
type fiche struct {
	ID, Audience, Kind, Title, Subject, Description, Date, Text string
	Breadcrumb                                                  []struct{ Title string }
	References                                                  []struct{ Title, Complement, URL string }
	Related                                                     []string

	md string
}

var (
	stale      = regexp.MustCompile(`(?i)covid|coronavirus|confinement|crise sanitaire|urgence sanitaire|couvre-feu|stopcovid`)
	delicate   = regexp.MustCompile(`(?i)suicide|viol\b|viols\b|violences? sexuelle|pédo|prostitu|IVG|terroris|mutilation|excision|stupéfiant|toxicoman|drogue|prison|détenu|garde à vue|expulsion|OQTF|interdiction administrative du territoire|euthanas`)
	asQuestion = regexp.MustCompile(`\?$`)
)

// Bounds of a sheet worth publishing, in runes of Markdown.
const (
	shortestSheet = 480
	longestShown  = 5_200
	longestAnswer = 3_900
)

// sheets publishes fact sheets: those whose title asks something as questions
// with an accepted answer, the others as knowledge posts.
func (b *builder) sheets() error {
	b.reseed("sheets")
	all, err := records[fiche](b.data, "service-public/fiches.jsonl.gz")
	if err != nil {
		return err
	}
	texts := make([]string, len(all))
	for i := range all {
		texts[i] = all[i].Text
	}
	known := learnHeadings(texts)
	byID := map[string]*fiche{}
	var fit []*fiche
	for i := range all {
		f := &all[i]
		f.Title, f.Description = strings.TrimSpace(clean(f.Title)), clean(f.Description)
		if byID[f.ID] == nil {
			byID[f.ID] = f
		}
		if stale.MatchString(f.Text) || delicate.MatchString(f.Title) || runes(f.Title) > 140 {
			continue
		}
		md, ok := known.sheet(sentences(clean(f.Text)))
		if !ok {
			continue
		}
		f.md = md
		fit = append(fit, f)
	}
	b.fiches = byID
	b.rng.Shuffle(len(fit), func(i, j int) { fit[i], fit[j] = fit[j], fit[i] })
	sort.SliceStable(fit, func(i, j int) bool { return quality(fit[i]) > quality(fit[j]) })

	posts, questions := map[string]int{}, map[string]int{}
	for _, f := range fit {
		pl, ok := b.placeOf(f)
		if !ok {
			continue
		}
		c := b.byKey[pl.community]
		if asQuestion.MatchString(f.Title) && runes(f.md) >= 200 {
			c = b.counter(c, questions)
			if questions[c.Key] >= sheetQuestions(c.Key) {
				continue
			}
			if b.sheetQuestion(c, f, pl, byID) {
				questions[c.Key]++
			}
			continue
		}
		if asQuestion.MatchString(f.Title) || posts[c.Key] >= sheetPosts(c.Key) || runes(f.md) < shortestSheet {
			continue
		}
		if b.sheetPost(c, f, pl, byID) {
			posts[c.Key]++
		}
	}
	return nil
}

// counter sends part of the questions that the public asks to the communities of
// those who meet it; the experts who are members there answer all the same.
func (b *builder) counter(c *community, made map[string]int) *community {
	if !counters[c.Key] || !b.chance(0.36) {
		return c
	}
	if b.chance(0.14) && made["france-services"] < 16 {
		return b.byKey["france-services"]
	}
	if made["accueil"] < 120 {
		return b.byKey["accueil"]
	}
	return c
}

var counters = set("etat-civil", "protection-sociale", "famille", "justice", "route", "fiscalite", "logement", "education", "handicap")

// sheetQuestions and sheetPosts bound how many sheets a community shows.
func sheetQuestions(key string) int {
	switch key {
	case "accueil":
		return 130
	case "rh", "fiscalite", "logement":
		return 56
	case "droit-travail":
		return 30
	}
	return 42
}

func sheetPosts(key string) int {
	switch key {
	case "entreprises", "droit-travail", "rh":
		return 50
	}
	return 42
}

// quality prefers texts of a comfortable length with some structure.
func quality(f *fiche) int {
	n := runes(f.md)
	q := 0
	if n > 700 && n < 6000 {
		q++
	}
	if strings.Count(f.md, "\n## ")+strings.Count(f.md, "\n- ") > 1 {
		q++
	}
	return q
}

func (b *builder) placeOf(f *fiche) (place, bool) {
	a := map[string]string{"particuliers": "p", "professionnels": "e", "associations": "a"}[f.Audience]
	if len(f.Breadcrumb) < 2 {
		return place{}, false
	}
	last := f.Breadcrumb[len(f.Breadcrumb)-1].Title
	if pl, ok := b.folder[a+"/"+fold(last)]; ok {
		return pl, true
	}
	pl, ok := b.folder[a+"/"+fold("theme/"+f.Breadcrumb[1].Title)]
	return pl, ok
}

func (b *builder) sheetPost(c *community, f *fiche, pl place, byID map[string]*fiche) bool {
	body, more := cut(french(f.md), longestShown)
	age := b.age(c)
	author := b.writer(c, age, b.expert(c))
	if author == nil {
		return false
	}
	p := &publication{
		Kind: "post", Community: c.Key, Author: author.Handle, Title: headline(f.Title), Tags: pl.tags, DaysAgo: age,
		Body: body + "\n\n" + f.sourceLine(more) + f.lawLine(),
	}
	if strings.HasPrefix(fold(f.Title), "j'") || !b.add("fiche", p) {
		return false
	}
	b.applause(p, c, 0.16)
	if b.chance(0.46) {
		b.remark(p, c)
	}
	if b.chance(0.2) {
		b.seeAlso(p, c, f, byID, "comment")
	}
	if b.chance(0.12) {
		b.remark(p, c)
	}
	return true
}

func (b *builder) sheetQuestion(c *community, f *fiche, pl place, byID map[string]*fiche) bool {
	age := b.age(c)
	asker := b.writer(c, age, b.asker(c))
	if asker == nil {
		return false
	}
	p := &publication{
		Kind: "question", Community: c.Key, Author: asker.Handle, Title: headline(f.Title), Tags: pl.tags, DaysAgo: age,
		Body: b.askBody(c, askPool(f.Audience, c.Key), pl.tags, subHeadings(f.md)),
	}
	if !b.add("question", p) {
		return false
	}
	b.applause(p, c, 0.05)
	if age < 1.2 && b.chance(0.7) {
		if b.chance(0.4) {
			if w := b.writer(c, age, b.asker(c), p.Author); w != nil {
				p.say(w.Handle, b.lag(1), "comment", b.say("unanswered"), 0)
			}
		}
		return true // too recent to have an answer yet
	}
	md, more := cut(french(f.md), longestAnswer)
	md = demote(md)
	if b.chance(0.34) {
		md = b.say("lead") + "\n\n" + md
	}
	b.answerAs(b.byKey[pl.community], p, c, md+"\n\n"+f.sourceLine(more), true)
	if b.chance(0.34) {
		b.seeAlso(p, c, f, byID, "answer")
	}
	if len(f.References) > 0 && b.chance(0.2) {
		b.cite(p, c, f)
	}
	b.thank(p, c, 0.55)
	return true
}

// askPool names the reasons to ask that suit an audience.
func askPool(audience, key string) string {
	if audience == "professionnels" {
		return "ask.entreprises"
	}
	return "ask." + key
}

// askBody says why the question is asked, in the words of a colleague, and names
// two cases that the answer will tell apart.
func (b *builder) askBody(c *community, pool string, tags, cases []string) string {
	said := ""
	if b.chance(0.6) {
		said = b.sayAbout(pool, tags)
	}
	if said == "" {
		said = b.say("ask")
	}
	if len(cases) >= 2 && b.chance(0.8) {
		x, y := "«"+nbsp+lowerFirst(cases[0])+nbsp+"»", "«"+nbsp+lowerFirst(cases[1])+nbsp+"»"
		said += " " + []string{
			"Faut-il distinguer " + x + " et " + y + " ?",
			"Je ne sais pas si la réponse change entre " + x + " et " + y + ".",
			"J’ai en tête deux cas : " + x + " et " + y + ".",
			"Le premier cas m’intéresse surtout (" + x + ") ; mais aussi " + y + ".",
			"Merci de préciser pour " + x + " et pour " + y + ".",
		}[b.rng.IntN(5)]
	}
	said = french(said)
	if b.chance(0.45) {
		sep := " "
		if runes(said) > 140 {
			sep = "\n\n"
		}
		said += sep + b.say("close")
	}
	return said
}

// subHeadings lists the situations that a sheet distinguishes, when they read as such in a sentence.
func subHeadings(md string) []string {
	var all []string
	for l := range strings.SplitSeq(md, "\n") {
		h, ok := strings.CutPrefix(l, "## ")
		if ok && runes(h) < 46 && situation.MatchString(h) && !strings.ContainsAny(h, "?:()\\") {
			all = append(all, h)
		}
	}
	return all
}

var situation = regexp.MustCompile(`^(Vous |Votre |Pour une? |En cas |En l.absence|Avec |Sans |Si |Moins de |Plus de |À partir de |Avant (le|la|l.|\d)|Après (le|la|l.|\d)|Au-delà |Entre \d|Enfant |Mineur|Majeur|Salarié|Locataire|Propriétaire|Étranger|Français|Européen|Personne |Véhicule |Logement |Contrat |CDI|CDD|Secteur |Fonctionnaire|Contractuel|Époux|Couple|Entreprise |Micro|Société|Association )`)

// demote lowers the headings of a text that becomes an answer.
func demote(md string) string {
	lines := strings.Split(md, "\n")
	for i, l := range lines {
		if strings.HasPrefix(l, "## ") || strings.HasPrefix(l, "### ") {
			lines[i] = "**" + strings.TrimLeft(l, "# ") + "**"
		} else if strings.HasPrefix(l, "#### ") {
			lines[i] = "*" + strings.TrimLeft(l, "# ") + "*"
		}
	}
	return strings.Join(lines, "\n")
}

// sourceLine says where a sheet comes from and, when its page is known, links to the rest.
func (f *fiche) sourceLine(more bool) string {
	src := "*Source" + nbsp + ": service-public.fr (DILA), fiche " + f.ID + " du " + frenchDate(f.Date) + ", Licence Ouverte 2.0.*"
	if more && f.Audience == "particuliers" {
		return "[Suite sur service-public.fr](https://www.service-public.fr/particuliers/vosdroits/" + f.ID + ")\n\n" + src
	}
	return src
}

// lawLine lists up to three legal texts with their addresses.
func (f *fiche) lawLine() string {
	var links []string
	for _, r := range f.References {
		if len(links) == 3 {
			break
		}
		if !strings.HasPrefix(r.URL, "http") || len(r.URL) > 200 || strings.ContainsAny(r.URL, " ()") || r.Title == "" {
			continue
		}
		links = append(links, "["+frenchLine(markup.Replace(clean(strings.TrimSpace(r.Title))))+"]("+r.URL+")")
	}
	if len(links) == 0 {
		return ""
	}
	return "\n\nTextes" + nbsp + ": " + strings.Join(links, nnbsp+"; ") + "."
}

var months = []string{"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"}

func frenchDate(iso string) string {
	t, err := time.Parse("2006-01-02", iso)
	if err != nil {
		return iso
	}
	day := fmt.Sprint(t.Day())
	if day == "1" {
		day = "1er"
	}
	return day + " " + months[t.Month()-1] + " " + fmt.Sprint(t.Year())
}
