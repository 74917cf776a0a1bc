package extract

import (
	"net/url"
	"path"
)

// readEPUB reads a book (EPUB 3.3): the chapters in the order of its spine.
func readEPUB(a *Archive, out *sheet) (Result, error) {
	var res Result
	if a.Has("META-INF/encryption.xml") && a.Has("META-INF/rights.xml") {
		return res, Refuse(Encrypted, "epub: locked")
	}
	var opf string
	if err := a.walk("META-INF/container.xml", handler{start: func(name string, at attributes) {
		if name == "rootfile" && opf == "" {
			opf = at.get("full-path")
		}
	}}); err != nil {
		return res, err
	}
	files := map[string]string{}
	var spine []string
	if err := a.walk(opf, handler{start: func(name string, at attributes) {
		switch name {
		case "item":
			if href, err := url.PathUnescape(at.get("href")); err == nil {
				files[at.get("id")] = path.Join(path.Dir(opf), href)
			}
		case "itemref":
			spine = append(spine, files[at.get("idref")])
		}
	}}); err != nil {
		return res, err
	}
	res.Title = a.ElementText(opf, "title")
	for _, chapter := range spine {
		if out.cut || !a.Has(chapter) {
			continue
		}
		body, err := a.Open(chapter)
		if err != nil {
			return res, err
		}
		_, err = readHTML(body, out)
		body.Close()
		if err != nil {
			return res, err
		}
		out.row()
	}
	return res, nil
}
