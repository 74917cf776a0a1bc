package main

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	nbsp  = "\u00a0" // before : and inside « »
	nnbsp = "\u202f" // before ; ? ! and %
)

var (
	composed = strings.NewReplacer(
		"e\u0301", "é", "e\u0300", "è", "e\u0302", "ê", "e\u0308", "ë", "a\u0300", "à", "a\u0302", "â", "c\u0327", "ç",
		"i\u0302", "î", "i\u0308", "ï", "o\u0302", "ô", "u\u0300", "ù", "u\u0302", "û", "u\u0308", "ü", "E\u0301", "É",
		"E\u0300", "È", "A\u0300", "À", "C\u0327", "Ç", "o\u0308", "ö",
		"\u0301", "", "\u0300", "", "\u0302", "", "\u0308", "", "\u0327", "",
	)
	spaces     = regexp.MustCompile(`[ \t\x{00a0}\x{2000}-\x{200a}\x{202f}\x{205f}\x{3000}]+`)
	gluedStop  = regexp.MustCompile(`([\p{Ll})»%]{2}[.!?])([\p{Lu}][\p{Ll}’' ])`)
	apostrophe = regexp.MustCompile(`(\p{L})'(\p{L}|\d|«)`)
	quoted     = regexp.MustCompile(`"([^"\n]{1,300})"`)
	highMarks  = regexp.MustCompile(`([\p{L}\p{N})»…%€*_’.]) *([;?!]+)( |$|[)»*_\n])`)
	colon      = regexp.MustCompile(`([\p{L}\p{N})»…%€*_]) *:( |$|\*|\n)`)
	guillOpen  = regexp.MustCompile(`« *`)
	guillClose = regexp.MustCompile(` *»`)
	capitals   = regexp.MustCompile(`\bE(galement|galité|galités|tat|tats|tant|tudes?|tudiants?|coles?|quipes?|quipements?|viter|tablir|tablissements?|laborer|laboration|lections?|lecteurs?|diteurs?|ditions?|ducation|lus?|léments?|tendre|noncé|missions?|conomie|conomique|conomies|cologie|nergie|largir|changes?|changer|couter|crire|criture|normes?|voqué|valuer|valuation|preuves?|puiser|tape|tapes|vidence|videmment|volution|volutions|vénements?)\b`)
	capitalA   = regexp.MustCompile(`(^|[.!?»:] |> )A (l’|l'|la |le |cet|ce |partir|titre|compter|défaut|noter|savoir|ce jour|chaque|moins|quelques|quel|mon |notre |terme|travers|cause)`)
	percent    = regexp.MustCompile(`(\d) (%|€|h\b|°)`)
	thousands  = regexp.MustCompile(`(\d) (\d{3})\b`)
	lateMarks  = regexp.MustCompile(`([\p{L}\p{N})».]) +([,)])`)
	caseNumber = regexp.MustCompile(`(\d\d-\d\d)\. (\d{3})\b`)
	looseBold  = regexp.MustCompile(`^(\*\*[^*]+?) +\*\*$`)
	hole       = regexp.MustCompile(`[\x{E000}-\x{F8FF}]`)
	untouched  = regexp.MustCompile("https?://[^\\s)>]+|www\\.[^\\s)>]+|`[^`\n]+`|\\]\\([^)\\s]*\\)|<https?:[^>]*>|^\\s*\\|?[ :|-]+\\|?\\s*$")
	mailto     = regexp.MustCompile(`(?i)[\w.+-]+ ?(?:@|\[at\]|\(at\)) ?[\w-]+(?:\.[\w-]+)+`)
	phone      = regexp.MustCompile(`(?:\+33|0033|\b0)[ .]?[1-9](?:[ .-]?\d{2}){4}\b`)
)

// clean removes what no reader should meet: control and invisible characters,
// decomposed accents, odd spaces, addresses of persons.
func clean(s string) string {
	s = strings.ToValidUTF8(s, "")
	s = composed.Replace(strings.ReplaceAll(s, "\r\n", "\n"))
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case r == '\u00ad' || r == '\u200b' || r == '\u200c' || r == '\u200d' || r == '\u2060' || r == '\ufeff' || r == '\u200e' || r == '\u200f' || r == utf8.RuneError:
			return -1
		case r == '\u2028' || r == '\u2029' || r == '\r':
			return '\n'
		case unicode.IsControl(r):
			return -1
		case unicode.Is(unicode.Co, r):
			return -1
		}
		return r
	}, s)
	if strings.Contains(s, "@") || strings.Contains(s, "at]") || strings.Contains(s, "(at)") {
		s = mailto.ReplaceAllString(s, "(adresse retirée)")
	}
	return phone.ReplaceAllString(s, "(numéro retiré)")
}

// french applies French typography to running text or Markdown, line by line,
// and leaves addresses, code and table rules alone.
func french(s string) string {
	lines := strings.Split(s, "\n")
	fenced := false
	for i, line := range lines {
		if strings.HasPrefix(strings.TrimSpace(line), "```") {
			fenced = !fenced
			continue
		}
		if !fenced {
			lines[i] = frenchLine(line)
		}
	}
	return strings.Join(lines, "\n")
}

