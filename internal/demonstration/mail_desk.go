package demonstration

import (
	"context"
	"fmt"
	"time"

	"parvis/internal/id"
)

// gesture is what somebody of the cast did this morning with a dispatch. Lines
// are theirs.
type gesture struct{ does, by, unit, key, line string }

func gestures() []gesture {
	return []gesture{
		{"raise", "helene.vasseur", "dip-cyp", "dispatch-190", "Makarios demande des changements : il attend notre réponse."},
		{"raise", "helene.vasseur", "dip-cyp", "dispatch-191", "Ses remarques sur les cinq points rouvrent ce que l’on croyait acquis."},
		{"raise", "helene.vasseur", "dip-cyp", "dispatch-211", "L’administration provisoire peut défaire l’accord en quelques jours."},
		{"raise", "florence.delmas", "dip-nea", "dispatch-190", "La réponse engage le ministre : projet à valider."},
		{"raise", "florence.delmas", "dip-nea", "dispatch-203", "Ces instructions contredisent ce que Nicosie nous disait hier."},
		{"raise", "florence.delmas", "dip-nea", "dispatch-207", "Le poste demande des instructions avant ce soir."},
		{"raise", "florence.delmas", "dip-nea", "dispatch-211", "Risque de rupture : à suivre de près."},
		{"raise", "pascal.chartier", "dip-ss", "dispatch-272", "Smith pose une condition nouvelle : à arbitrer aujourd’hui."},
		{"raise", "pascal.chartier", "dip-ss", "dispatch-207", "Une décision est attendue avant ce soir."},
		{"keep", "pascal.chartier", "dip-ss", "dispatch-207", ""},
		{"keep", "pascal.chartier", "dip-ss", "dispatch-272", ""},
		{"keep", "pascal.chartier", "dip-ss", "dispatch-211", ""},
		{"keep", "pascal.chartier", "dip-ss", "dispatch-271", ""},
		{"keep", "pascal.chartier", "dip-ss", "dispatch-159", ""},
		{"take", "helene.vasseur", "dip-cyp", "dispatch-192", ""},
		{"assign", "helene.vasseur", "dip-cyp", "dispatch-154", "bruno.hoarau"},
		{"take", "pascal.chartier", "dip-ss", "dispatch-184", ""},
		{"take", "oumou.diallo", "dip-nic", "dispatch-171", ""},
		{"note", "helene.vasseur", "dip-cyp", "dispatch-192", "J’ai relu les trois versions du message : la deuxième phrase a changé de sens. Je prépare une comparaison."},
		{"note", "florence.delmas", "dip-nea", "dispatch-207", "Le poste est joignable toute la nuit."},
	}
}

// handleMail does what was done this morning, and begins what is being written.
func (s *Service) handleMail(ctx context.Context, c *composer) error {
	if s.Mail == nil {
		return nil
	}
	for _, g := range gestures() {
		h := Handling{Gesture: g.does, By: c.people[g.by].id, Unit: c.posts[g.unit].id, Item: c.keys[g.key], Line: g.line}
		if g.does == "assign" {
			h.To, h.Line = c.people[g.line].id, ""
		}
		if err := s.Mail.Handle(ctx, h); err != nil {
			return fmt.Errorf("%s %s at %s: %w", g.does, g.key, g.unit, err)
		}
	}
	for _, d := range c.sketches() {
		if err := s.Mail.Draft(ctx, d); err != nil {
			return fmt.Errorf("%s: %w", d.Subject, err)
		}
	}
	return nil
}

// sketches are what is being written: two drafts, and two that wait for a
// signature. Their texts were written for this site.
func (c *composer) sketches() []Sketch {
	who := func(handle string) id.ID { return c.people[handle].id }
	unit := func(code string) id.ID { return c.posts[code].id }
	list := []Sketch{{
		By: who("bruno.hoarau"), Unit: unit("dip-cyp"), Signatory: who("helene.vasseur"), Sent: true, In: 2 * 24 * time.Hour,
		Subject: "Administration provisoire chypriote turque : conduite à tenir", Orders: c.keys["dispatch-211"], To: []id.ID{unit("dip-nic")},
		Source:  "Votre analyse de l’administration provisoire est partagée ici.\n\nVeuillez :\n\n1. marquer que l’on n’y voit pas un changement de droit ;\n2. demander à vos interlocuteurs ce qu’ils en attendent, sans rien leur proposer ;\n3. rendre compte des réactions des autres missions.",
		Expects: "Faire la démarche et rendre compte.", Tags: []string{"Chypre"},
	}, {
		By: who("helene.vasseur"), Unit: unit("dip-cyp"), Signatory: who("florence.delmas"), Sent: true, Restricted: true, In: 24 * time.Hour,
		Subject: "Projet de message : réponse aux observations de Makarios", Answers: c.keys["dispatch-191"], To: []id.ID{unit("dip-nic")},
		Source:  "Les observations que vous rapportez portent sur trois des cinq points.\n\nSur les deux premiers, le texte peut être précisé sans en changer le sens. Sur le troisième, rien ne sera dit avant que les deux autres parties aient répondu.",
		Expects: "Remettre la réponse dès réception.", Tags: []string{"Chypre", "médiation"},
	}, {
		By: who("oumou.diallo"), Unit: unit("dip-nic"), In: 3 * 24 * time.Hour,
		Subject: "Vie quotidienne à Nicosie : ce que nos interlocuteurs nous demandent", To: []id.ID{unit("dip-cyp")},
		Source: "Trois demandes reviennent dans nos entretiens de la semaine : la circulation entre les quartiers, l’approvisionnement en eau et le courrier.\n\n- ", Tags: []string{"Chypre"},
	}, {
		By: who("elena.costa"), Unit: unit("dip-lis"), Answers: c.keys["dispatch-256"], To: []id.ID{unit("dip-af")},
		Subject: "Angolan recognition: first reactions in Lisbon", Tags: []string{"Portugal", "Angola"},
		Source: "Reactions in the press this morning are restrained. Two officials told us that they expect a statement before the end of the week.\n\nComment: ",
	}}
	for i := range list {
		list[i].ID = c.id(c.now.Add(-time.Minute))
	}
	return list
}
