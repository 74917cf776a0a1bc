package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"
	"time"

	"parvis/internal/access"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/importing"
	"parvis/internal/library"
	"parvis/internal/publication"
)

// importCommand brings what was written elsewhere into a community.
type importCommand struct {
	Jsonl  *importLinesCommand  `arg:"subcommand:jsonl" help:"A file of one JSON object a line, gzipped or not."`
	CSV    *importTableCommand  `arg:"subcommand:csv" help:"A table with a header line; its separator and its encoding are found."`
	Folder *importFolderCommand `arg:"subcommand:folder" help:"A folder: pages in Markdown with their pictures, other files as they are."`
	Mbox   *importMboxCommand   `arg:"subcommand:mbox" help:"An archive of mail: the first message of each thread, and what answers it."`

	Dispatches *importDispatchesCommand `arg:"subcommand:dispatches" help:"Dispatches that were released elsewhere, one JSON object a line, gzipped or not."`

	List *importListCommand `arg:"subcommand:list" help:"The last imports and what they did."`
	Undo *importUndoCommand `arg:"subcommand:undo" help:"Take back the dispatches that an import brought, those excepted on which somebody built."`
}

// importBasics is what every import is told.
type importBasics struct {
	As     string `arg:"--as,required" help:"Who imports: e-mail address or handle of an administrator or, into a community, of one of its managers. What nobody known wrote is theirs, and says who wrote it."`
	Source string `arg:"--source" help:"A name for where it comes from, so that references of two sources do not meet. Default: the name of the file."`
	DryRun bool   `arg:"--dry-run" help:"Say what would happen, and keep nothing."`
	Report string `arg:"--report" help:"Where to write the report, PATH.json and PATH.txt. Default: in the data folder."`
}

// importOptions is what imports into a community are told.
type importOptions struct {
	importBasics
	Community string `arg:"--community,required" help:"Where to: the id or the name of a community."`
	Kind      string `arg:"--kind" help:"What each becomes." default:"post"`
	Update    bool   `arg:"--update" help:"What changed in the source since changes here."`
	Notify    bool   `arg:"--notify" help:"Tell followers, as of something new. Default: nobody is told of what is old."`
}

type mappedOptions struct {
	Map   pairs  `arg:"--map,required" help:"Which fields fill what: title=FIELD+FIELD,text=FIELD,id=FIELD,author=FIELD,signed=FIELD,created=FIELD,tags=FIELD,parent=FIELD,folder=FIELD. A field in another one: section.title."`
	Under string `arg:"--under" help:"The source of what these answer, when parent= names things of another one."`
}

type importLinesCommand struct {
	importOptions
	mappedOptions
	File string `arg:"positional,required" help:"The file."`
}

// Run imports the lines.
func (i importLinesCommand) Run(c *console, config *Config) error {
	m, err := importing.ParseMapping(i.Map)
	if err != nil {
		return err
	}
	src, err := importing.OpenJSONL(i.File, m)
	if err != nil {
		return err
	}
	defer src.Close()
	return i.run(c, config, src, importing.Plan{Format: "jsonl", Name: filepath.Base(i.File), Under: i.Under})
}

type importTableCommand struct {
	importOptions
	mappedOptions
	File string `arg:"positional,required" help:"The file."`
}

// Run imports the table.
func (i importTableCommand) Run(c *console, config *Config) error {
	m, err := importing.ParseMapping(i.Map)
	if err != nil {
		return err
	}
	src, err := importing.OpenCSV(i.File, m)
	if err != nil {
		return err
	}
	defer src.Close()
	return i.run(c, config, src, importing.Plan{Format: "csv", Name: filepath.Base(i.File), Under: i.Under})
}

type importFolderCommand struct {
	importOptions
	Path string `arg:"positional,required" help:"The folder."`
}

// Run imports the folder: into the library as it is, elsewhere as pages.
func (i importFolderCommand) Run(c *console, config *Config) error {
	src, err := importing.OpenFolder(i.Path, i.Kind == library.File)
	if err != nil {
		return err
	}
	defer src.Close()
	return i.run(c, config, src, importing.Plan{Format: "folder", Name: filepath.Base(i.Path)})
}

type importMboxCommand struct {
	importOptions
	File string `arg:"positional,required" help:"The archive."`
}

// Run imports the mail.
func (i importMboxCommand) Run(c *console, config *Config) error {
	src, err := importing.OpenMbox(i.File)
	if err != nil {
		return err
	}
	defer src.Close()
	return i.run(c, config, src, importing.Plan{Format: "mbox", Name: filepath.Base(i.File)})
}

func (o importOptions) run(c *console, config *Config, src importing.Source, plan importing.Plan) error {
	a, actor, err := o.begin(c, config)
	if err != nil {
		return err
	}
	defer a.Close()
	if plan.Community, err = a.communityCalled(c, o.Community); err != nil {
		return err
	}
	plan.Answers = o.Kind == publication.Question // what answers a question is an answer
	plan.Kind, plan.Update, plan.Notify = o.Kind, o.Update, o.Notify
	return o.bring(c, a, a.Imports, actor, src, plan)
}