func frenchLine(line string) string {
	indent := line[:len(line)-len(strings.TrimLeft(line, " "))]
	line = line[len(indent):]
	var kept []string
	line = untouched.ReplaceAllStringFunc(line, func(m string) string {
		kept = append(kept, m)
		return string(rune(0xE000 + len(kept) - 1))
	})
	line = spaces.ReplaceAllString(line, " ")
	line = strings.ReplaceAll(line, "''", "'")
	line = strings.ReplaceAll(line, "....", "…")
	line = strings.ReplaceAll(line, "...", "…")
	line = capitals.ReplaceAllString(line, "É$1")
	line = capitalA.ReplaceAllString(line, "${1}À $2")
	line = apostrophe.ReplaceAllString(line, "$1’$2")
	line = apostrophe.ReplaceAllString(line, "$1’$2")
	line = quoted.ReplaceAllString(line, "« $1 »")
	line = highMarks.ReplaceAllString(line, "$1"+nnbsp+"$2$3")
	line = colon.ReplaceAllString(line, "$1"+nbsp+":$2")
	line = guillOpen.ReplaceAllString(line, "«"+nbsp)
	line = guillClose.ReplaceAllString(line, nbsp+"»")
	line = percent.ReplaceAllString(line, "$1"+nbsp+"$2")
	line = thousands.ReplaceAllString(line, "$1"+nbsp+"$2")
	line = thousands.ReplaceAllString(line, "$1"+nbsp+"$2")
	line = lateMarks.ReplaceAllString(line, "$1$2")
	line = caseNumber.ReplaceAllString(line, "$1.$2")
	line = looseBold.ReplaceAllString(line, "$1**")
	line = hole.ReplaceAllStringFunc(line, func(m string) string {
		return kept[[]rune(m)[0]-0xE000]
	})
	return indent + strings.TrimRight(line, " ")
}

// misprints of the sources that would show in a title.
var misprints = strings.NewReplacer("rémuneration", "rémunération", "dechargement", "déchargement", "Impôt locaux", "Impôts locaux", "Entreprenariat", "Entrepreneuriat",
	"platforme", "plateforme", "évènement", "événement", "Reconnaitre", "Reconnaître", "régime Francais", "régime français", "mettre en oeuvre", "mettre en œuvre")

// headline prepares a title: one line, French typography, dashes rather than hyphens between parts.
func headline(s string) string {
	s = strings.Join(strings.Fields(misprints.Replace(clean(s))), " ")
	s = strings.ReplaceAll(s, "Questions-réponses | ", "Questions-Réponses | ")
	if rest, ok := strings.CutPrefix(s, "Questions-Réponses | "); ok {
		s = rest + " : questions et réponses"
	}
	s = strings.ReplaceAll(s, " | ", " : ")
	return strings.ReplaceAll(frenchLine(s), " - ", " – ")
}

// sentences repairs full stops that lost their space.
func sentences(s string) string { return gluedStop.ReplaceAllString(s, "$1 $2") }

// first cuts a text after its first sentences, at most max runes.
func first(s string, max int) string {
	s = strings.TrimSpace(strings.ReplaceAll(s, "\n", " "))
	if utf8.RuneCountInString(s) <= max {
		return s
	}
	r := []rune(s)[:max]
	for i := len(r) - 1; i > max/3; i-- {
		if (r[i] == '.' || r[i] == '?' || r[i] == '!') && (i+1 == len(r) || r[i+1] == ' ') {
			return string(r[:i+1])
		}
	}
	for i := len(r) - 1; i > 0; i-- {
		if r[i] == ' ' {
			return strings.TrimRight(string(r[:i]), " ,;:") + "…"
		}
	}
	return string(r)
}

// lowerFirst puts the first letter in lower case unless the word is an acronym or a lone letter.
func lowerFirst(s string) string {
	r := []rune(s)
	if len(r) < 2 || unicode.IsUpper(r[1]) {
		return s
	}
	r[0] = unicode.ToLower(r[0])
	return string(r)
}

func upperFirst(s string) string {
	r := []rune(s)
	if len(r) == 0 {
		return s
	}
	r[0] = unicode.ToUpper(r[0])
	return string(r)
}

var plain = strings.NewReplacer(
	"à", "a", "â", "a", "ä", "a", "ã", "a", "á", "a", "ç", "c", "é", "e", "è", "e", "ê", "e", "ë", "e", "î", "i", "ï", "i", "í", "i",
	"ô", "o", "ö", "o", "ó", "o", "õ", "o", "ù", "u", "û", "u", "ü", "u", "ú", "u", "ÿ", "y", "ñ", "n", "œ", "oe", "æ", "ae",
)

// fold gives a text in lower case without accents, for comparisons.
func fold(s string) string { return plain.Replace(strings.ToLower(s)) }

// handlePart keeps the letters of a name: Le Corre gives lecorre.
func handlePart(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' {
			return r
		}
		return -1
	}, fold(s))
}

func runes(s string) int { return utf8.RuneCountInString(s) }

// words counts the words of a text, folded, shorn of their plural, small words left out.
func words(text string) map[string]float64 {
	all := map[string]float64{}
	for _, w := range strings.FieldsFunc(fold(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		w = strings.TrimRight(w, "sx")
		if len(w) > 3 {
			all[w]++
		}
	}
	return all
}
