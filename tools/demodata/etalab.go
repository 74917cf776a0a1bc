package main

import (
	"regexp"
	"strings"
)

var (
	frontMatter = regexp.MustCompile(`(?s)\A---\n.*?\n---\n`)
	mdImage     = regexp.MustCompile(`!\[[^\]]*\]\([^)]*\)`)
	localLink   = regexp.MustCompile(`\[([^\]]+)\]\((?:[^h)][^)]*|h[^t)][^)]*)\)`)
	directive   = regexp.MustCompile(`(?ms)^:::+ *(\w+)? *([^\n]*)\n(.*?)\n:::+ *$`)
	htmlComment = regexp.MustCompile(`(?s)<!--.*?-->`)
	toc         = regexp.MustCompile(`(?m)^\[\[toc\]\]\s*$`)
	topTitle    = regexp.MustCompile(`(?m)\A\s*# [^\n]+\n`)
	setext      = regexp.MustCompile(`(?m)^(.+)\n(=+|-{3,})\s*$`)
)

var guideFolders = map[string]place{
	"algorithmes":         {"donnees", []string{"algorithmes publics", "transparence"}},
	"annotation":          {"donnees", []string{"intelligence artificielle", "qualité des données"}},
	"apis-geo":            {"donnees", []string{"cartographie", "données ouvertes"}},
	"data.gouv.fr":        {"donnees", []string{"données ouvertes"}},
	"juridique":           {"donnees", []string{"données ouvertes", "droit de la donnée"}},
	"logiciels":           {"communs", []string{"logiciels libres"}},
	"producteurs-schemas": {"donnees", []string{"schémas de données", "qualité des données"}},
	"pseudonymisation":    {"vie-privee", []string{"données personnelles", "intelligence artificielle"}},
	"qualite":             {"donnees", []string{"qualité des données", "données ouvertes"}},
	"reutilisation":       {"donnees", []string{"données ouvertes", "réutilisation"}},
}

var guideNames = map[string]string{
	"algorithmes": "Algorithmes publics", "annotation": "Campagne d’annotation", "apis-geo": "Services géographiques", "data.gouv.fr": "Publier sur data.gouv.fr",
	"juridique": "Cadre juridique", "logiciels": "Codes sources", "producteurs-schemas": "Schémas de données", "pseudonymisation": "Pseudonymisation",
	"qualite": "Qualité des données", "reutilisation": "Réutilisations",
}

// markdownGuides publishes pages of the open-data guides, already in Markdown.
func (b *builder) markdownGuides() error {
	b.reseed("markdown guides")
	type source struct{ Path, Folder, Title, Text string }
	all, err := records[source](b.data, "markdown-guides/guides.jsonl.gz")
	if err != nil {
		return err
	}
	given, err := b.givenNames()
	if err != nil {
		return err
	}
	for _, g := range all {
		folder, _, _ := strings.Cut(g.Path, "/")
		pl, ok := guideFolders[folder]
		if !ok || runes(g.Text) < 1000 || strings.HasSuffix(g.Path, "-ressources.md") {
			continue
		}
		c := b.byKey[pl.community]
		var kept []string
		for part := range strings.SplitSeq(cleanMarkdown(g.Text), "\n\n") {
			if !given.named(part) {
				kept = append(kept, part)
			}
		}
		text := strings.Join(kept, "\n\n")
		text, more := cut(text, 6500)
		if strings.Contains(text, "<") && strings.Contains(text, "</") {
			continue
		}
		title := strings.Trim(strings.TrimSpace(clean(g.Title)), "*")
		title = strings.TrimPrefix(title, "Fiche pratique : ")
		if n := guideNames[folder]; title == "Introduction" {
			title = n + nbsp + ": par où commencer" + nnbsp + "?"
		} else if !shared(n, title) {
			title = n + nbsp + ": " + lowerFirst(title)
		}
		age := b.age(c)
		w := b.writer(c, age, b.expert(c))
		if w == nil || runes(text) < 600 {
			continue
		}
		text += "\n\n*Source" + nbsp + ": guides d’Etalab"
		if more {
			text += " (extrait)"
		}
		p := &publication{Kind: "post", Community: c.Key, Author: w.Handle, Title: frenchLine(title), Body: text + ", Licence Ouverte 2.0.*", Tags: pl.tags, DaysAgo: age}
		if b.add("etalab", p) {
			b.applause(p, c, 0.2)
			for b.chance(0.4) && len(p.Comments) < 2 {
				b.remark(p, c)
			}
		}
	}
	return nil
}

// cleanMarkdown drops what only its site understands: front matter, boxes, images, links to its own pages.
func cleanMarkdown(s string) string {
	s = frontMatter.ReplaceAllString(clean(s), "")
	s = htmlComment.ReplaceAllString(s, "")
	s = toc.ReplaceAllString(s, "")
	s = mdImage.ReplaceAllString(s, "")
	s = localLink.ReplaceAllString(s, "$1")
	s = setext.ReplaceAllStringFunc(s, func(m string) string {
		head, rule, _ := strings.Cut(m, "\n")
		if strings.HasPrefix(head, "|") || strings.HasPrefix(rule, "-") && strings.TrimSpace(head) == "" {
			return m
		}
		return "## " + head
	})
	s = topTitle.ReplaceAllString(s, "")
	for range 2 {
		s = directive.ReplaceAllStringFunc(s, func(m string) string {
			f := directive.FindStringSubmatch(m)
			var q []string
			if t := strings.TrimSpace(f[2]); t != "" {
				q = append(q, "> **"+t+"**", ">")
			}
			for l := range strings.SplitSeq(strings.TrimSpace(f[3]), "\n") {
				q = append(q, strings.TrimRight("> "+l, " "))
			}
			return strings.Join(q, "\n")
		})
	}
	s = regexp.MustCompile(`(?m)^:::+.*$`).ReplaceAllString(s, "")
	s = regexp.MustCompile(`<br */?>`).ReplaceAllString(s, "")
	s = regexp.MustCompile(`(?im)^.*(nous contacter|adresse retirée|remerci|version éditable|contributeurs? :).*$`).ReplaceAllString(s, "")
	s = regexp.MustCompile(`(?s)\n#+ Sources\n.*$`).ReplaceAllString(s, "")
	s = regexp.MustCompile(`\n{3,}`).ReplaceAllString(s, "\n\n")
	return strings.TrimSpace(french(s))
}