// begin opens the site for who imports.
func (o importBasics) begin(c *console, config *Config) (*App, access.Actor, error) {
	// The site may run meanwhile under its own number: ids must not meet.
	beside := *config
	beside.Node = (config.Node + 512) % 1024
	a, err := c.open(&beside)
	if err != nil {
		return nil, access.Actor{}, err
	}
	who, err := a.Identity.ByLogin(c, o.As)
	var actor access.Actor
	if err == nil {
		actor, err = a.Identity.ActorOf(c, who.ID)
	}
	if err != nil {
		err = fmt.Errorf("as: %w", a.explain(err))
		a.Close()
		return nil, actor, err
	}
	return a, actor, nil
}

// bring imports what a source gives, and tells what came of it.
func (o importBasics) bring(c *console, a *App, by *importing.Service, actor access.Actor, src importing.Source, plan importing.Plan) error {
	plan.DryRun = o.DryRun
	if plan.Source = o.Source; plan.Source == "" {
		plan.Source, _, _ = strings.Cut(plan.Name, ".")
	}
	begun, bar := time.Now(), newBar(c.err)
	report, err := by.Import(c, actor, plan, src, func(r importing.Report) {
		done, total := src.Progress()
		bar.show(done, total, r.Read)
	})
	bar.end()
	if err != nil && report.Read == 0 {
		return a.explainImport(err)
	}
	o.tell(c, plan, report, time.Since(begun))
	if saved := o.save(c, a, report); saved != nil {
		return errors.Join(a.explainImport(err), saved)
	}
	return a.explainImport(err)
}

func (a *App) explainImport(err error) error {
	if fault.KindOf(err) == fault.KindNotFound || fault.KindOf(err) == fault.KindForbidden {
		return errors.New("as: only a manager of the community, or an administrator of the site, imports into it, and only while it is not archived")
	}
	return err
}

// communityCalled finds a community by its id or its name.
func (a *App) communityCalled(ctx context.Context, called string) (id.ID, error) {
	found, err := a.Community.Called(ctx, access.SystemActor("the operator names a community"), called)
	switch {
	case err != nil:
		return 0, err
	case len(found) == 0:
		return 0, fmt.Errorf("community: none is called %q", called)
	case len(found) > 1:
		return 0, fmt.Errorf("community: several are called %q: give its id, which is in its address", called)
	}
	return found[0], nil
}

// tell says in words what an import did, or would do.
func (o importBasics) tell(c *console, plan importing.Plan, r importing.Report, took time.Duration) {
	verb := "done"
	if o.DryRun {
		verb = "would be done; nothing was kept"
	}
	fmt.Fprintf(c.out, "%s: %d records read in %s (%.0f a second); %s:\n", plan.Name, r.Read, took.Round(10*time.Millisecond), float64(r.Read)/max(took.Seconds(), 0.001), verb)
	table := tabwriter.NewWriter(c.out, 2, 4, 2, ' ', 0)
	for _, line := range []struct {
		n    int
		what string
	}{
		{r.Made, "new of the kind " + plan.Kind}, {r.Said, "comments or answers"}, {r.Changed, "changed"}, {r.Same, "there already, the same"},
		{r.Left, "there already, changed in the source and left as they are (see --update)"}, {r.Files, "files joined"},
		{r.Refused, "refused"}, {r.Warned, "warnings"},
	} {
		fmt.Fprintf(table, "  %d\t%s\n", line.n, line.what)
	}
	table.Flush()
}

// save writes the report, as JSON and as text.
func (o importBasics) save(c *console, a *App, r importing.Report) error {
	path := strings.TrimSuffix(o.Report, ".json")
	if path == "" {
		folder := filepath.Join(a.Config.Data, "imports")
		if err := os.MkdirAll(folder, 0o700); err != nil {
			return err
		}
		path = filepath.Join(folder, a.Clock.Now().Format("2006-01-02-150405.000"))
	}
	text, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	if err := os.WriteFile(path+".json", append(text, '\n'), 0o600); err != nil {
		return fmt.Errorf("the report cannot be written: %w", err)
	}
	var lines strings.Builder
	for _, p := range r.Problems {
		sort := "refused"
		if p.Warning {
			sort = "warning"
		}
		fmt.Fprintf(&lines, "%s\tline %d\t%s\t%s\n", sort, p.Line, p.Ref, p.Why)
	}
	if n := r.Refused + r.Warned - len(r.Problems); n > 0 {
		fmt.Fprintf(&lines, "and %d more\n", n)
	}
	if err := os.WriteFile(path+".txt", []byte(lines.String()), 0o600); err != nil {
		return fmt.Errorf("the report cannot be written: %w", err)
	}
	_, err = fmt.Fprintf(c.out, "The report is in %s.json and %s.txt.\n", path, path)
	return err
}

type importListCommand struct{}

// Run lists them.
func (importListCommand) Run(c *console, config *Config) error {
	a, err := c.open(config)
	if err != nil {
		return err
	}
	defer a.Close()
	list, err := a.Imports.Imports(c, 50)
	if err != nil {
		return err
	}
	table := tabwriter.NewWriter(c.out, 2, 4, 2, ' ', 0)
	fmt.Fprintln(table, "IMPORT\tBEGUN\tFORMAT\tNAME\tSOURCE\tREAD\tNEW\tCHANGED\tREFUSED\tENDED")
	for _, r := range list {
		ended := "no: run it again"
		if !r.Ended.IsZero() {
			ended = r.Ended.Format(time.DateTime)
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%d\t%d\t%d\t%d\t%s\n", r.ID, r.Started.Format(time.DateTime), r.Format, r.Name, r.Source,
			r.Report.Read, r.Report.Made+r.Report.Said, r.Report.Changed, r.Report.Refused, ended)
	}
	return table.Flush()
}
