package main

import (
	"cmp"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// documentRecord is a document that several people wrote; its documentation is
// that of demo.Document.
type documentRecord struct {
	Key       string         `json:"key"`
	Community string         `json:"community"`
	Parent    string         `json:"parent,omitempty"`
	Title     string         `json:"title"`
	Tags      []string       `json:"tags,omitempty"`
	Steps     []stepRecord   `json:"steps"`
	Remarks   []remarkRecord `json:"remarks,omitempty"`
	Proposals []remarkRecord `json:"proposals,omitempty"`
	Names     []nameRecord   `json:"names,omitempty"`
	Review    *reviewRecord  `json:"review,omitempty"`
}

// nameRecord names what a document said after so many steps; its text is the note.
type nameRecord struct {
	stepRecord
	Name  string `json:"name"`
	After int    `json:"after"`
}

// reviewRecord asks for the visas of people; its text is what is expected of them.
type reviewRecord struct {
	stepRecord
	Together bool         `json:"together"`
	Visas    []visaRecord `json:"visas"`
}

// visaRecord is the visa of somebody, with their note.
type visaRecord struct {
	stepRecord
	Waits bool `json:"waits"`
}

type remarkRecord struct {
	stepRecord
	Quote    string       `json:"quote"`
	Answers  []stepRecord `json:"answers,omitempty"`
	Resolver string       `json:"resolver,omitempty"`
}

type stepRecord struct {
	Author  string  `json:"author"`
	DaysAgo float64 `json:"days_ago"`
	Body    string  `json:"body"`
}

// guideSource names the source of a guide, at the end of a document.
const guideSource = "*Source" + nbsp + ": guides d’Etalab, Licence Ouverte 2.0.*"

// documents writes the documents of the editorial folder out, step by step: see
// its README for the form.
func documents(data string) ([]documentRecord, error) {
	files, err := fs.Glob(editorial, "editorial/documents/*.md")
	if err != nil {
		return nil, err
	}
	guides, err := guideSections(data)
	if err != nil {
		return nil, err
	}
	var out []documentRecord
	for _, f := range files {
		if strings.HasSuffix(f, "/README.md") {
			continue
		}
		raw, err := fs.ReadFile(editorial, f)
		if err != nil {
			return nil, err
		}
		d, err := document(string(raw), guides)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f, err)
		}
		out = append(out, d)
	}
	slices.SortStableFunc(out, func(a, b documentRecord) int { return cmp.Compare(b.Steps[0].DaysAgo, a.Steps[0].DaysAgo) })
	return out, nil
}

// document reads one file.
func document(raw string, guides map[string][]string) (documentRecord, error) {
	parts := strings.Split("\n"+raw, "\n=== ")
	var d documentRecord
	for line := range strings.SplitSeq(strings.TrimSpace(parts[0]), "\n") {
		name, value, _ := strings.Cut(line, ": ")
		switch name {
		case "key":
			d.Key = value
		case "community":
			d.Community = value
		case "parent":
			d.Parent = value
		case "title":
			d.Title = value
		case "tags":
			d.Tags = list(value, ",")
		default:
			return d, fmt.Errorf("nobody knows %q", name)
		}
	}
	typeset := french
	if d.Community == "international" {
		typeset = func(s string) string { return s }
	}
	d.Title = typeset(d.Title)
	body, sourced := "", false
	for _, part := range parts[1:] {
		head, text, _ := strings.Cut(part, "\n")
		f := strings.SplitN(head, " ", 4)
		if len(f) < 2 {
			return d, fmt.Errorf("a handle and days are expected in %q", head)
		}
		days, err := strconv.ParseFloat(f[1], 64)
		if err != nil {
			return d, err
		}
		how, where := "", ""
		if len(f) == 4 {
			how, where = f[2], f[3]
		} else if len(f) == 3 {
			how = f[2]
		}
		if d.ruled(stepRecord{f[0], days, typeset(strings.TrimSpace(text))}, how, typeset(where)) {
			continue
		}
		if said, err := d.remarked(stepRecord{f[0], days, typeset(strings.TrimSpace(text))}, how, typeset(where)); err != nil {
			return d, fmt.Errorf("%s: %w", head, err)
		} else if said {
			continue
		}
		sourced = sourced || how == "guide"
		if body, err = written(body, strings.TrimSpace(text), how, where, guides, typeset); err != nil {
			return d, fmt.Errorf("%s: %w", head, err)
		}
		step := stepRecord{f[0], days, body}
		if sourced {
			step.Body += "\n\n" + guideSource
		}
		d.Steps = append(d.Steps, step)
	}
	if d.Key == "" || d.Title == "" || len(d.Steps) == 0 {
		return d, fmt.Errorf("it wants a key, a title and a step")
	}
	return d, nil
}

