package browser

import (
	"testing"

	"parvis/internal/store"
)

// TestJourneyMeasure: an agent sees how their desk does; who heads the unit above
// compares the desks below it (S2).
func TestJourneyMeasure(t *testing.T) {
	t.Parallel()
	for _, on := range []device{desktop, phone} {
		t.Run(on.name, func(t *testing.T) {
			l := demonstration(t)
			unit, above := l.desks(t, "samira.lefort", "helene.vasseur")
			l.worked(t)
			p := open(t, &l.site, "samira.lefort", on)
			p.visit("/desk/" + unit)
			p.press("Mesure")
			p.at("/desk/" + unit + "/measure")
			p.see("Reçues à traiter")
			p.press("Quatre semaines")
			p.see("Semaine du")
			p.screen("measure-unit")

			head := open(t, &l.site, "helene.vasseur", on)
			head.visit("/dispatches/measure?period=month")
			if head.sees("Les chiffres arrêtés à minuit sont en cours de calcul") { // the job comes each minute
				head.screen("measure-behind")
			}
			l.measured(t)
			head.see("Ce qui remonte") // by itself
			head.screen("measure-all")
			head.visit("/desk/" + above + "/measure")
			head.see("Rien à mesurer encore")
			head.screen("measure-none")
		})
	}
}

// measured measures all desks, as the job does.
func (l *live) measured(t *testing.T) {
	t.Helper()
	if err := l.app.Measures.Reckon(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// worked lets what waits on desks have come over the last week, and be handled in
// some hours.
func (l *live) worked(t *testing.T) {
	t.Helper()
	const hour = 3_600_000
	err := l.app.DB.Write(t.Context(), func(tx *store.Tx) error {
		for _, q := range []*store.Query{
			store.Q(`UPDATE deliveries SET arrived = arrived - (1 + item_id / 4194304 %% 12) * %d - 26 * %d`, 12*hour, hour),
			store.Q(`UPDATE deliveries SET acknowledged = arrived + (1 + item_id / 4194304 %% 7) * %d, closed = arrived + (3 + item_id / 4194304 %% 30) * %d, state = 3, due = arrived + 24 * %d`, hour, hour, hour),
			store.Q(`DELETE FROM dispatch_measures`), // of before all that
		} {
			if _, err := store.Exec(t.Context(), tx, q); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
