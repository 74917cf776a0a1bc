package reading

import (
	"context"
	"net/url"
	"path"
	"strconv"
	"strings"

	"parvis/internal/blob"
	"parvis/internal/content"
	"parvis/internal/extract"
	"parvis/internal/i18n"
	"parvis/internal/id"
	"parvis/internal/text"
	"parvis/internal/ui"
	"parvis/internal/web"
)

// How a file is shown.
type form uint8

const (
	asCard    form = iota // a name and a way to fetch it
	asPicture             // drawn
	asTable               // rows and cells
	asProse               // Markdown
	asText                // lines
)

// Bounds of what one screen shows.
const (
	partSize   = 12_000 // bytes of text, of a format without pages
	maxRows    = 300
	maxColumns = 40
	maxProse   = 60_000 // bytes of Markdown
)

// sight is what the screen of a file shows.
type sight struct {
	content.File
	text    content.FileText
	form    form
	waiting bool
	page    int
	pages   int
	actual  bool   // pictures in their own size
	shown   string // the text of this page
	html    string // of Markdown
	width   int    // of the picture
	height  int
	more    bool // rows or text were left out of this page
}

// look reads what there is to see of a file at the page that the address asks.
func (p *Pages) look(r *web.Request, file id.ID) (sight, error) {
	f, err := p.Content.Find(r.Context(), r.Actor, file)
	if err != nil {
		return sight{File: f}, err
	}
	v := sight{File: f, actual: r.Query("zoom") == "actual", pages: 1}
	texts, err := p.Content.FileText(r.Context(), p.Content.DB, f.Hash)
	if err != nil {
		return v, err
	}
	known := false
	v.text, known = texts[f.Hash]
	v.waiting = known && v.text.Waiting()
	v.arrange(r.Query("page"))
	if v.form == asProse {
		v.html = p.Markdown.HTML(v.shown, text.Refs{}, "file")
	}
	return v, nil
}

// arrange chooses how the file is shown, and finds the page that is asked for.
func (v *sight) arrange(page string) {
	switch {
	case v.IsPicture() && blob.IsImage(v.Media):
		v.form = asPicture
		v.fit(1600)
		return
	case v.waiting, v.text.Reason != "", v.text.Format == extract.Unknown, v.text.Format == extract.Image:
		return
	case v.text.Format == extract.PDF:
		v.form, v.pages = asPicture, max(v.text.Pages, 1)
		v.width, v.height = 1240, 1754 // most are A4
	case v.text.Body == "":
		return
	case v.text.Format == extract.MD:
		v.form = asProse
	case v.text.Format == extract.CSV, sheets(v.text.Format):
		v.form = asTable
	default:
		v.form = asText
	}
	parts := v.parts()
	if v.text.Format != extract.PDF {
		v.pages = len(parts)
	}
	v.page = 1
	if n, err := strconv.Atoi(page); err == nil {
		v.page = min(max(n, 1), v.pages)
	}
	if v.page <= len(parts) {
		v.shown = parts[v.page-1]
	}
	if v.form == asProse && len(v.shown) > maxProse {
		v.shown, v.more = v.shown[:strings.LastIndexByte(v.shown[:maxProse], '\n')+1], true
	}
}

// fit is the size of a picture whose longer side is at most side.
func (v *sight) fit(side int) {
	v.width, v.height, v.page = v.Width, v.Height, 1
	if longer := max(v.Width, v.Height); longer > side {
		v.width, v.height = max(v.Width*side/longer, 1), max(v.Height*side/longer, 1)
	}
}

func sheets(f extract.Format) bool { return f == extract.XLSX || f == extract.ODS || f == extract.XLS }

func slides(f extract.Format) bool { return f == extract.PPTX || f == extract.ODP || f == extract.PPT }

