package library

import (
	"math"
	"strconv"
	"strings"

	"parvis/internal/access"
	"parvis/internal/id"
	"parvis/internal/ui"
	"parvis/internal/web"
)

// roomScreen is the page where an administrator says how much room there is.
type roomScreen struct {
	community id.ID
	room      Room
	value     string
	errors    ui.Errors
}

const gigabyte = 1_000_000_000

func (p *Pages) askQuota(r *web.Request) (web.Reply, error) {
	community, _, err := place(r)
	if err != nil {
		return nil, err
	}
	if _, err := access.Load(r.Context(), p.Service.DB, r.Actor, SetQuota, community); err != nil {
		return nil, err
	}
	s := roomScreen{community: community}
	if s.room, err = p.Service.Room(r.Context(), r.Actor, community); err != nil {
		return nil, err
	}
	if s.room.Own {
		s.value = gigabytes(s.room.Quota)
	}
	return web.Page(quotaPage(s)), nil
}

func (p *Pages) saveQuota(r *web.Request) (web.Reply, error) {
	form, err := r.Form(formSize)
	if err != nil {
		return nil, err
	}
	community, _, err := place(r)
	if err != nil {
		return nil, err
	}
	quota, ok := readGigabytes(form.Line("quota", 20))
	if !ok {
		form.Fail("quota", "library.quota.bad")
	}
	if err = form.Err(); err == nil {
		err = p.Service.SetQuota(r.Context(), r.Actor, community, quota)
	}
	if typed(err) {
		s := roomScreen{community: community, value: form.Values().Get("quota"), errors: ui.ErrorsFrom(r.Context(), err)}
		if s.room, err = p.Service.Room(r.Context(), r.Actor, community); err != nil {
			return nil, err
		}
		return web.PageStatus(422, quotaPage(s)), nil
	}
	if err != nil {
		return nil, err
	}
	return web.SeeSaying(href(community, 0)+"/quota", "library.quota.saved"), nil
}

// readGigabytes reads "12" or "1,5"; nothing is zero.
func readGigabytes(raw string) (int64, bool) {
	raw = strings.ReplaceAll(strings.TrimSpace(raw), ",", ".")
	if raw == "" {
		return 0, true
	}
	n, err := strconv.ParseFloat(raw, 64)
	if err != nil || math.IsNaN(n) || n <= 0 || n > MaxQuota/gigabyte {
		return 0, false
	}
	return int64(n * gigabyte), true
}

func gigabytes(n int64) string { return strconv.FormatFloat(float64(n)/gigabyte, 'f', -1, 64) }
