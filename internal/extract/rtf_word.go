package extract

import (
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// word does what a control word asks.
func (r *richText) word(word string, number int) {
	starred := r.starred
	r.starred = false
	if starred || r.opened {
		switch word {
		case "shpinst", "shptxt", "footnote", "annotation", "result":
		case "fonttbl":
			r.now.fonts = true
		case "info":
			r.now.skip = true
		case "title":
			r.now.title = r.now.skip
		case "colortbl", "stylesheet", "pict", "objdata", "sp", "nonesttables", "upr", "fldinst", "xe", "tc", "themedata", "generator":
			r.now.skip = true
		default:
			r.now.skip = r.now.skip || starred
		}
	}
	switch word {
	case "par", "sect", "page", "line", "softline":
		r.paragraph()
	case "cell", "nestcell":
		if !r.now.skip {
			r.out.cell()
		}
	case "row", "nestrow":
		if !r.now.skip {
			r.out.row()
		}
	case "tab", "emspace", "enspace":
		r.say(" ")
	case "intbl":
		r.now.inTable = true
	case "pard":
		r.now.inTable = false
	case "plain":
		r.now.deleted = false
	case "deleted":
		r.now.deleted = number != 0
	case "u":
		r.unicode(number)
	case "uc":
		r.now.fallback = min(max(number, 0), 10)
	case "f":
		r.now.font = number
	case "fcharset":
		if r.now.fonts && len(r.fonts) < 10_000 {
			r.fonts[r.now.font] = charsetPage(number)
		}
	case "ansicpg":
		if page := codePage(number); page != nil {
			r.page = page
		}
	case "mac":
		r.page = charmap.Macintosh
	case "emdash":
		r.say("—")
	case "endash":
		r.say("–")
	case "lquote":
		r.say("‘")
	case "rquote":
		r.say("’")
	case "ldblquote":
		r.say("“")
	case "rdblquote":
		r.say("”")
	case "bullet":
		r.say("•")
	}
}

// codePage is the writing of a Windows or DOS code page, nil for one unknown.
func codePage(number int) encoding.Encoding {
	switch number {
	case 437:
		return charmap.CodePage437
	case 850:
		return charmap.CodePage850
	case 852:
		return charmap.CodePage852
	case 866:
		return charmap.CodePage866
	case 874:
		return charmap.Windows874
	case 932:
		return japanese.ShiftJIS
	case 936:
		return simplifiedchinese.GBK
	case 949:
		return korean.EUCKR
	case 950:
		return traditionalchinese.Big5
	case 1250:
		return charmap.Windows1250
	case 1251:
		return charmap.Windows1251
	case 1252:
		return charmap.Windows1252
	case 1253:
		return charmap.Windows1253
	case 1254:
		return charmap.Windows1254
	case 1255:
		return charmap.Windows1255
	case 1256:
		return charmap.Windows1256
	case 1257:
		return charmap.Windows1257
	case 1258:
		return charmap.Windows1258
	case 10000:
		return charmap.Macintosh
	}
	return nil
}

// charsetPage is the writing of a font by its \fcharset; nil leaves the
// document's.
func charsetPage(number int) encoding.Encoding {
	pages := map[int]int{
		0: 1252, 77: 10000, 128: 932, 129: 949, 134: 936, 136: 950, 161: 1253, 162: 1254, 163: 1258,
		177: 1255, 178: 1256, 186: 1257, 204: 1251, 222: 874, 238: 1250,
	}
	if page, known := pages[number]; known {
		return codePage(page)
	}
	return nil
}
