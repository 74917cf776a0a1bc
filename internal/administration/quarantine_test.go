package administration_test

import (
	"context"
	"strings"
	"testing"

	"parvis/internal/content"
	"parvis/internal/fault"
	"parvis/internal/identity"
	"parvis/internal/store"
)

// ward holds two files, of contents aa and bb.
type ward struct{ *house }

func (w ward) Quarantine(context.Context, int) ([]content.Quarantined, error) {
	by := identity.Face{ID: w.elise.ID, Name: "Élise Moreau", Handle: "elise.moreau"}
	return []content.Quarantined{
		{Hash: "aa", State: content.ScanInfected, Threat: "Eicar-Test-Signature", Name: "facture.doc", Size: 2_500_000, Since: w.clock.Now(), Face: by},
		{Hash: "bb", State: content.ScanTooLarge, Name: "film.mp4", Since: w.clock.Now(), Face: by},
	}, nil
}

func (w ward) settle(hash, how string) (content.Quarantined, error) {
	if hash != "aa" && hash != "bb" {
		return content.Quarantined{}, fault.NotFound()
	}
	w.tended += hash + " " + how + ", "
	return content.Quarantined{Hash: hash, Name: "facture.doc", Threat: "Eicar-Test-Signature"}, nil
}

func (w ward) ReleaseFile(_ context.Context, _ *store.Tx, hash string) (content.Quarantined, error) {
	return w.settle(hash, "released")
}

func (w ward) DestroyFile(_ context.Context, _ *store.Tx, hash string) (content.Quarantined, error) {
	return w.settle(hash, "destroyed")
}

// TestWhatTheAntivirusHolds: an administrator sees who sent what, lets one
// through and removes another, and the register says so.
func TestWhatTheAntivirusHolds(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		body := h.must(h.ada, 200, "Eicar-Test-Signature", "/admin/quarantine")
		for _, want := range []string{"facture.doc", "Élise Moreau", "Trop volumineux pour l’antivirus"} {
			if !strings.Contains(body, want) {
				t.Errorf("the page does not say %q", want)
			}
		}
		h.must(h.ada, 303, "", "/admin/quarantine/aa/release", do()...)
		h.must(h.ada, 303, "", "/admin/quarantine/bb/destroy", do()...)
		h.must(h.ada, 404, "", "/admin/quarantine/cc/release", do()...)
		h.must(h.elise, 403, "", "/admin/quarantine")
		h.must(h.elise, 403, "", "/admin/quarantine/aa/release", do()...)
		if h.tended != "aa released, bb destroyed, " {
			t.Error(h.tended)
		}
		h.must(h.ada, 200, "Fichier sorti de quarantaine", "/admin/acts")
		h.must(h.ada, 200, "facture.doc", "/admin/acts")
	})
}
