package extract

import "path"

// readPPTX reads a presentation (ISO/IEC 29500-1, §19): each slide, then its
// notes and the remarks on it.
func readPPTX(a *Archive, out *sheet) (Result, error) {
	main := a.MainPart("ppt/presentation.xml")
	res := Result{Title: a.CoreTitle(), Macros: a.hasMacros()}
	rels, err := a.Relations(main)
	if err != nil {
		return res, err
	}
	var slides []string
	if err := a.walk(main, handler{start: func(name string, at attributes) {
		if name == "sldId" && len(slides) < MaxPages {
			slides = append(slides, rels.ByID[at.relation()])
		}
	}}); err != nil {
		return res, err
	}
	res.Pages = len(slides)
	for i, slide := range slides {
		if i > 0 {
			out.page()
		}
		if out.cut || !a.Has(slide) {
			continue
		}
		if err := a.readSlide(slide, out); err != nil {
			return res, err
		}
	}
	return res, nil
}

func (a *Archive) readSlide(slide string, out *sheet) error {
	if err := a.walk(slide, (&drawML{wordML: wordML{out: out}}).handler()); err != nil {
		return err
	}
	rels, err := a.Relations(slide)
	if err != nil {
		return err
	}
	for _, kind := range []string{"notesSlide", "comments", "diagramData", "chart"} {
		for _, part := range rels.ByType[kind] {
			if !a.Has(part) || path.Ext(part) != ".xml" {
				continue
			}
			out.row()
			if err := a.walk(part, (&drawML{wordML: wordML{out: out}}).handler()); err != nil {
				return err
			}
		}
	}
	return nil
}

// drawML is DrawingML, where numbers of slides are fields, and remarks stand in
// elements of their own.
type drawML struct{ wordML }

func (d *drawML) handler() handler {
	h := d.wordML.handler()
	h.start = func(name string, at attributes) {
		switch {
		case d.skip == 0 && name == "fld":
			d.skip++ // the number of the slide, the date of the day
			return
		case d.skip == 0 && name == "text":
			d.text++ // a remark
		}
		d.wordML.start(name, at)
	}
	h.end = func(name string) {
		if d.skip == 0 && name == "text" {
			d.text--
			d.out.paragraph(false)
		}
		d.wordML.end(name)
	}
	return h
}
