package main

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// marks are how a cable was to be handled, in the words of the product and in
// those of the source.
type marks struct {
	precedence, protection, distribution, said string
	eyes, exdis                                bool
}

var (
	named     = regexp.MustCompile(`(?i)\b(?:nodis|no distribution|eyes only)\b`)
	directors = regexp.MustCompile(`(?i)\b(?:exdis|exclusive distribution|limdis|limit(?:ed)? distribution|roger channel|presidential handling)\b`)
	hurried   = regexp.MustCompile(`\b(Flash|Operational Immediate|Immediate|NIACT|Niact|Priority)\b`)
)

// read tells the marks. Restricted is always for named units.
func (c *cable) read() marks {
	_, note, _ := strings.Cut(c.SourceNote, c.Classification)
	note, _, _ = strings.Cut(note, ". ")
	handling := strings.Join(c.Handling, "; ") + note
	m := marks{precedence: "routine", protection: "public", distribution: "services", said: c.Classification}
	precedence := hurried.FindString(note)
	if precedence == "" {
		precedence = hurried.FindString(c.Precedence)
	}
	switch precedence {
	case "":
	case "Priority":
		m.precedence = "urgent"
	default:
		m.precedence = "immediate"
	}
	switch c.Classification {
	case "Top Secret", "Secret":
		m.protection = "restricted"
	case "Confidential", "Limited Official Use", "Official Use Only":
		m.protection = "limited"
	}
	m.eyes, m.exdis = named.MatchString(handling), directors.MatchString(handling)
	switch {
	case m.eyes || m.protection == "restricted":
		m.distribution = "named"
	case m.exdis:
		m.distribution = "directors"
	}
	for _, more := range append([]string{precedence}, c.Handling...) {
		if more != "" {
			m.said += "; " + more
		}
	}
	return m
}

// desk is the one that follows what a cable tells: that of its affair, or in an
// affair of several countries that of the post.
func (c *cable) desk(n *network, posts []string) string {
	if c.affair.desk == "dip-grk" || c.affair.desk == "dip-afs" {
		for _, p := range posts {
			if d := n.byCode[p].desk; d != "" && d != "dip-unp" && n.byCode[d].parent == n.byCode[c.affair.desk].parent {
				return d
			}
		}
	}
	return c.affair.desk
}

// routed says which central services a cable of a post is for, and who else
// among them is told: the more closely it is held, the higher it comes in.
func (c *cable) routed(n *network) (to, copied []string) {
	desk := c.desk(n, []string{c.from})
	bureau := n.byCode[desk].parent
	opening := first(strings.Join(c.body, " "), 160)
	switch {
	case forSecretary.MatchString(opening):
		to, copied = []string{"dip-s"}, []string{"dip-ss", bureau}
	case forUnder.MatchString(opening):
		to, copied = []string{"dip-u"}, []string{"dip-ss", bureau}
	case c.marks.eyes:
		to, copied = []string{"dip-ss"}, []string{bureau}
	case c.marks.exdis:
		to, copied = []string{bureau}, []string{desk}
	default:
		to, copied = []string{desk}, nil
		if c.marks.precedence != "routine" {
			copied = []string{bureau}
		}
	}
	if own := n.byCode[c.from].desk; own != desk && !c.marks.eyes && own != "" {
		copied = add(copied, own)
	}
	if forPresident.MatchString(opening) {
		copied = add(copied, "dip-wh")
	}
	if slices.Contains(to, c.from) { // the Secretary, away, writes to who acts for him
		to = []string{"dip-ss"}
	}
	return to, copied
}

// around are the central services that are told what one of them sends.
func (c *cable) around(n *network, desk string) []string {
	bureau := n.byCode[desk].parent
	switch {
	case c.marks.eyes:
		return []string{"dip-ss", bureau}
	case c.from != desk:
		return []string{desk, bureau}
	case c.marks.precedence != "routine":
		return []string{bureau}
	}
	return nil
}

