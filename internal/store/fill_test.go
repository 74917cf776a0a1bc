package store_test

import (
	"testing"

	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

func TestFill(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		for _, size := range []int{0, 1, 319, 320, 321, 1000} {
			rows := make([]int, size)
			for i := range rows {
				rows[i] = i
			}
			err := db.Write(t.Context(), func(tx *store.Tx) error {
				if _, err := store.Exec(t.Context(), tx, store.Q("DELETE FROM settings")); err != nil {
					return err
				}
				return store.Fill(t.Context(), tx, "INSERT INTO settings (name, value)", rows, func(i int) []any {
					return []any{string(rune('a' + i)), string(rune('b' + i))}
				})
			})
			if err != nil {
				t.Fatalf("%d rows: %v", size, err)
			}
			got, err := store.One[int](t.Context(), db, store.Q("SELECT COUNT(*) FROM settings WHERE value > name"))
			if err != nil || got != size {
				t.Errorf("%d rows of %d, %v", got, size, err)
			}
		}
		err := db.Write(t.Context(), func(tx *store.Tx) error {
			return store.Fill(t.Context(), tx, "INSERT INTO settings (name, value)", []int{1, 2}, func(int) []any { return []any{"same", ""} })
		})
		if !store.IsConflict(err) {
			t.Errorf("the same row twice gave %v", err)
		}
	})
}
