package account

import (
	"slices"

	"parvis/internal/identity"
	"parvis/internal/ui"
)

// doorView is the sign-in page.
type doorView struct {
	To      string // where one was going
	Login   string
	Waiting bool // no administrator yet
	Errors  ui.Errors
}

// setupView is the page of the first start.
type setupView struct {
	Key    string
	Typed  func(name string) string
	Errors ui.Errors
}

// welcomeView is the page of a link by which one chooses a password.
type welcomeView struct {
	Purpose identity.Purpose
	Key     string
	Who     identity.Person
	Errors  ui.Errors
}

type forgottenView struct {
	Mail   bool // the site sends mail
	Sent   bool
	Email  string
	Errors ui.Errors
}

type charterView struct {
	Charter identity.Charter
	HTML    string // rendered and safe
	Due     bool   // the person has to accept it
	To      string // where they were going
	Errors  ui.Errors
}

type settingsView struct {
	Tabs   ui.Tabs
	Person identity.Person
	Mail   bool
	Lang   string
	Of     string // the form that was refused
	Typed  func(name string) string
	Errors ui.Errors
}

// in is what is wrong with one of the forms.
func (v settingsView) in(form string) ui.Errors {
	if v.Of == form {
		return v.Errors
	}
	return ui.Errors{}
}

// value is what was typed in a form that was refused, else what is known.
func (v settingsView) value(form, name, known string) string {
	if v.Of == form {
		return v.Typed(name)
	}
	return known
}

type tokensView struct {
	Tabs   ui.Tabs
	List   []identity.Token
	Admin  bool
	Secret string // of the token just made
	Typed  func(name string) string
	Chosen []string
	Errors ui.Errors
}

type inviteView struct {
	Communities []Community
	Mail        bool
	Domain      string // of the inviter's own address
	Anybody     bool   // may invite colleagues of any domain
	Latest      string // last day that a stay may end, as a field holds it
	Link        string // to hand over, when the site sends no mail
	Typed       func(name string) string
	Chosen      []string // communities
	Errors      ui.Errors
}

func (v inviteView) options() []ui.Option {
	var out []ui.Option
	for _, c := range v.Communities {
		out = append(out, ui.Option{Value: c.ID.String(), Label: c.Name, Chosen: slices.Contains(v.Chosen, c.ID.String())})
	}
	return out
}