var (
	forSecretary = regexp.MustCompile(`(?i)\b(?:for|to|only) (?:the )?(?:acting )?(?:secretary|secretaries)\b`)
	forUnder     = regexp.MustCompile(`(?i)\b(?:for|to) (?:the )?(?:under secretary|undersecretary)\b|\bfor (?:[A-Z]\w+ and )?Ball\b`)
	forPresident = regexp.MustCompile(`(?i)\b(?:for|to) (?:the )?president\b`)
	repeats      = regexp.MustCompile(`(?i)\b(?:repeated|also sent|passed|pouched|info)\b(?: \w+)? to ([^.]*(?:U\.S\.[^.]*)?)`)
)

// issuer is the unit of the central services that released a cable: that of who
// approved it, else the higher the more closely it was held.
func (c *cable) issuer(n *network) string {
	_, approved := hands(c.SourceNote)
	for word := range strings.FieldsFuncSeq(approved, func(r rune) bool { return r == ',' || r == ' ' }) {
		if unit, known := n.office[word]; known {
			return unit
		}
	}
	desk := c.desk(n, c.to)
	switch {
	case c.marks.eyes:
		return "dip-ss"
	case c.marks.exdis:
		return n.byCode[desk].parent
	}
	return desk
}

// copied are the units that a cable was repeated to.
func (c *cable) copied(n *network) []string {
	var out []string
	for _, found := range repeats.FindAllStringSubmatch(c.SourceNote, -1) {
		out = add(out, n.addressees(strings.TrimSpace(found[1]))...)
	}
	return add(out, n.named(strings.Join(c.CopiedTo, ", "))...)
}

// themes are the tags that a text earns beside those of its affair and its
// country, when it says the words often enough.
var themes = []struct {
	tag   string
	words *regexp.Regexp
	often int
}{
	{"Nations unies", regexp.MustCompile(`\bUSUN\b|\bSYG\b|Security Council|United Nations|\bU Thant\b|UNFICYP|UNGA`), 3},
	{"OTAN", regexp.MustCompile(`\bNATO\b|\bNATUS\b|North Atlantic`), 3},
	{"aide militaire", regexp.MustCompile(`military (?:aid|assistance)|arms (?:sales?|suppl|shipment|embargo)|\bMAP\b`), 2},
	{"élections", regexp.MustCompile(`\b[Ee]lections?\b|referendum`), 3},
	{"visites", regexp.MustCompile(`\bvisit(?:s|ed)?\b`), 4},
	{"presse", regexp.MustCompile(`\b[Pp]ress\b|newspaper`), 4},
	{"économie", regexp.MustCompile(`\beconom|\btrade\b|balance of payments`), 4},
}

// tags are those of the affair, of the countries of the posts, then of themes.
func (c *cable) tags(n *network) []string {
	tags := add(nil, c.affair.tags...)
	for _, code := range append([]string{c.from}, c.to...) {
		if len(c.to) <= 3 {
			tags = add(tags, n.byCode[code].tag)
		}
	}
	for _, t := range themes {
		if len(tags) < maxTags && len(t.words.FindAllString(c.Text, -1)) >= t.often {
			tags = add(tags, t.tag)
		}
	}
	return tags[:min(len(tags), maxTags)]
}

func readAffairs() ([]affair, error) {
	text, err := readEditorial("dispatches/affairs.txt")
	if err != nil {
		return nil, err
	}
	var all []affair
	for _, bl := range blocks(text, true) {
		volume, chapter, _ := strings.Cut(bl.name, " ")
		restricted, err := strconv.Atoi(bl.value["restricted"])
		if err != nil {
			return nil, fmt.Errorf("affairs.txt: %s: %w", bl.name, err)
		}
		all = append(all, affair{volume, chapter, french(bl.value["title"]), bl.value["desk"], list(bl.value["tags"], ","), restricted})
	}
	// A longer name first, so that « Portuguese Africa » is not « Portugal ».
	slices.SortStableFunc(all, func(a, b affair) int { return len(b.chapter) - len(a.chapter) })
	return all, nil
}
