package intake

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"parvis/internal/access"
	"parvis/internal/correspondence"
)

// words are a text, or a list of them.
type words []string

// UnmarshalJSON implements json.Unmarshaler.
func (w *words) UnmarshalJSON(data []byte) error {
	var one string
	if json.Unmarshal(data, &one) == nil {
		if *w = nil; one != "" {
			*w = words{one}
		}
		return nil
	}
	return json.Unmarshal(data, (*[]string)(w))
}

// line is an object of a file: the fields of this format, then those under which
// the public data of diplomatic archives gives the same.
type line struct {
	Key, Type, Precedence, Protection, Distribution string
	From                                            string
	To                                              words
	CopiedTo                                        words `json:"copied_to"`
	Subject, Affair, Text                           string
	Tags                                            words
	References, Answers, Instructs, Corrects        words
	Expects, Due, Date, Number, Marking             string
	DraftedBy                                       string `json:"drafted_by"`
	ApprovedBy                                      string `json:"approved_by"`

	ID, Title, Kind, Time, Classification string
	Handling                              words
	RefersTo                              words `json:"refers_to"`
}

// Read reads a record of a file of JSON lines. What is wrong with it is said for
// the operator.
func Read(object []byte) (Record, error) {
	var l line
	if err := json.Unmarshal(object, &l); err != nil {
		return Record{}, fmt.Errorf("it is not a dispatch: %w", err)
	}
	r := Record{
		Key: either(l.Key, l.ID), Type: strings.ToUpper(l.Type), From: l.From, To: l.To, CopiedTo: l.CopiedTo, Subject: either(l.Subject, l.Title),
		Affair: l.Affair, Text: l.Text, Tags: l.Tags, Expects: l.Expects, Due: l.Due, Number: l.Number, Marking: l.Marking,
		DraftedBy: l.DraftedBy, ApprovedBy: l.ApprovedBy, Date: strings.TrimSpace(l.Date + " " + l.Time),
	}
	if r.Key == "" {
		return r, errors.New("it has no key")
	}
	if r.Type == "" {
		if r.Type = typeOf(l.Kind); r.Type == "" {
			return r, fmt.Errorf("it is no dispatch but %q: give it a type to have it as one", either(l.Kind, "nothing that is known"))
		}
	}
	for what, missing := range map[string]bool{"from": r.From == "", "to": len(r.To) == 0, "text": strings.TrimSpace(r.Text) == "", "date": r.Date == ""} {
		if missing {
			return r, fmt.Errorf("it does not say its %s", what)
		}
	}
	for relation, keys := range map[correspondence.Relation]words{
		correspondence.Refers: append(l.References, l.RefersTo...), correspondence.Answers: l.Answers,
		correspondence.Instructs: l.Instructs, correspondence.Corrects: l.Corrects,
	} {
		for _, key := range keys {
			r.References = append(r.References, Reference{key, relation})
		}
	}
	r.References = strongest(r.Key, r.References)
	return r, r.qualify(l)
}

// strongest keeps one reference to each record, none to itself: what it answers,
// instructs or corrects says more than that it refers to it.
func strongest(key string, list []Reference) []Reference {
	slices.SortFunc(list, func(a, b Reference) int {
		if a.Key != b.Key {
			return strings.Compare(a.Key, b.Key)
		}
		return int(b.Relation) - int(a.Relation)
	})
	list = slices.CompactFunc(list, func(a, b Reference) bool { return a.Key == b.Key })
	return slices.DeleteFunc(list, func(r Reference) bool { return r.Key == key || r.Key == "" })
}

// qualify reads how it is to be handled and kept: as it says, or as its
// classification and its handling mean.
func (r *Record) qualify(l line) error {
	var known bool
	if r.Precedence, known = precedenceOf(either(l.Precedence, "routine")); !known {
		return fmt.Errorf("its precedence %q is not known", l.Precedence)
	}
	protection, distribution := meaning(l.Classification, l.Handling)
	r.Protection, r.Distribution = protection, distribution
	if l.Protection != "" {
		if r.Protection, known = protections()[strings.ToLower(l.Protection)]; !known {
			return fmt.Errorf("its protection %q is none of public, limited, restricted", l.Protection)
		}
		r.Distribution = access.ForServices
	}
	if l.Distribution != "" {
		if r.Distribution, known = distributions()[strings.ToLower(l.Distribution)]; !known {
			return fmt.Errorf("its distribution %q is none of services, directors, named", l.Distribution)
		}
	}
	if r.Protection == access.Restricted {
		r.Distribution = access.ForNamed
	}
	if r.Marking == "" {
		parts := append([]string{l.Classification, l.Precedence}, l.Handling...)
		r.Marking = strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), "; ")
	}
	return nil
}

func either(first, second string) string {
	if first != "" {
		return first
	}
	return second
}