// remarked adds what was said or proposed on a passage, when a part of a file is
// that.
func (d *documentRecord) remarked(by stepRecord, how, where string) (bool, error) {
	last := len(d.Remarks) - 1
	switch {
	case how == "proposes":
		old, new, _ := strings.Cut(by.Body, "\n--->")
		by.Body = strings.TrimSpace(new)
		d.Proposals = append(d.Proposals, remarkRecord{stepRecord: by, Quote: strings.TrimSpace(old)})
	case how == "on":
		d.Remarks = append(d.Remarks, remarkRecord{stepRecord: by, Quote: where})
	case how != "answers" && how != "resolves":
		return false, nil
	case last < 0:
		return true, fmt.Errorf("there is no remark before it")
	case how == "answers":
		d.Remarks[last].Answers = append(d.Remarks[last].Answers, by)
	default:
		d.Remarks[last].Resolver = by.Author
	}
	return true, nil
}

// ruled adds a name of what the document said by then, or its review, when a part
// of a file is that.
func (d *documentRecord) ruled(by stepRecord, how, where string) bool {
	switch {
	case how == "names":
		d.Names = append(d.Names, nameRecord{by, where, len(d.Steps)})
	case how == "review":
		d.Review = &reviewRecord{stepRecord: by, Together: where == "together"}
	case how == "visa" && d.Review != nil:
		d.Review.Visas = append(d.Review.Visas, visaRecord{by, where == "waits"})
	default:
		return false
	}
	return true
}

// written is what a document says after a step.
func written(body, text, how, where string, guides map[string][]string, typeset func(string) string) (string, error) {
	add := func(to, more string) string { return strings.TrimSpace(to + "\n\n" + more) }
	switch how {
	case "":
		return add(body, typeset(text)), nil
	case "under":
		head := strings.Index("\n"+body+"\n", "\n## "+typeset(where)+"\n")
		if head < 0 {
			return "", fmt.Errorf("no section %q", where)
		}
		end := len(body)
		if next := strings.Index(body[head+3:], "\n## "); next >= 0 {
			end = head + 3 + next
		}
		return strings.TrimSpace(strings.TrimSpace(body[:end]) + joint(body[:end], text) + typeset(text) + "\n\n" + strings.TrimSpace(body[end:])), nil
	case "swap":
		old, new, _ := strings.Cut(text, "\n--->\n")
		if old = typeset(strings.TrimSpace(old)); strings.Count(body, old) != 1 {
			return "", fmt.Errorf("%q stands there %d times", old, strings.Count(body, old))
		}
		return strings.Replace(body, old, typeset(strings.TrimSpace(new)), 1), nil
	case "guide":
		path, span, _ := strings.Cut(where, " ")
		from, to := 0, 0
		if _, err := fmt.Sscanf(span, "%d-%d", &from, &to); err != nil || from >= len(guides[path]) {
			return "", fmt.Errorf("no sections %s", where)
		}
		return add(body, strings.Join(guides[path][from:min(to+1, len(guides[path]))], "\n\n")), nil
	}
	return "", fmt.Errorf("nobody writes %q", how)
}

// item is the head of an item of a list.
var item = regexp.MustCompile(`^([-*]|\d+\.) `)

// joint goes on with a list that the text before ends with.
func joint(before, text string) string {
	lines := strings.Split(strings.TrimSpace(before), "\n")
	if item.MatchString(lines[len(lines)-1]) && item.MatchString(text) {
		return "\n"
	}
	return "\n\n"
}

// guideSections are the sections of each guide, by its path: what stands before
// the first heading is the first one.
func guideSections(data string) (map[string][]string, error) {
	type source struct{ Path, Text string }
	all, err := records[source](data, "markdown-guides/guides.jsonl.gz")
	if err != nil {
		return nil, err
	}
	out := map[string][]string{}
	for _, g := range all {
		for i, s := range strings.Split("\n"+unwrapped(cleanMarkdown(g.Text)), "\n## ") {
			if i > 0 {
				s = "## " + s
			}
			out[g.Path] = append(out[g.Path], strings.TrimSpace(s))
		}
	}
	return out, nil
}

// ofItsSite is a box that speaks of the site where a guide stood.
var ofItsSite = regexp.MustCompile(`<Button|^> \*\*(Mise à jour|Rédaction de ce guide|Version beta)\*\*`)

// unwrapped sets each paragraph on one line, and leaves out what a guide says
// of its own site.
func unwrapped(md string) string {
	var out []string
	for block := range strings.SplitSeq(md, "\n\n") {
		lines := strings.Split(block, "\n")
		if ofItsSite.MatchString(block) {
			continue
		}
		if !slices.ContainsFunc(lines, func(l string) bool { return l == "" || strings.ContainsAny(l[:1], "#>|-*`0123456789 ") }) {
			block = strings.Join(lines, " ")
		}
		out = append(out, block)
	}
	return strings.Join(out, "\n\n")
}

// writeDocuments puts the documents in the folder of the demo package.
func writeDocuments(data, out string) error {
	list, err := documents(data)
	if err != nil {
		return fmt.Errorf("documents: %w", err)
	}
	raw, err := packed(list)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(out, "documents.jsonl.zst"), raw, 0o644)
}
