package main

import (
	"regexp"
	"strings"
)

var (
	withheld  = regexp.MustCompile(`(?i)(?:pages?|paragraphs?)[^\]]{0,40}not declassified|^\[Source`)
	ownNumber = regexp.MustCompile(`^(?:(?:No\. ?|[A-Z]{1,2}[-–] ?)?\d{1,6}|[A-Z][a-z]+ \d{1,4})(?:\. ?|$)`)
	markCodes = strings.NewReplacer(`\`, `\\`, "*", `\*`, "_", `\_`, "`", "\\`", "<", `\<`, "[", `\[`, "]", `\]`, "~", `\~`, "|", `\|`, "#", `\#`, "@", `\@`, "&", `\&`)
	numbered  = regexp.MustCompile(`^(\d{1,9})([.)])`)
	ruled     = regexp.MustCompile(`^[-+=>:]`)
	series    = regexp.MustCompile(`^(?:Secto|Tosec|Vanto|Tovan|Vipto|Hakto|Tohak|Dulte|Tedul|Murto|Cedto|Critic|CAP|SECTO) ?\d+\.? ?`)
)

// paragraphs are those of a cable, without the number that it opens with.
func (c *cable) paragraphs() []string {
	lines := nonEmpty(strings.ReplaceAll(c.Text, " ", " "))
	var out []string
	for i, l := range lines {
		if i == 0 && c.Number != "" {
			if own := ownNumber.FindString(l); own != "" && strings.HasSuffix(strings.TrimRight(own, ". "), c.Number) && !series.MatchString(l) {
				l = l[len(own):]
			}
		}
		if l = strings.TrimSpace(strings.TrimPrefix(l, "- ")); l != "" {
			out = append(out, l)
		}
	}
	return out
}

// markdown sets the paragraphs so that nothing of them is taken for markup, and
// says where they come from.
func (c *cable) markdown() string {
	var out []string
	for _, p := range c.body {
		p = markCodes.Replace(strings.Join(strings.Fields(p), " "))
		p = numbered.ReplaceAllString(p, `$1\$2`)
		if ruled.MatchString(p) {
			p = `\` + p
		}
		out = append(out, p)
	}
	years, volume := volumeOf(c.Volume)
	return strings.Join(out, "\n\n") + "\n\n*Source: Foreign Relations of the United States, " + years + ", volume " + volume + ", document " + c.N + ", Office of the Historian, public domain.*"
}

var volumeName = regexp.MustCompile(`^frus(\d{4})-(\d{2})v(\d+)(?:p(\d))?$`)

// volumeOf reads the years and the number in the name of a volume.
func volumeOf(name string) (years, volume string) {
	f := volumeName.FindStringSubmatch(name)
	roman := map[string]string{"06": "VI", "07": "VII", "12": "XII", "16": "XVI", "28": "XXVIII"}
	if volume = roman[f[3]]; f[4] != "" {
		volume += ", part " + f[4]
	}
	return f[1] + "–" + f[2], volume
}

// maxSubject bounds a subject, in runes.
const maxSubject = 200

var (
	subjectLine = regexp.MustCompile(`(?i)\bsubj(?:ect)?s?[.:]+ *(.+)$`)
	afterwards  = regexp.MustCompile(`(?i)[.;,]? *\b(?:refs?(?:erences?)?[:.]|reftel|summary[:.]|begin text)`)
	stop        = regexp.MustCompile(`([\pL\d)”"'’]{2,})[.?!](?:\s|$)`)
	abbreviated = regexp.MustCompile(`^(?:Mr|Mrs|Dr|Gen|Amb|Sec|St|vs|No|Nos|Jr|Col|Adm|Lt|Gov|Asst|Dept|etc|Jan|Feb|Aug|Sept|Oct|Nov|Dec|approx|para|paras|re|Ref|Refs)$`)
	caveat      = regexp.MustCompile(`^(?i:NATUS|NATUS info|re:?|refs?:|reftel|embtels?|deptels?|state \d|your \d|ur \d|for |from |personal |literally |eyes only|no distribution|limit distribution|following (?:is|based|summary|report|message|personal)|above |this message|department (?:may|pass)|dept |paris |conakry |secto |vanto |tovan |tosec |subj|pass |joint |deliver |uncleared|summary\b|begin |\d+ ?[.)]|[a-z]\.|dear |info )|^[A-Z][a-zé]+(?:'s|’s)? \d{2,}|^\[`)
)

// subject is the one that was given to a cable by hand, its own, or what it says
// first.
func (c *cable) subject(given map[string]string) string {
	if s, ok := given[c.ID]; ok {
		return s
	}
	if s := beforeReferences(strings.TrimLeft(c.Subject, "- ")); runes(s) > 6 {
		return first(s, maxSubject)
	}
	for _, p := range c.body[:min(4, len(c.body))] {
		found := subjectLine.FindStringSubmatch(p)
		if found == nil {
			continue
		}
		if s := beforeReferences(firstSentence(found[1])); runes(s) > 6 && runes(s) <= maxSubject {
			return s
		}
	}
	for _, p := range c.body {
		for p != "" {
			s := firstSentence(p)
			p = strings.TrimSpace(p[len(s):])
			s = strings.TrimSpace(numbered.ReplaceAllString(s, ""))
			if runes(s) >= 28 && !caveat.MatchString(s) {
				return first(strings.TrimRight(s, ". "), 140)
			}
		}
	}
	return first(c.Title, maxSubject)
}

// beforeReferences is a subject without what follows it on its line.
func beforeReferences(s string) string {
	if at := afterwards.FindStringIndex(s); at != nil {
		s = s[:at[0]]
	}
	return strings.Trim(s, ". ")
}

// firstSentence is the beginning of a text up to its first full stop.
func firstSentence(p string) string {
	for _, at := range stop.FindAllStringSubmatchIndex(p, -1) {
		if !abbreviated.MatchString(p[at[2]:at[3]]) {
			return strings.TrimSpace(p[:at[1]])
		}
	}
	return p
}

// givenSubjects are the subjects that were written by hand, by document.
func givenSubjects() (map[string]string, error) {
	text, err := readEditorial("dispatches/subjects.txt")
	if err != nil {
		return nil, err
	}
	given := map[string]string{}
	for _, f := range columns(text, 2) {
		given[f[0]] = f[1]
	}
	return given, nil
}

// hands are who drafted and who approved a cable, as its archival note says.
func hands(note string) (drafted, approved string) {
	after := func(words *regexp.Regexp) string {
		if at := words.FindStringIndex(note); at != nil {
			return untilNext(note[at[1]:])
		}
		return ""
	}
	if one := after(byOneHand); one != "" {
		return one, one
	}
	return after(draftedBy), after(approvedBy)
}

var (
	byOneHand  = regexp.MustCompile(`(?i)\bdrafted and approved by `)
	draftedBy  = regexp.MustCompile(`(?i)\bdrafted(?: \w+){0,3}? by `)
	approvedBy = regexp.MustCompile(`(?i)\bapproved(?: \w+){0,3}? by `)
	nextHand   = regexp.MustCompile(`(?:;|,? and |, )? ?\b(?:cleared|approved|authorized|initialed)\b|;|[^A-Z]\.(?:\s|$)`)
	onADay     = regexp.MustCompile(`(?i) on \w+ \d+.*$`)
)

// untilNext cuts a note where it goes on to somebody else.
func untilNext(s string) string {
	if at := nextHand.FindStringIndex(s); at != nil {
		end := at[0]
		if strings.Contains(s[at[0]:at[1]], ".") {
			end++ // the letter before a full stop
		}
		s = s[:end]
	}
	return strings.Trim(onADay.ReplaceAllString(s, ""), "., ;")
}
