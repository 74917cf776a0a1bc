package administration

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"time"

	"parvis/internal/access"
	"parvis/internal/activity"
	"parvis/internal/fault"
	"parvis/internal/store"
	"parvis/internal/text"
	"parvis/internal/ui"
)

// Site is what an installation calls itself and wears.
type Site struct {
	Name     string
	Baseline string // one short line under the name
	Light    string // accent on the light ground, #rrggbb; empty: the built-in one
	Dark     string // accent on the dark ground
	Library  int    // gigabytes of the library of a community that has no quota of its own; 0 is UsualLibrary
}

// The bounds of the words of a site, in characters.
const (
	NameMax     = 60
	BaselineMax = 80
)

// UsualLibrary is the room of a library as long as nobody chose, in gigabytes,
// and LibraryMax the most that may be chosen.
const (
	UsualLibrary = 10
	LibraryMax   = 100_000
)

// The names of the settings.
const (
	settingName     = "site.name"
	settingBaseline = "site.baseline"
	settingLight    = "site.accent_light"
	settingDark     = "site.accent_dark"
	settingLibrary  = "site.library"
)

// known is the site as it was read last: every page shows its name, and other
// nodes may change it.
type known struct {
	site Site
	at   time.Time
}

// freshFor is how long a node may show what another has changed.
const freshFor = 15 * time.Second

// Current is what the site calls itself and wears; when it cannot be read, what
// was known before.
func (s *Service) Current(ctx context.Context) Site {
	now := s.Clock.Now().Time
	last := s.site.Load()
	if last != nil && now.Sub(last.at).Abs() < freshFor {
		return last.site
	}
	site, err := loadSite(ctx, s.DB)
	if err != nil {
		if last != nil {
			return last.site
		}
		return Site{}
	}
	s.site.Store(&known{site, now})
	return site
}

// Library is the room of a library that has no quota of its own, in bytes.
func (s *Service) Library(ctx context.Context) int64 {
	const gigabyte = 1_000_000_000
	if chosen := s.Current(ctx).Library; chosen > 0 {
		return int64(chosen) * gigabyte
	}
	return UsualLibrary * gigabyte
}

// Name is the name of the site, "Parvis" until it has one.
func (s *Service) Name(ctx context.Context) string {
	if name := s.Current(ctx).Name; name != "" {
		return name
	}
	return "Parvis"
}

// SetName names the site at its first start.
func (s *Service) SetName(ctx context.Context, tx *store.Tx, _ access.Actor, name string) error {
	var check fault.Check
	name, ok := text.Line(name, NameMax)
	check.Field("site", ok && name != "", "administration.site.name.needed", "count", NameMax)
	if err := check.Err(); err != nil {
		return err
	}
	tx.After(func() { s.site.Store(nil) })
	return saveSetting(ctx, tx, settingName, name)
}

// Dress is the site as the layout shows it.
func (s *Service) Dress(ctx context.Context) ui.Site {
	site := s.Current(ctx)
	out := ui.Site{Name: site.Name, Baseline: site.Baseline}
	if css := ui.SiteStyles(site.Light, site.Dark); css != "" {
		sum := sha256.Sum256([]byte(css))
		out.Styles = "/theme.css?v=" + hex.EncodeToString(sum[:4])
	}
	return out
}

// SetSite changes what the site calls itself and wears. The fault is Invalid
// on name, baseline, light or dark: a colour must be readable as text on its
// ground (WCAG 2.2, 1.4.3).
func (s *Service) SetSite(ctx context.Context, actor access.Actor, site Site) error {
	if !actor.May(Govern, access.Label{}) {
		return fault.Forbidden()
	}
	var check fault.Check
	var ok bool
	site.Name, ok = text.Line(site.Name, NameMax)
	check.Field("name", ok && site.Name != "", "administration.site.name.needed", "count", NameMax)
	site.Baseline, ok = text.Line(site.Baseline, BaselineMax)
	check.Field("baseline", ok, "administration.site.baseline.long", "count", BaselineMax)
	check.Field("light", ui.CheckAccent(site.Light, ""), "administration.site.colour.light")
	check.Field("dark", ui.CheckAccent("", site.Dark), "administration.site.colour.dark")
	check.Field("library", site.Library >= 0 && site.Library <= LibraryMax, "administration.site.library.bad", "count", LibraryMax)
	if err := check.Err(); err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		before, err := loadSite(ctx, tx)
		if err != nil {
			return err
		}
		if err := saveSite(ctx, tx, site); err != nil {
			return err
		}
		if err := s.Acts.Record(ctx, tx, actor, string(SiteChanged), "site", map[string]Site{"from": before, "to": site}); err != nil {
			return err
		}
		if _, err := s.Events.Append(ctx, tx, actor, activity.Event{Verb: SiteChanged}); err != nil {
			return err
		}
		tx.After(func() { s.site.Store(nil) })
		return nil
	})
}
