package administration

import (
	"strconv"

	"parvis/internal/fault"
	"parvis/internal/web"
)

func (p *Pages) jobs(r *web.Request) (web.Reply, error) {
	list, err := p.Service.FailedJobs(r.Context(), r.Actor)
	if err != nil {
		return nil, err
	}
	return web.Page(jobsPage(jobsView{Tabs: p.tabs(r, "/admin/jobs"), List: list, Now: r.Now})), nil
}

func jobOf(r *web.Request) (int64, error) {
	job, err := strconv.ParseInt(r.PathValue("job"), 10, 64)
	if err != nil || job <= 0 {
		return 0, fault.NotFound()
	}
	return job, nil
}

func (p *Pages) retryJob(r *web.Request) (web.Reply, error) {
	job, err := jobOf(r)
	if err != nil {
		return nil, err
	}
	if err := p.Service.RetryJob(r.Context(), r.Actor, job); err != nil {
		return nil, err
	}
	return web.SeeSaying("/admin/jobs", "administration.jobs.retried"), nil
}

func (p *Pages) discardJob(r *web.Request) (web.Reply, error) {
	job, err := jobOf(r)
	if err != nil {
		return nil, err
	}
	if err := p.Service.DiscardJob(r.Context(), r.Actor, job); err != nil {
		return nil, err
	}
	return web.SeeSaying("/admin/jobs", "administration.jobs.discarded"), nil
}
