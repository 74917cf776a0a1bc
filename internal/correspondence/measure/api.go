package measure

import (
	"context"
	"net/http"
	"time"

	"parvis/internal/access"
	"parvis/internal/api"
	"parvis/internal/clock"
	"parvis/internal/fault"
	"parvis/internal/id"
)

// API declares what programs read of measures.
func API(a *api.API, s *Service) {
	const tag = "Desks of dispatches"
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/desks/{unit}/measure", ID: "measure-desk", Tag: tag, Action: See,
		Summary: "Measure the desk of a unit", Detail: "For the people of the unit, of those above it, and administrators. Until last midnight, without restricted dispatches; times and lates are absent where they would tell of few dispatches or few people.",
	}, func(ctx context.Context, actor access.Actor, in *unitInput) (*api.Answer[unitJSON], error) {
		one, err := s.Unit(ctx, actor, in.Unit.ID, PeriodNamed(in.Period))
		return api.Of(unitJSON{deskJSON: deskOfJSON(one.Desk), From: one.From, Until: one.Until, Flows: api.Each(one.Flows, func(f Flow) flowJSON { return flowJSON(f) })}), err
	})
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/desks/measure", ID: "measure-desks", Tag: tag, Action: See,
		Summary: "Measure the desks of one's units and all below them; all of them, for an administrator",
		Detail:  "Worked out in the minute that follows midnight in Paris: until is that of the day before until then. Refused as unavailable on a site that has just started, until it is done.",
	}, func(ctx context.Context, actor access.Actor, in *periodInput) (*api.Answer[allJSON], error) {
		all, err := s.Overview(ctx, actor, PeriodNamed(in.Period))
		if err == nil && !all.Known() {
			err = fault.New(fault.Unavailable, "measure.reckoning")
		}
		return api.Of(allJSON{From: all.From, Until: all.Until, Levels: api.Each(all.Levels, levelOfJSON), Desks: api.Each(all.Desks, deskOfJSON)}), err
	})
}

type periodInput struct {
	Period string `query:"period" enum:"week,month,quarter" default:"week" doc:"one, four or thirteen weeks"`
}

type unitInput struct {
	Unit api.ID `path:"unit" doc:"id of the unit"`
	periodInput
}

type spreadJSON struct {
	Count  int `json:"count" doc:"of dispatches"`
	Median int `json:"median" doc:"minutes"`
	P90    int `json:"p90" doc:"minutes that nine in ten took at most"`
}

type figuresJSON struct {
	Handle       int         `json:"handle" doc:"arrived to be handled"`
	Read         int         `json:"read" doc:"arrived to be read"`
	Out          int         `json:"out" doc:"released by the unit"`
	Acknowledged *spreadJSON `json:"acknowledged,omitempty"`
	Cleared      *spreadJSON `json:"cleared,omitempty"`
	Dated        int         `json:"dated,omitempty" doc:"were due by the end of the period"`
	Late         int         `json:"late,omitempty" doc:"of these, were not closed in time"`
	Raised       int         `json:"raised"`
	Kept         int         `json:"kept"`
}

type deskJSON struct {
	Unit   id.ID       `json:"unit"`
	Name   string      `json:"name"`
	Level  int         `json:"level" doc:"from 1, the lowest"`
	Now    figuresJSON `json:"now"`
	Before figuresJSON `json:"before" doc:"the period of the same length before"`
}

type flowJSON struct {
	From clock.Time `json:"from"`
	In   int        `json:"in"`
	Out  int        `json:"out"`
}

type unitJSON struct {
	deskJSON
	From  clock.Time `json:"from"`
	Until clock.Time `json:"until"`
	Flows []flowJSON `json:"flows" doc:"day by day for a week, week by week for more"`
}

type levelJSON struct {
	Place  int    `json:"place"`
	NameFR string `json:"name_fr"`
	NameEN string `json:"name_en"`
	Handle int    `json:"handle"`
	Raised int    `json:"raised"`
	Kept   int    `json:"kept"`
}

type allJSON struct {
	From   clock.Time  `json:"from"`
	Until  clock.Time  `json:"until"`
	Levels []levelJSON `json:"levels"`
	Desks  []deskJSON  `json:"desks"`
}

func levelOfJSON(l Level) levelJSON {
	return levelJSON(l)
}

func deskOfJSON(d Desk) deskJSON {
	return deskJSON{Unit: d.ID, Name: d.Name, Level: d.Level, Now: figuresOfJSON(d.Now), Before: figuresOfJSON(d.Before)}
}

func figuresOfJSON(f Figures) figuresJSON {
	return figuresJSON{Handle: f.Handle, Read: f.Read, Out: f.Out, Acknowledged: spreadOfJSON(f.Acknowledged), Cleared: spreadOfJSON(f.Cleared), Dated: f.Dated, Late: f.Late, Raised: f.Raised, Kept: f.Kept}
}

func spreadOfJSON(s Spread) *spreadJSON {
	if !s.Shown() {
		return nil
	}
	minutes := func(d time.Duration) int { return int(d.Round(time.Minute).Minutes()) }
	return &spreadJSON{Count: s.N, Median: minutes(s.Median), P90: minutes(s.P90)}
}
