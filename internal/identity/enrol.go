package identity

import (
	"context"
	"net/mail"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"parvis/internal/clock"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
	"parvis/internal/text"
)

// The bounds of what names a person, in characters.
const (
	NameMax   = 100
	EmailMax  = 254
	handleMax = 60
)

// NewPerson is what is known of somebody who gets an account.
type NewPerson struct {
	ID       id.ID // zero: made
	Kind     Kind  // zero: Agent
	Name     string
	Handle   string // empty: made from the name, numbered when taken
	Email    string
	About    string
	Photo    string
	Locale   string // empty: fr
	Admin    bool
	Password Hashed     // empty: the account waits for its owner (Invited), unless it is a Program
	Sponsor  id.ID      // required for a guest
	Expires  clock.Time // required for a guest
	Charter  int        // version already accepted, for what dates the past
	Created  clock.Time // zero: now
}

// Enrol makes an account. The faults are Invalid on the fields name, email,
// sponsor and expires, and on email when somebody has it already.
func (s *Service) Enrol(ctx context.Context, tx *store.Tx, n NewPerson) (Person, error) {
	now := s.Clock.Now()
	p, err := s.complete(n, now)
	if err != nil {
		return Person{}, err
	}
	if p.Email != "" {
		if err := s.emailFree(ctx, tx, p.Email, p.ID); err != nil {
			return Person{}, err
		}
	}
	wanted := p.Handle
	if wanted == "" {
		wanted = HandleFor(p.Name)
	}
	if p.Handle, err = insertWithHandle(ctx, tx, p, wanted, now); err != nil {
		if store.IsConflict(err) {
			return Person{}, taken(err)
		}
		return Person{}, err
	}
	if n.Password != "" {
		err = saveCredential(ctx, tx, p.ID, n.Password, now)
	}
	return p, err
}

func (s *Service) complete(n NewPerson, now clock.Time) (Person, error) {
	p := Person{
		ID: n.ID, Kind: n.Kind, State: Active, Handle: n.Handle, Name: n.Name, About: n.About, Photo: n.Photo,
		Locale: n.Locale, Theme: Themes()[0], Admin: n.Admin, Sponsor: n.Sponsor, Expires: n.Expires, Charter: n.Charter, Created: n.Created,
	}
	if p.ID == 0 {
		p.ID = s.IDs.New()
	}
	if p.Kind == 0 {
		p.Kind = Agent
	}
	if p.Locale == "" {
		p.Locale = "fr"
	}
	if p.Created.IsZero() {
		p.Created = now
	}
	if n.Password == "" && p.Kind != Program {
		p.State = Invited
	}
	var check fault.Check
	name, ok := text.Line(n.Name, NameMax)
	check.Field("name", ok && name != "", "identity.name", "count", NameMax)
	p.Name = name
	if n.Email != "" {
		address, ok := Email(n.Email)
		check.Field("email", ok, "identity.email.malformed")
		p.Email = address
	}
	check.Field("sponsor", p.Kind != Guest || p.Sponsor != 0, "identity.guest.sponsor")
	check.Field("expires", p.Kind != Guest || !p.Expires.IsZero() && p.Created.Before(p.Expires.Time), "identity.guest.expires")
	return p, check.Err()
}

// Email is an address as it is kept: lower case, one bare address that fits a
// mail's header. ok is false for anything else.
func Email(typed string) (address string, ok bool) {
	if !utf8.ValidString(typed) {
		return "", false
	}
	typed = strings.ToLower(strings.TrimSpace(typed))
	if len(typed) > EmailMax || strings.ContainsAny(typed, " \t\r\n\x00<>\"\\,;:()[]") {
		return "", false
	}
	parsed, err := mail.ParseAddress(typed)
	if err != nil || parsed.Address != typed {
		return "", false
	}
	local, domain, found := strings.Cut(typed, "@")
	return typed, found && local != "" && strings.Contains(domain, ".")
}

// emailFree refuses an address that somebody else has.
func (s *Service) emailFree(ctx context.Context, on store.Querier, email string, but id.ID) error {
	owner, err := ownerOf(ctx, on, email)
	if err != nil {
		return err
	}
	if owner != 0 && owner != but {
		return taken(nil)
	}
	return nil
}

func taken(cause error) error {
	var check fault.Check
	check.Field("email", false, "identity.email.taken")
	f, _ := fault.As(check.Err())
	return f.Because(cause)
}

// HandleFor is the handle that a name suggests, given.family: "Anne-Sophie Le
// Goff" gives "anne-sophie.le-goff". It is never empty.
func HandleFor(name string) string {
	given, family, _ := strings.Cut(strings.TrimSpace(name), " ")
	parts := slices.DeleteFunc([]string{text.Slug(given), text.Slug(family)}, func(p string) bool { return p == "" })
	handle := strings.Join(parts, ".")
	if handle == "" {
		return "personne"
	}
	return strings.TrimRight(handle[:min(len(handle), handleMax)], "-.")
}

// numbered is the nth handle tried: the wanted one, then wanted2, wanted3…
func numbered(wanted string, n int) string {
	if n == 1 {
		return wanted
	}
	return wanted + strconv.Itoa(n)
}
