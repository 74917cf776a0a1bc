package correspondence_test

import (
	"fmt"
	"testing"

	"parvis/internal/access"
	"parvis/internal/store"
)

// A dispatch is found by its number, whole or with a part of the name of its
// unit, or by the one that it had elsewhere; nobody finds what they may not read.
func TestNumbered(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		d := w.Released(t)
		secret := w.Released(t, func(x *writing) { x.Qualified.Protection = access.Restricted })
		w.Run(t, clearance(w.Lucie, access.Limited))
		old := w.Released(t)
		w.Run(t, store.Q(`INSERT INTO dispatch_origins (item_id, number) VALUES (%s, '1789-bis')`, old.Item))
		rita, lucie, olga := w.As(t, w.Rita), w.As(t, w.Lucie), w.As(t, w.Olga)
		year := d.Year
		for _, typed := range []string{
			fmt.Sprintf("TD Rome, %d-1", year), fmt.Sprintf("Rome %d-1", year), fmt.Sprintf("td rom %d/1", year), fmt.Sprintf("%d-1", year),
		} {
			got, err := w.Dispatches.Numbered(t.Context(), rita, typed)
			if err != nil || len(got) != 1 || got[0].Item != d.Item {
				t.Errorf("%s: %v, %v", typed, got, err)
			}
		}
		for _, typed := range []string{"1789-bis", "TD Rome, 1789-bis (numéro d’origine)"} {
			got, err := w.Dispatches.Numbered(t.Context(), lucie, typed)
			if err != nil || len(got) != 1 || got[0].Item != old.Item {
				t.Errorf("%s: %v, %v", typed, got, err)
			}
		}
		for _, typed := range []string{fmt.Sprintf("Lima %d-1", year), fmt.Sprintf("%d-7", year), "%", "Visite"} {
			if got, err := w.Dispatches.Numbered(t.Context(), rita, typed); err != nil || len(got) != 0 {
				t.Errorf("%s: %v, %v", typed, got, err)
			}
		}
		number := fmt.Sprintf("%d-%d", year, secret.Number)
		if got, err := w.Dispatches.Numbered(t.Context(), rita, number); err != nil || len(got) != 1 {
			t.Errorf("its drafter: %v, %v", got, err)
		}
		if got, err := w.Dispatches.Numbered(t.Context(), lucie, number); err != nil || len(got) != 0 {
			t.Errorf("below its protection: %v, %v", got, err)
		}
		if got, err := w.Dispatches.Numbered(t.Context(), olga, fmt.Sprintf("TD Rome, %d-1", year)); err != nil || len(got) != 0 {
			t.Errorf("named nowhere: %v, %v", got, err)
		}
	})
}
