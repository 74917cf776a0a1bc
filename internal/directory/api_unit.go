package directory

import (
	"context"
	"io"
	"net/http"
	"strconv"

	"parvis/internal/access"
	"parvis/internal/api"
	"parvis/internal/fault"
	"parvis/internal/id"
)

// importMax bounds a CSV file, in bytes.
const importMax = 16 << 20

// units declares the operations on the tree and on functions.
func units(a *api.API, s *Service) {
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/units", ID: "list-units", Tag: apiTag, Action: Browse,
		Summary: "Walk through the tree of units",
		Detail:  "The roots, and what stands directly below each unit from a root down to the one that is open. With a text: the units found by name or acronym, 40 at most.",
	}, s.apiUnits)
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/units/{unit}", ID: "read-unit", Tag: apiTag, Action: Browse,
		Summary: "Read a unit, what is around it and who heads it", Detail: "Who works there: list-people with its id.",
	}, s.apiUnit)
	api.Register(a, api.Operation{
		Method: http.MethodPut, Path: "/people/{handle}/functions", ID: "set-functions", Tag: apiTag, Action: Administer,
		Summary: "Replace the functions of somebody", Detail: "The first is the main one.",
	}, s.apiSetFunctions)
	api.RegisterUpload(a, api.Operation{
		Method: http.MethodPost, Path: "/units/import", ID: "import-units", Tag: apiTag, Action: Administer, MaxBody: importMax,
		Summary: "Import the whole tree of units from a CSV file",
		Detail:  "Columns code, parent, name, acronym. What the file does not name is retired. A file with a bad line changes nothing, and the answer tells which.",
	}, func(ctx context.Context, actor access.Actor, in *importInput) (*api.Answer[reportJSON], error) {
		return imported(ctx, actor, in, s.Import)
	})
	api.RegisterUpload(a, api.Operation{
		Method: http.MethodPost, Path: "/functions/import", ID: "import-functions", Tag: apiTag, Action: Administer, MaxBody: importMax,
		Summary: "Import the functions of people from a CSV file",
		Detail:  "Columns email, unit (its code), title, head (yes or no). People that it does not name keep theirs.",
	}, func(ctx context.Context, actor access.Actor, in *importInput) (*api.Answer[reportJSON], error) {
		return imported(ctx, actor, in, s.ImportFunctions)
	})
}

type unitsInput struct {
	Open api.ID `query:"open" doc:"the unit to unfold the tree down to"`
	Text string `query:"text" maxLength:"200" doc:"starts of words of the name, or an acronym"`
}

type unitJSON struct {
	ID       id.ID  `json:"id"`
	Code     string `json:"code" doc:"how the directory of origin names it"`
	Parent   id.ID  `json:"parent,omitempty"`
	Name     string `json:"name"`
	Acronym  string `json:"acronym,omitempty"`
	Depth    int    `json:"depth" doc:"0 for a root"`
	Children int    `json:"children" doc:"live units directly below"`
	Retired  bool   `json:"retired,omitempty" doc:"absent from the last import"`
}

func unitOf(u Unit) unitJSON {
	return unitJSON{ID: u.ID, Code: u.Code, Parent: u.Parent, Name: u.Name, Acronym: u.Acronym, Depth: u.Depth, Children: u.Children, Retired: u.Retired}
}

func (s *Service) apiUnits(ctx context.Context, actor access.Actor, q *unitsInput) (*api.List[unitJSON], error) {
	find := func() ([]Unit, error) { return s.Tree(ctx, actor, q.Open.ID) }
	if q.Text != "" {
		find = func() ([]Unit, error) { return s.FindUnits(ctx, actor, q.Text) }
	}
	list, err := find()
	return api.ListOf(api.Each(list, unitOf)), err
}

type unitInput struct {
	Unit api.ID `path:"unit"`
}

type officeJSON struct {
	Unit        unitJSON    `json:"unit"`
	Above       []unitJSON  `json:"above" doc:"from the root down"`
	Below       []unitJSON  `json:"below"`
	Heads       []entryJSON `json:"heads"`
	Communities []api.Ref   `json:"communities" doc:"those that follow it and that one may see"`
}

func (s *Service) apiUnit(ctx context.Context, actor access.Actor, in *unitInput) (*api.Answer[officeJSON], error) {
	o, err := s.Office(ctx, actor, in.Unit.ID)
	return api.Of(officeJSON{
		Unit: unitOf(o.Unit), Above: api.Each(o.Above, unitOf), Below: api.Each(o.Below, unitOf),
		Heads: api.Each(o.Heads, entryOf), Communities: api.Each(o.Places, placeOf),
	}), err
}

type functionsInput struct {
	Handle string `path:"handle" maxLength:"120"`
	Body   struct {
		Functions []newFunctionJSON `json:"functions" nullable:"false" maxItems:"10"`
	}
}

type newFunctionJSON struct {
	Unit  id.ID  `json:"unit"`
	Title string `json:"title" minLength:"1" maxLength:"160"`
	Head  bool   `json:"head,omitempty"`
}

func (s *Service) apiSetFunctions(ctx context.Context, actor access.Actor, in *functionsInput) (*api.Nothing, error) {
	person, err := personBy(ctx, s.DB, actor, in.Handle)
	if err != nil {
		return nil, err
	}
	return nil, s.SetFunctions(ctx, actor, person, api.Each(in.Body.Functions, func(f newFunctionJSON) NewFunction { return NewFunction(f) }))
}

type importInput struct {
	api.Upload
	DryRun bool `query:"dry_run" doc:"tell what would change, and change nothing"`
}

type reportJSON struct {
	DryRun  bool         `json:"dry_run"`
	Rows    int          `json:"rows"`
	Counts  map[Sort]int `json:"counts" doc:"by what becomes of each: added, moved, changed, returned, retired, same"`
	Changes []changeJSON `json:"changes" doc:"the first 200"`
}

type changeJSON struct {
	Sort Sort   `json:"sort"`
	Line string `json:"line"`
	From string `json:"from,omitempty"`
}

// imported runs an import. A refused file is told line by line in the fields
// of the error.
func imported(ctx context.Context, actor access.Actor, in *importInput, run func(context.Context, access.Actor, io.Reader, bool) (Report, error)) (*api.Answer[reportJSON], error) {
	_, content, err := in.File()
	if err != nil {
		return nil, err
	}
	r, err := run(ctx, actor, content, in.DryRun)
	if f, ok := fault.As(err); ok && len(r.Problems) > 0 {
		told := *f
		for _, p := range r.Problems[:min(len(r.Problems), maxChanges)] {
			told.Fields = append(told.Fields, fault.Field{Name: "line " + strconv.Itoa(p.Line), Key: p.Key, Args: p.Args})
		}
		return nil, &told
	}
	if err != nil {
		return nil, err
	}
	out := reportJSON{DryRun: r.DryRun, Rows: r.Rows, Counts: r.Counts, Changes: api.Each(r.Changes, func(c Change) changeJSON { return changeJSON(c) })}
	if out.Counts == nil {
		out.Counts = map[Sort]int{}
	}
	return api.Of(out), nil
}
