package measure

import (
	"bytes"
	"encoding/csv"
	"net/url"
	"strconv"
	"strings"
	"time"

	"parvis/internal/i18n"
	"parvis/internal/id"
	"parvis/internal/ui"
	"parvis/internal/web"
)

// Path is the page of all desks that one sees.
const Path = "/dispatches/measure"

// Pages are the screens of measures.
type Pages struct{ Service *Service }

// Routes declares the screens.
func (p *Pages) Routes(rt *web.Router) {
	rt.Get(Path, See, p.overview)
	rt.Get(Path+"/csv", See, p.overviewFile)
	rt.Get("/desk/{unit}/measure", See, p.unit)
	rt.Get("/desk/{unit}/measure/csv", See, p.unitFile)
}

func unitURL(unit id.ID) string { return "/desk/" + unit.String() + "/measure" }

// at adds the period to an address.
func at(address string, p Period) string {
	if p == Week {
		return address
	}
	return address + "?" + url.Values{"period": {string(p)}}.Encode()
}

// unitScreen is one desk, for somebody who may be of its unit.
type unitScreen struct {
	One
	own     bool
	several bool // who looks sees other desks as well
}

func (p *Pages) one(r *web.Request) (unitScreen, error) {
	unit, err := r.PathID("unit")
	if err != nil {
		return unitScreen{}, err
	}
	v := unitScreen{}
	for _, mine := range r.Actor.Units() {
		v.own = v.own || mine == unit
	}
	v.One, err = p.Service.Unit(r.Context(), r.Actor, unit, PeriodNamed(r.Query("period")))
	return v, err
}

func (p *Pages) unit(r *web.Request) (web.Reply, error) {
	v, err := p.one(r)
	if err == nil {
		v.several, err = p.Service.Several(r.Context(), r.Actor)
	}
	if err != nil {
		return nil, err
	}
	return web.Page(unitPage(v)), nil
}

func (p *Pages) overview(r *web.Request) (web.Reply, error) {
	v, err := p.Service.Overview(r.Context(), r.Actor, PeriodNamed(r.Query("period")))
	if err != nil {
		return nil, err
	}
	var crumbs []ui.Crumb
	if len(r.Actor.Units()) > 0 {
		crumbs = []ui.Crumb{{Label: r.T("measure.back"), Href: "/desk"}}
	}
	return web.Page(overviewPage(v, crumbs)), nil
}

func (p *Pages) unitFile(r *web.Request) (web.Reply, error) {
	v, err := p.one(r)
	if err != nil {
		return nil, err
	}
	return table(r, v.Until.Time, []Desk{v.Desk})
}

func (p *Pages) overviewFile(r *web.Request) (web.Reply, error) {
	v, err := p.Service.Overview(r.Context(), r.Actor, PeriodNamed(r.Query("period")))
	if err != nil {
		return nil, err
	}
	if !v.Known() {
		return web.See(at(Path, v.Period)), nil // it says that they are being worked out
	}
	return table(r, v.Until.Time, v.Desks)
}

// columns are those of the table that is taken away, by their messages.
var columns = []string{"unit", "level", "part", "handle", "read", "out", "acknowledged.median", "acknowledged.p90", "cleared.median", "cleared.p90", "dated", "late", "raised", "kept"}

// table is what the screen shows, for a spreadsheet: two lines for each desk,
// times in minutes, nothing where nothing is shown.
func table(r *web.Request, until time.Time, desks []Desk) (web.Reply, error) {
	var out bytes.Buffer
	out.WriteString("\ufeff") // spreadsheets read accents only then
	w := csv.NewWriter(&out)
	w.Comma = ';'
	ctx := r.Context()
	head := make([]string, len(columns))
	for i, c := range columns {
		head[i] = i18n.T(ctx, "measure.column."+c)
	}
	rows := [][]string{head}
	for _, d := range desks {
		for _, part := range []struct {
			name string
			Figures
		}{{"measure.now", d.Now}, {"measure.before", d.Before}} {
			f := part.Figures
			row := []string{plain(d.Name), plain(levelName(ctx, d.LevelFR, d.LevelEN)), i18n.T(ctx, part.name), strconv.Itoa(f.Handle), strconv.Itoa(f.Read), strconv.Itoa(f.Out)}
			for _, s := range []Spread{f.Acknowledged, f.Cleared} {
				row = append(row, minutes(s.Shown(), s.Median), minutes(s.Shown(), s.P90))
			}
			dated, late := "", ""
			if f.LateShown() {
				dated, late = strconv.Itoa(f.Dated), strconv.Itoa(f.Late)
			}
			rows = append(rows, append(row, dated, late, strconv.Itoa(f.Raised), strconv.Itoa(f.Kept)))
		}
	}
	if err := w.WriteAll(rows); err != nil {
		return nil, err
	}
	name := i18n.T(ctx, "measure.taken", "date", until.AddDate(0, 0, -1).Format(time.DateOnly))
	return web.File(web.Download{Content: held{bytes.NewReader(out.Bytes())}, Name: name, Media: "text/csv; charset=utf-8"}), nil
}

// plain keeps a spreadsheet from taking a name for a formula.
func plain(name string) string {
	if name != "" && strings.ContainsRune("=+-@\t\r", rune(name[0])) {
		return "'" + name
	}
	return name
}

func minutes(shown bool, d time.Duration) string {
	if !shown {
		return ""
	}
	return strconv.Itoa(int(d.Round(time.Minute).Minutes()))
}

// held is bytes that a download closes.
type held struct{ *bytes.Reader }

// Close does nothing.
func (held) Close() error { return nil }
