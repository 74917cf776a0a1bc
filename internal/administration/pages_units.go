package administration

import (
	"parvis/internal/fault"
	"parvis/internal/ui"
	"parvis/internal/web"
)

func (p *Pages) units(r *web.Request) (web.Reply, error) { return p.unitsPage(r, unitsView{}) }

func (p *Pages) unitsPage(r *web.Request, v unitsView) (web.Reply, error) {
	v.Tabs = p.tabs(r, "/admin/units")
	return web.PageStatus(status(v.Errors), unitsPage(v)), nil
}

// importUnits reads the file of a form: to check it, or to import it.
func (p *Pages) importUnits(r *web.Request) (web.Reply, error) {
	form, err := r.Form(ImportMost + formMost)
	if err != nil {
		return nil, err
	}
	v := unitsView{What: form.Choice("what", "units", "functions")}
	files, err := form.Files("file", 1)
	if err != nil {
		return nil, err
	}
	defer web.CloseAll(files)
	if len(files) == 0 || files[0].Size == 0 {
		form.Fail("file", "fault.field.required")
	}
	if err := form.Err(); err != nil {
		v.Errors = ui.ErrorsFrom(r.Context(), err)
		return p.unitsPage(r, v)
	}
	run := p.Service.Directory.ImportUnits
	if v.What == "functions" {
		run = p.Service.Directory.ImportFunctions
	}
	report, err := run(r.Context(), r.Actor, files[0].Content, !form.Has("import"))
	v.Report = &report
	if err != nil {
		if fault.KindOf(err) != fault.Invalid && fault.KindOf(err) != fault.TooLarge {
			return nil, err
		}
		v.Errors = ui.ErrorsFrom(r.Context(), err)
	}
	return p.unitsPage(r, v)
}
