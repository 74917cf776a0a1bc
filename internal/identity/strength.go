package identity

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"io"
	"math"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

//go:embed words.txt
var wordFile string

// passwordFile is what breaches have shown that people choose, the most common
// first; where it comes from stands in passwords.license.txt.
//
//go:embed passwords.txt.gz
var passwordFile []byte

// What guessing a piece of a password costs, as the logarithm in base ten of
// the tries that a guesser who knows people's habits needs.
const (
	costPersonal = 0.3 // their own name, address or site
	costFirst    = 1.5 // a word that everybody tries first
	costWord     = 3.5 // one of the known words
	costWalk     = 2.0 // keys side by side
	costRun      = 1.5 // aaaa, 1234, plus how long it is
	costAgain    = 0.5 // the piece before, once more
	costYear     = 2.0
	costDate     = 4.0
	costDigit    = 1.0
	costLetter   = 1.4
	costOther    = 1.5

	// enough is what a password must cost to be accepted.
	enough = 11.0
)

// breached are the passwords of breaches, the most common first.
func breached() []string {
	reader, err := gzip.NewReader(bytes.NewReader(passwordFile))
	if err != nil {
		panic(err) // it is built in
	}
	text, err := io.ReadAll(reader)
	if err != nil {
		panic(err)
	}
	return strings.Fields(string(text))
}

// words gives the cost of each known word; that of a password seen in breaches
// follows its rank among them.
var words = sync.OnceValue(func() map[string]float64 {
	out := make(map[string]float64, 53_000)
	cost := costFirst
	for line := range strings.Lines(wordFile) {
		line = strings.TrimSpace(line)
		switch {
		case strings.HasPrefix(line, "#"):
		case line == "==":
			cost = costWord
		default:
			for _, w := range strings.Fields(line) {
				out[w] = cost
			}
		}
	}
	for rank, password := range breached() {
		cost := max(costFirst, math.Log10(float64(rank+1)))
		if known, ok := out[password]; !ok || cost < known {
			out[password] = cost
		}
	}
	return out
})

// guesses estimates how many tries find a password, as a logarithm in base
// ten: the cheapest way to cut it into known words (whatever their capitals,
// accents and usual disguises, as in p@ssw0rd), walks over the keyboard, runs,
// dates and repetitions, the rest being tried sign by sign.
func guesses(password string, personal []string) float64 {
	plain := foldEach(password)
	n := len(plain)
	costs := make(map[string]float64)
	for _, p := range personal {
		for _, part := range strings.FieldsFunc(string(foldEach(p)), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
			if len(part) >= 3 {
				costs[part] = costPersonal
			}
		}
	}
	straight, slanted := undisguise(plain, 'i'), undisguise(plain, 'l')
	best := make([]float64, n+1)
	for end := 1; end <= n; end++ {
		best[end] = best[end-1] + single(plain[end-1])
		for start := max(0, end-24); start <= end-3; start++ {
			piece := string(plain[start:end])
			cost := math.Min(pattern(plain[start:end]), again(plain, start, end))
			for _, form := range []string{piece, string(straight[start:end]), string(slanted[start:end])} {
				if c, ok := costs[form]; ok {
					cost = math.Min(cost, c)
				}
				if c, ok := words()[form]; ok {
					cost = math.Min(cost, c)
				}
			}
			best[end] = math.Min(best[end], best[start]+cost)
		}
	}
	return best[n]
}

// foldEach is a password in lower case without accents, rune for rune.
func foldEach(s string) []rune {
	out := []rune(norm.NFC.String(s))
	for i, r := range out {
		out[i] = unicode.ToLower([]rune(norm.NFD.String(string(r)))[0])
	}
	return out
}

// undisguise undoes the usual replacements of letters; one is what 1 and !
// stand for.
func undisguise(plain []rune, one rune) []rune {
	letters := map[rune]rune{'@': 'a', '4': 'a', '0': 'o', '3': 'e', '5': 's', '$': 's', '7': 't', '8': 'b', '1': one, '!': one}
	out := make([]rune, len(plain))
	for i, r := range plain {
		out[i] = r
		if letter, ok := letters[r]; ok {
			out[i] = letter
		}
	}
	return out
}

func single(r rune) float64 {
	switch {
	case unicode.IsDigit(r):
		return costDigit
	case unicode.IsLetter(r):
		return costLetter
	}
	return costOther
}

// rows are the keys side by side, of French and of English keyboards.
var rows = []string{
	"azertyuiopqsdfghjklmwxcvbn", "qwertyuiopasdfghjklzxcvbnm", "qwertzuiop", "1234567890",
	"&é\"'(-è_çà)", "1qaz2wsx3edc4rfv5tgb6yhn", "1aq2zs3ed4rf5tg6yh", "aqwzsxedcrfvtgb",
}

// pattern is the cost of a piece that follows a rule, infinite when it does
// not.
func pattern(piece []rune) float64 {
	text := string(piece)
	long := math.Log10(float64(len(piece)))
	if steady(piece, 0) || steady(piece, 1) || steady(piece, -1) {
		return costRun + long
	}
	for _, row := range rows {
		if strings.Contains(row, text) || strings.Contains(row, reverse(piece)) {
			return costWalk + long
		}
	}
	if strings.Trim(text, "0123456789") != "" {
		return math.Inf(1)
	}
	switch {
	case len(text) == 4 && (strings.HasPrefix(text, "19") || strings.HasPrefix(text, "20")):
		return costYear
	case len(text) == 8 && (isDate(text[:2], text[2:4]) || isDate(text[6:], text[4:6])):
		return costDate
	case len(text) == 6 && isDate(text[:2], text[2:4]):
		return costDate
	}
	return math.Inf(1)
}

// steady tells whether each sign follows the one before by a constant step.
func steady(piece []rune, step rune) bool {
	for i := 1; i < len(piece); i++ {
		if piece[i]-piece[i-1] != step {
			return false
		}
	}
	return true
}

func reverse(piece []rune) string {
	out := make([]rune, len(piece))
	for i, r := range piece {
		out[len(piece)-1-i] = r
	}
	return string(out)
}

func isDate(day, month string) bool {
	return day >= "01" && day <= "31" && month >= "01" && month <= "12"
}

// again is the cost of a piece that repeats what stands just before it.
func again(plain []rune, start, end int) float64 {
	size := end - start
	if start >= size && string(plain[start-size:start]) == string(plain[start:end]) {
		return costAgain
	}
	return math.Inf(1)
}
