package analysis

import "strings"

// word takes a word of letters with what hangs on it: the article that it
// elides, the parts of a compound.
func (s *scanner) word(r run) {
	if c, size := s.after(r.end); c == '\'' || c == '’' || c == 'ʼ' {
		if rest, found := s.peek(r.end + size); found {
			if r.form == "aujourd" && rest.form == "hui" {
				s.at = rest.end
				s.add(r.start, rest.end, "aujourdhui")
				return
			}
			if !elided(r.form) && rest.letters {
				// A name ("O’Brien", "prud’homme"): its parts and the whole.
				s.at = rest.end
				s.add(r.start, r.end, r.form)
				s.add(rest.start, rest.end, rest.form, r.form+rest.form)
				return
			}
			s.add(r.start, r.end, r.form)
			s.out[len(s.out)-1].Stop = true
			return
		}
	}
	parts := []run{r}
	for {
		end := parts[len(parts)-1].end
		c, size := s.after(end)
		if c != '-' && c != '‐' && c != '‑' {
			break
		}
		more, found := s.peek(end + size)
		if !found || len(parts) == 6 {
			break
		}
		parts = append(parts, more)
	}
	if len(parts) == 1 {
		s.add(r.start, r.end, r.form)
		return
	}
	whole := ""
	for i, p := range parts {
		whole += p.form
		if p.letters && stop(p.form) {
			// "peut-il", "au-dessus": no compound.
			whole = ""
			parts = parts[:i+1]
			break
		}
		if c, _ := s.after(p.end); c == '\'' || c == '’' {
			whole = "" // "rendez-vous d’aujourd’hui" goes on by itself
			parts = parts[:i]
			break
		}
	}
	if len(parts) == 0 {
		parts = []run{r}
	}
	for i, p := range parts {
		form := p.form
		if !p.letters {
			form = ordinal(form)
		}
		if i == len(parts)-1 && whole != "" && len(parts) > 1 {
			s.add(p.start, p.end, form, whole)
			continue
		}
		s.add(p.start, p.end, form)
	}
	s.at = parts[len(parts)-1].end
}

// elided tells whether a word before an apostrophe is one that elides.
func elided(form string) bool {
	switch form {
	case "l", "d", "j", "m", "n", "s", "t", "c", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "quelqu", "presqu", "entr":
		return true
	}
	return false
}

// add appends a token.
func (s *scanner) add(start, end int, form string, also ...string) {
	if len(form) > MaxWord {
		form = strings.ToValidUTF8(form[:MaxWord], "")
	}
	if form == "" {
		return
	}
	w := s.known.know([]byte(form))
	t := Token{Start: start, End: end, Form: w.form, Stem: w.stem, Stop: w.stop}
	for _, a := range also {
		if a != form && len(a) <= MaxWord {
			t.Also = append(t.Also, s.known.know([]byte(a)).stem)
		}
	}
	s.out = append(s.out, t)
}
