// Package ui is how Parvis looks and speaks on screen: the frame of every page
// and the components that pages are made of. It serves every use, and answers
// F1 (each screen says its use) and F7 (it works at 320 px and before any
// script).
//
// A component is a plain struct that renders itself: @ui.Button{Label: "Publier"}.
// It takes texts, addresses and counts, never a database row nor a request; what
// belongs to the request (who is signed in, the counts of the bell) travels in
// the context as a Shell.
//
// The surprise: no style attribute anywhere. The content security policy forbids
// them, so what varies (a share, a colour) is a class, a <progress> or an SVG.
package ui

import (
	"context"
	"embed"
	"io"
	"strconv"
	"time"

	"github.com/a-h/templ"

	"parvis/internal/i18n"
)

// Messages holds the words of the frame and of the components, in French and English.
//
//go:embed messages.fr.json messages.en.json
var Messages embed.FS

// Shell is what the pages of one request share. The zero value is a signed-out
// visitor of a site without a name.
type Shell struct {
	Site    Site
	Me      Person     // who is signed in; the zero Person when nobody is
	Person  string     // their id, by which a browser knows whose copies it keeps
	Cleared int        // how far they read, 0 for what is public: a browser keeps nothing beyond
	Admin   bool       // shows the way to the administration
	ForMe   int        // unread notifications that ask something of me
	ForInfo int        // unread notifications that inform me
	Menu    []NavEntry // the rail; the five built-in places when nil
	New     string     // where one writes a new publication; "" hides the button
	Flash   Flash      // what was just done
	Theme   string     // "light", "dark", or "" to follow the device
	Path    string     // path and query asked for, to come back to after a language switch
	Search  string     // what stands in the search box
	Now     time.Time  // what "3 minutes ago" is counted from; the clock when zero
	Live    bool       // opens the stream of signals
}

// Site is what an installation calls itself and wears.
type Site struct {
	Name     string // "Parvis" when empty
	Baseline string // one short line under the name
	Logo     string // address of a square image, optional
	Styles   string // address of the site's own style sheet, such as SiteStyles; optional
}

// NavEntry is one place of the rail or of the bottom bar.
type NavEntry struct {
	Section string // compared with Head.Section to mark the current place
	Label   string
	Href    string
	Icon    string
	Count   int  // 0 shows nothing
	Phone   bool // also in the bottom bar, where four fit beside the button to write
}

// Flash is what was just done, shown once at the foot of the next page, with a
// way to undo it when there is one.
type Flash struct {
	Message string
	Tone    Tone
	Undo    string // address that a POST undoes it at; "" when it cannot be undone
}

// Tone is the colour of a meaning.
type Tone string

// Tones. The zero value is neutral.
const (
	Neutral Tone = ""
	Accent  Tone = "accent"
	Info    Tone = "info"
	Success Tone = "success"
	Warning Tone = "warning"
	Danger  Tone = "danger"
)

type shellKey struct{}

// WithShell returns a context that carries the shell.
func WithShell(ctx context.Context, shell Shell) context.Context {
	return context.WithValue(ctx, shellKey{}, &shell)
}

// ShellFrom returns the shell of the request, or a zero one.
func ShellFrom(ctx context.Context) *Shell {
	if shell, ok := ctx.Value(shellKey{}).(*Shell); ok {
		return shell
	}
	return &Shell{}
}

// SignedIn says whether somebody is signed in.
func (s *Shell) SignedIn() bool { return s.Me.Name != "" }

// Head is what a page says of itself.
type Head struct {
	Title   string          // in the window's title and, unless Bare, the page's heading
	Use     string          // one line that tells a newcomer what this screen is for
	Section string          // the NavEntry to mark: "home", "communities", "people", "units", "search"…
	Crumbs  []Crumb         // the way here, without the page itself
	Actions templ.Component // beside the heading: a button, a menu
	Above   string          // a small line over the heading, such as the kind of place
	Bare    bool            // the page writes its own heading (an item, a profile)
	Wide    bool            // tables and directories: no reading measure
	Aside   templ.Component // a column on the right on wide screens, below on others
}

// Crumb is one step of the way to a page.
type Crumb struct{ Label, Href string }

// component lets a struct of this package be written @ui.Thing{…} in a template.
func render(ctx context.Context, w io.Writer, c templ.Component) error { return c.Render(ctx, w) }

// number writes a count as the language of the request does: 1 234.
func number(ctx context.Context, n int) string { return i18n.From(ctx).Number(int64(n)) }

// capped keeps a count readable on a small badge.
func capped(n int) string {
	if n > 99 {
		return "99+"
	}
	return strconv.Itoa(n)
}

func (s *Shell) now() time.Time {
	if s.Now.IsZero() {
		return time.Now()
	}
	return s.Now
}

func (s *Site) name() string {
	if s.Name == "" {
		return "Parvis"
	}
	return s.Name
}

// percent writes a share of 100 as the language of the request does: 12 %.
func percent(ctx context.Context, share int) string {
	return i18n.From(ctx).Percent(float64(share) / 100)
}
