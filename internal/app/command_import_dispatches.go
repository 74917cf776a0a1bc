package app

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"parvis/internal/access"
	"parvis/internal/content"
	"parvis/internal/correspondence"
	"parvis/internal/correspondence/intake"
	"parvis/internal/id"
	"parvis/internal/importing"
	"parvis/internal/store"
)

// formatDispatches is what the list of imports calls them.
const formatDispatches = "dispatches"

// importDispatchesCommand brings dispatches of an archive.
type importDispatchesCommand struct {
	importBasics
	Units   string `arg:"--units" help:"A table with a header line and two columns: how the source calls a unit; its code, acronym or name here."`
	Under   string `arg:"--under" help:"Under which unit those are added that are nowhere: its code, acronym or name. Default: at the top of the tree."`
	Deliver bool   `arg:"--deliver" help:"Lay them on the desks of their addressees, to be handled. Default: they arrive there closed, at their date."`
	File    string `arg:"positional,required" help:"The file."`
}

// Run imports the dispatches.
func (i importDispatchesCommand) Run(c *console, config *Config) error {
	plan := intake.Plan{Deliver: i.Deliver}
	var err error
	if plan.Units, err = namesOfUnits(i.Units); err != nil {
		return err
	}
	src, err := importing.OpenObjects(i.File, readDispatch)
	if err != nil {
		return err
	}
	defer src.Close()
	a, actor, err := i.begin(c, config)
	if err != nil {
		return err
	}
	defer a.Close()
	if i.Under != "" {
		if plan.Under, err = a.Intake.UnitNamed(c, i.Under); err != nil {
			return fmt.Errorf("under: %s", a.inWords(err))
		}
	}
	if err := a.Dispatches.Open(c); err != nil {
		return err
	}
	by := a.Imports.Making(correspondence.Kind, a.dispatchKind(plan))
	return i.bring(c, a, by, actor, src, importing.Plan{
		Community: correspondence.Place, Kind: correspondence.Kind, Format: formatDispatches, Name: filepath.Base(i.File),
	})
}

// readDispatch makes a record of a line.
func readDispatch(line int, object []byte) (importing.Record, error) {
	r, err := intake.Read(object)
	out := importing.Record{Line: line, Ref: r.Key, Title: r.Subject, Text: r.Text, Tags: r.Tags}
	if err != nil {
		return out, err
	}
	if out.Created, err = importing.Moment(r.Date); err != nil {
		return out, err
	}
	if r.Due != "" {
		if _, err := importing.Moment(r.Due); err != nil {
			return out, err
		}
	}
	r.Subject, r.Text, r.Tags = "", "", nil // they stand in the record
	out.More = r
	return out, nil
}

// dispatchKind makes dispatches of records. What was released does not change:
// what changed in the source is refused.
func (a *App) dispatchKind(plan intake.Plan) importing.Kind {
	return importing.Kind{Make: func(ctx context.Context, tx *store.Tx, _ access.Actor, n importing.Asked) (content.Item, error) {
		arrived := intake.Arrived{
			Record: n.More.(intake.Record), ID: n.ID, Author: n.Author, Files: n.Files, Released: n.Created, Origin: n.New.Origin, Named: n.Named, Warn: n.Warn,
		}
		arrived.Subject, arrived.Text, arrived.Tags = n.Title, n.Source, n.Tags
		if arrived.Record.Due != "" {
			var err error
			if arrived.Due, err = importing.Moment(arrived.Record.Due); err != nil {
				return content.Item{}, err
			}
		}
		item, err := a.Intake.Bring(ctx, tx, plan, arrived)
		return content.Item{ID: item}, err
	}}
}

// namesOfUnits reads how a source calls the units.
func namesOfUnits(path string) (map[string]string, error) {
	if path == "" {
		return nil, nil
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("units: %w", err)
	}
	out := map[string]string{}
	for i, row := range rows {
		if len(row) != 2 {
			return nil, fmt.Errorf("units: line %d has %d columns: expected how the source calls the unit, and its code, acronym or name here", i+1, len(row))
		}
		if i > 0 {
			out[strings.TrimSpace(row[0])] = strings.TrimSpace(row[1])
		}
	}
	return out, nil
}

// importUndoCommand takes dispatches back.
type importUndoCommand struct {
	As     string `arg:"--as,required" help:"Who takes them back: e-mail address or handle of an administrator."`
	Import string `arg:"positional,required" help:"Which import, as parvis import list names it."`
}

// Run takes them back.
func (u importUndoCommand) Run(c *console, config *Config) error {
	run, err := id.Parse(u.Import)
	if err != nil {
		return errors.New("import: expected one of those of parvis import list")
	}
	a, actor, err := importBasics{As: u.As}.begin(c, config)
	if err != nil {
		return err
	}
	defer a.Close()
	done, err := a.Imports.Undo(c, actor, run, formatDispatches, a.Dispatches.Unfile)
	if err != nil {
		return a.explainImport(err)
	}
	_, err = fmt.Fprintf(c.out, "%d taken back, %d left because somebody built on them since\n", done.Back, done.Left)
	return err
}
