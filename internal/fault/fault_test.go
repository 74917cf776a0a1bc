package fault

import (
	"errors"
	"fmt"
	"io"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestKindOf(t *testing.T) {
	tests := []struct {
		name string
		err  error
		want Kind
	}{
		{"fault", NotFound(), KindNotFound},
		{"wrapped", fmt.Errorf("loading item: %w", Forbidden()), KindForbidden},
		{"outermost wins", New(Conflict, "x").Because(NotFound()), Conflict},
		{"joined", errors.Join(io.EOF, New(TooLarge, "x")), TooLarge},
		{"stranger", io.EOF, Internal},
		{"none", nil, Internal},
		{"nil fault in an interface", error((*Error)(nil)), Internal},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := KindOf(test.err); got != test.want {
				t.Errorf("got %v, want %v", got, test.want)
			}
		})
	}
}

func TestStatus(t *testing.T) {
	want := map[string]int{
		"internal": 500, "invalid": 422, "malformed": 400, "unauthenticated": 401, "forbidden": 403, "not_found": 404,
		"wrong_method": 405, "conflict": 409, "too_large": 413, "unsupported": 415, "too_many": 429, "unavailable": 503,
	}
	got := map[string]int{}
	for kind := Internal; kind <= Unavailable; kind++ {
		got[kind.String()] = kind.Status()
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if Kind(200).Status() != 500 {
		t.Error("an unknown kind must be internal")
	}
}

func TestBecause(t *testing.T) {
	plain := NotFound()
	caused := plain.Because(io.ErrUnexpectedEOF)
	if plain.Err != nil {
		t.Error("Because changed the fault it was called on")
	}
	if !errors.Is(caused, io.ErrUnexpectedEOF) {
		t.Error("the cause is lost")
	}
	if got, want := caused.Error(), "not_found: unexpected EOF"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := New(Conflict, "item.edited").Error(), "conflict item.edited"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestCheck(t *testing.T) {
	var check Check
	check.Field("title", true, "fault.required")
	if err := check.Err(); err != nil {
		t.Fatalf("all good, yet %v", err)
	}
	check.Field("title", false, "fault.required")
	check.Field("title", false, "fault.too_long", "max", 120)
	check.Field("body", false, "fault.too_long", "max", 20)
	fault, ok := As(check.Err())
	if !ok || fault.Kind != Invalid || fault.Key != "fault.invalid" {
		t.Fatalf("got %v", fault)
	}
	want := []Field{{Name: "title", Key: "fault.required"}, {Name: "body", Key: "fault.too_long", Args: []any{"max", 20}}}
	if diff := cmp.Diff(want, fault.Fields); diff != "" {
		t.Error(diff)
	}
	if got, want := fault.Error(), "invalid (title fault.required, body fault.too_long)"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
