package query

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"parvis/internal/text"
)

// operator is one of the ways to narrow a question.
type operator int

const (
	from operator = iota + 1
	in
	kind
	tag
	before
	after
	has
)

// operators are the names of the operators, folded.
var operators = map[string]operator{
	"from": from, "de": from, "par": from,
	"in": in, "dans": in,
	"kind": kind, "type": kind,
	"tag": tag, "etiquette": tag,
	"before": before, "avant": before,
	"after": after, "apres": after, "depuis": after,
	"has": has, "avec": has,
}

// kinds are the names of what may be asked for, folded, by the name that the
// spine gives them.
var kinds = map[string]string{
	"post": "post", "publication": "post", "texte": "post",
	"announcement": "announcement", "annonce": "announcement",
	"question": "question",
	"poll":     "poll", "sondage": "poll",
	"file": "file", "fichier": "file",
	"knowledge": "knowledge", "sheet": "knowledge", "fiche": "knowledge",
	"document": "document",
	"dispatch": "dispatch", "dispatches": "dispatch", "depeche": "dispatch",
	"comment": "comment", "commentaire": "comment",
	"answer": "answer", "reponse": "answer",
}

// Parse reads what somebody typed. now is when: some dates are said from it.
func Parse(typed string, now time.Time) Query {
	var q Query
	rest := typed
	for rest != "" {
		var p piece
		if p, rest = next(rest); p.blank() {
			continue
		}
		if p.op == 0 || !q.narrow(p.op, p.value, now) {
			q.words(p)
		}
	}
	return q
}

// narrow takes an operator with its value, and tells whether it was
// understood.
func (q *Query) narrow(op operator, value string, now time.Time) bool {
	value = strings.TrimSpace(value)
	if value == "" {
		return false
	}
	switch op {
	case from:
		return add(&q.From, strings.TrimPrefix(value, "@"))
	case in:
		return add(&q.In, value)
	case tag:
		return add(&q.Tags, strings.TrimPrefix(value, "#"))
	case kind:
		name, known := KindNamed(value)
		return known && add(&q.Kinds, name)
	case has:
		folded := strings.TrimSuffix(text.Fold(value), "s")
		if folded == "file" || folded == "fichier" || folded == "piece jointe" {
			q.File = true
			return true
		}
		return false
	}
	at, known := Date(value, now)
	switch {
	case !known:
		return false
	case op == after:
		q.After = at
	default:
		q.Before = at
	}
	return true
}

// KindNamed is the kind of that name, in either language, one or many.
func KindNamed(name string) (string, bool) {
	folded := text.Fold(name)
	if k, known := kinds[folded]; known {
		return k, true
	}
	k, known := kinds[strings.TrimSuffix(folded, "s")]
	return k, known
}

func add(list *[]string, value string) bool {
	if !strings.ContainsFunc(value, meaningful) || len(*list) >= MaxValues {
		return false
	}
	if !slices.Contains(*list, value) {
		*list = append(*list, value)
	}
	return true
}

// words takes what no operator understood.
func (q *Query) words(p piece) {
	if p.quoted && p.op == 0 {
		q.term(Term{Text: p.value, Exact: true, Not: p.not})
		return
	}
	if p.op != 0 {
		if strings.ContainsFunc(p.value, meaningful) {
			q.Unread = append(q.Unread, p.name+":"+p.value)
		}
		q.term(Term{Text: p.name})
		q.AddWords(p.value)
		return
	}
	q.term(Term{Text: p.value, Not: p.not})
}

// piece is one thing that was typed: a word, a phrase, or an operator with its
// value.
type piece struct {
	op     operator
	name   string // the operator as typed
	value  string
	quoted bool
	not    bool
}

func (p piece) blank() bool { return p.op == 0 && !strings.ContainsFunc(p.value, meaningful) }

// next reads the first piece of what was typed, and gives what is left.
func next(s string) (piece, string) {
	s = strings.TrimLeftFunc(s, unicode.IsSpace)
	var p piece
	if rest, cut := strings.CutPrefix(s, "-"); cut && rest != "" && !strings.HasPrefix(rest, "-") && !beginsWithSpace(rest) {
		p.not, s = true, rest
	}
	if value, rest, is := phrase(s); is {
		p.value, p.quoted = value, true
		return p, rest
	}
	word, rest := cutWord(s)
	name, value, colon := strings.Cut(word, ":")
	op := operators[text.Fold(name)]
	if !colon || op == 0 || p.not {
		p.value = word
		return p, rest
	}
	p.op, p.name = op, name
	if value == "" {
		// "from: Camille" and from:"Camille Fournier" alike.
		rest = strings.TrimLeftFunc(rest, unicode.IsSpace)
		if quoted, left, is := phrase(rest); is {
			p.value, p.quoted = quoted, true
			return p, left
		}
		value, rest = cutWord(rest)
	}
	p.value = value
	return p, rest
}

func beginsWithSpace(s string) bool {
	return strings.IndexFunc(s, unicode.IsSpace) == 0
}

// quotes are the signs that open a phrase, with what closes it. A phrase left
// open ends with what was typed.
var quotes = map[string]string{`"`: `"`, "«": "»", "“": "”", "„": "”"}

func phrase(s string) (value, rest string, is bool) {
	for open, shut := range quotes {
		inside, cut := strings.CutPrefix(s, open)
		if !cut {
			continue
		}
		value, rest, _ = strings.Cut(inside, shut)
		return strings.TrimSpace(value), rest, true
	}
	return "", s, false
}

// cutWord cuts a word at the first space or where a phrase opens.
func cutWord(s string) (word, rest string) {
	at := strings.IndexFunc(s, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("\"«“„", r) })
	if at < 0 {
		return s, ""
	}
	if at == 0 {
		// Never without progress.
		r := []rune(s)[0]
		return "", s[len(string(r)):]
	}
	return s[:at], s[at:]
}