// parts are the pages, sheets or slides of a text; what has none is cut where
// lines end.
func (v *sight) parts() []string {
	body := v.text.Body
	if v.text.Format == extract.PDF || sheets(v.text.Format) || slides(v.text.Format) {
		return strings.Split(body, "\f")
	}
	if v.form != asText {
		return []string{body}
	}
	var out []string
	for len(body) > partSize {
		at := strings.LastIndexByte(body[:partSize], '\n') + 1
		if at == 0 {
			at = strings.LastIndexByte(body[:partSize], ' ') + 1
		}
		if at == 0 {
			break // one word
		}
		out, body = append(out, body[:at]), body[at:]
	}
	return append(out, body)
}

// rows are the cells of a table, without the name of its sheet.
func (v *sight) rows() (head string, rows [][]string, more bool) {
	lines := strings.Split(v.shown, "\n")
	if sheets(v.text.Format) {
		head, lines = lines[0], lines[1:]
	}
	for _, line := range lines {
		if line == "" {
			continue
		}
		if len(rows) == maxRows {
			return head, rows, true
		}
		cells := strings.Split(line, "\t")
		if len(cells) > maxColumns {
			cells, more = cells[:maxColumns], true
		}
		rows = append(rows, cells)
	}
	return head, rows, more
}

// lines are the paragraphs of a text.
func (v *sight) lines() []string {
	return strings.FieldsFunc(v.shown, func(r rune) bool { return r == '\n' || r == '\f' })
}

// to is the address of a page, within whatever page this stands in.
func (v *sight) to(page int, actual bool) string {
	q := url.Values{}
	if page > 1 {
		q.Set("page", strconv.Itoa(page))
	}
	if actual {
		q.Set("zoom", "actual")
	}
	return "?" + q.Encode()
}

func (v *sight) picture() string {
	return "/files/" + v.ID.String() + "/pages/" + strconv.Itoa(v.page)
}

// self is where this part of the page is asked again.
func (v *sight) self() string {
	return "/files/" + v.ID.String() + "/preview" + v.to(v.page, v.actual)
}

// place says where one is: "Page 3 sur 12", "Feuille 1 sur 2".
func (v *sight) place(ctx context.Context) string {
	key := "reading.part"
	switch {
	case v.text.Format == extract.PDF:
		key = "reading.page"
	case sheets(v.text.Format):
		key = "reading.sheet"
	case slides(v.text.Format):
		key = "reading.slide"
	}
	return i18n.T(ctx, key, "page", v.page, "pages", v.pages)
}

// notices say what the reader should know before looking.
func (v *sight) notices(ctx context.Context) []ui.Notice {
	var out []ui.Notice
	say := func(tone ui.Tone, key string, args ...any) {
		out = append(out, ui.Notice{Tone: tone, Text: i18n.T(ctx, key, args...)})
	}
	if v.waiting || v.text.Version == 0 {
		return nil
	}
	if extension := path.Ext(v.Name); extract.Mislabelled(extension, v.text.Format) {
		say(ui.Warning, "reading.mislabelled", "extension", extension, "format", formatName(ctx, v.text.Format))
	}
	if v.text.Reason != "" {
		say(ui.Warning, "reading.reason."+string(v.text.Reason))
	} else if v.text.Body == "" && v.text.Format != extract.Image && !v.IsPicture() {
		say(ui.Info, "reading.no_text")
	}
	if v.text.Macros {
		say(ui.Warning, "reading.macros")
	}
	if v.text.Cut && v.page == v.pages {
		say(ui.Info, "reading.cut")
	}
	return out
}

// formatName is a format in a word or two.
func formatName(ctx context.Context, f extract.Format) string {
	switch f {
	case extract.Unknown:
		return i18n.T(ctx, "reading.format.unknown")
	case extract.Image:
		return i18n.T(ctx, "reading.format.image")
	case extract.TXT:
		return i18n.T(ctx, "reading.format.txt")
	case extract.HTML:
		return i18n.T(ctx, "reading.format.html")
	}
	return strings.ToUpper(string(f))
}

// spoken is what a picture says to who does not see it: the text of a page, the
// name of a picture.
func (v *sight) spoken(ctx context.Context) string {
	if v.text.Format != extract.PDF {
		return v.Name
	}
	return i18n.T(ctx, "reading.page", "page", v.page, "pages", v.pages)
}
