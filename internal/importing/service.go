package importing

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"

	"parvis/internal/access"
	"parvis/internal/activity"
	"parvis/internal/clock"
	"parvis/internal/content"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/store"
)

// Parts are what a Service is built from. All are required.
type Parts struct {
	DB      *store.DB
	IDs     *id.Maker
	Clock   clock.Clock
	Content *content.Service
	People  *identity.Service
	Acts    *activity.Acts
	Kinds   map[string]Kind // of items, by name
	Reader  Reader
	Explain func(err error) string // a fault, for the operator
}

// Service imports. Each import uses one of its own.
type Service struct{ Parts }

// New makes the Service.
func New(p Parts) *Service { return &Service{p} }

// Making is the same service with one more kind of things to make.
func (s *Service) Making(name string, k Kind) *Service {
	p := s.Parts
	p.Kinds = maps.Clone(p.Kinds)
	p.Kinds[name] = k
	return New(p)
}

// Begun is the act of who imports: things come under other names than theirs, so
// the register says whose hand it was.
const Begun = "import.begun"

// batch is how many records go in one transaction: few, so that the site goes
// on beside.
const batch = 100

// Imports lists the last imports, the newest first.
func (s *Service) Imports(ctx context.Context, limit int) ([]Run, error) {
	return listRuns(ctx, s.DB, limit)
}

// run is an import under way.
type run struct {
	*Service
	plan    Plan
	kind    Kind
	by      access.Actor
	id      id.ID
	report  Report
	say     func(Report)
	authors map[string]writer
	dry     map[string]known // what a dry run would have made
	seq     int64            // tells ids of one moment apart
}

// Import brings what src gives. say is told after each batch. A second run of
// the same source goes on where the first one stopped: what is there is left as
// it is, or changed where plan says so. The report is good also with an error.
func (s *Service) Import(ctx context.Context, by access.Actor, plan Plan, src Source, say func(Report)) (Report, error) {
	kind, ok := s.Kinds[plan.Kind]
	if !ok {
		return Report{}, fmt.Errorf("nothing of the kind %q can be imported", plan.Kind)
	}
	if _, err := access.Load(ctx, s.DB, by, Import, plan.Community); err != nil {
		return Report{}, err
	}
	r := &run{Service: s, plan: plan, kind: kind, by: by, id: s.IDs.New(), say: say, authors: map[string]writer{}, dry: map[string]known{}, seq: rand.Int64N(1 << 21)}
	if err := r.begin(ctx); err != nil {
		return r.report, err
	}
	err := r.all(ctx, src)
	return r.report, errors.Join(err, r.end(ctx, err))
}

func (r *run) begin(ctx context.Context) error {
	if r.plan.DryRun {
		return nil
	}
	return r.DB.Write(ctx, func(tx *store.Tx) error {
		if err := r.Acts.Record(ctx, tx, r.by, Begun, "community "+r.plan.Community.String(), map[string]string{"name": r.plan.Name, "kind": r.plan.Kind}); err != nil {
			return err
		}
		return insertRun(ctx, tx, Run{
			ID: r.id, Person: r.by.Person(), Community: r.plan.Community, Source: r.plan.Source, Format: r.plan.Format, Name: r.plan.Name,
			Started: r.Clock.Now(),
		})
	})
}

// end notes the end of an import; one that failed has none.
func (r *run) end(ctx context.Context, failed error) error {
	if r.plan.DryRun {
		return nil
	}
	now, ended := r.Clock.Now(), r.Clock.Now()
	if failed != nil {
		ended = clock.Time{}
	}
	return r.DB.Write(context.WithoutCancel(ctx), func(tx *store.Tx) error { return noteRun(ctx, tx, r.id, r.report, now, ended) })
}

// all gathers records into batches. A batch is closed early by what weighs, and
// by a reference that it holds already.
func (r *run) all(ctx context.Context, src Source) error {
	var list []*entry
	there, weight := map[string]bool{}, 0
	flush := func() error {
		if len(list) == 0 {
			return nil
		}
		err := r.bring(ctx, list)
		list, there, weight = nil, map[string]bool{}, 0
		r.say(r.report)
		return err
	}
	for rec, err := range src.Records(ctx) {
		var refused Refusal
		if errors.As(err, &refused) {
			if !refused.Warning {
				r.report.Read++
			}
			r.report.note(refused)
			continue
		}
		if err != nil {
			return errors.Join(flush(), err)
		}
		r.report.Read++
		e := r.enter(rec)
		if there[e.origin] {
			if err := flush(); err != nil {
				return err
			}
		}
		there[e.origin] = true
		list = append(list, e)
		if weight += len(rec.Text) + len(rec.Files)*(1<<16); len(list) >= batch || weight > 2<<20 {
			if err := flush(); err != nil {
				return err
			}
		}
	}
	return flush()
}

// entry is a record on its way.
type entry struct {
	Record
	origin string
	digest string
	from   writer
	was    known          // what it became before, if it did
	files  []content.File // received
	done   bool           // received or refused already
}

// enter names a record: by its reference, or by what it says when the source
// gives none.
func (r *run) enter(rec Record) *entry {
	hash := sha256.New()
	for _, part := range append([]string{rec.Title, rec.Text, rec.Author, rec.Signed}, rec.Tags...) {
		fmt.Fprintf(hash, "%d:%s", len(part), part)
	}
	if rec.More != nil {
		_ = json.NewEncoder(hash).Encode(rec.More) // a hash takes everything
	}
	for _, f := range rec.Files {
		fmt.Fprintf(hash, "%s %d %s\n", f.Name, f.Size, f.Sum)
	}
	digest := hex.EncodeToString(hash.Sum(nil)[:16])
	if rec.Ref == "" {
		rec.Ref = digest
	}
	return &entry{Record: rec, origin: r.origin(rec.Ref), digest: digest}
}

// origin names a reference among those of all sources.
func (r *run) origin(ref string) string { return origin(r.plan.Source, ref) }

// above names what is answered, which may come from another source.
func (r *run) above(ref string) string {
	if r.plan.Under != "" {
		return origin(r.plan.Under, ref)
	}
	return r.origin(ref)
}

// origin: a reference may be as long as its source likes.
func origin(source, ref string) string {
	if len(ref) > 200 {
		sum := sha256.Sum256([]byte(ref))
		ref = hex.EncodeToString(sum[:])
	}
	return source + ":" + ref
}

// refusable tells whether an error concerns what was brought, and not the
// site.
func refusable(err error) bool {
	if err == nil || errors.As(err, new(Refusal)) {
		return err != nil
	}
	switch fault.KindOf(err) {
	case fault.Internal, fault.Unavailable, fault.Unauthenticated:
		return false
	}
	return true
}
