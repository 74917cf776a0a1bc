// Package analysis turns a text into what is searched: words without accents
// nor capitals, and the stem that the forms of a word share (U5, S1).
//
// What would surprise: the index and a question go through the same function,
// so changing what it gives asks for a higher Version, and the index is made
// again. Words that carry no meaning are given too (Stop), because a phrase is
// made of them as well.
package analysis

import "strings"

// Version changes whenever a text would give other tokens than before.
const Version = 3

// MaxWord is how many bytes of a word are kept: longer ones are no words.
const MaxWord = 48

// Token is a word of a text.
type Token struct {
	Start, End int      // bytes of the text that it stands for
	Form       string   // lower case, without accents, ligatures in full
	Stem       string   // what its forms share; Form itself for numbers, codes and short words
	Also       []string // other terms that find it: "autoentrepreneur" for the last part of "auto-entrepreneur"
	Stop       bool     // carries no meaning by itself
}

// Tokens are the words of a text, in order.
//
//   - "l’été" is l, ete; "aujourd’hui" is one word
//   - "auto-entrepreneur" is auto, entrepreneur, also autoentrepreneur
//   - "L. 1237-19", "L1237-19" are l1237-19, also 1237-19
//   - "13e", "13ème" are 13; "1 000" is 1000; "C.H.S.C.T." is chsct
func Tokens(text string) []Token {
	known := lexicons.Get().(lexicon)
	defer lexicons.Put(known)
	s := scanner{text: text, known: known, out: make([]Token, 0, len(text)/6+1)}
	for s.next() {
	}
	return s.out
}

// Forms are the words of a text that carry meaning, as they are typed.
func Forms(text string) []string {
	var forms []string
	for _, t := range Tokens(text) {
		if !t.Stop {
			forms = append(forms, t.Form)
		}
	}
	return forms
}

// Join is the form of several words written as one.
func Join(words ...string) string { return strings.Join(words, "") }
