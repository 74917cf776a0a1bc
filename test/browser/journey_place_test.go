package browser

import (
	"testing"

	"github.com/chromedp/chromedp"
)

const ctrl = chromedp.ModifierCtrl

// open opens a community in one sentence, and returns its path.
func (p *page) opens(name, template string, more ...func()) string {
	p.t.Helper()
	p.visit("/communities/new")
	p.fill("Nom de la communauté", name)
	p.fill("À quoi sert-elle, en une phrase ?", "Avancer ensemble, chacun depuis son poste.")
	p.press(template)
	for _, do := range more {
		do()
	}
	p.press("Ouvrir la communauté")
	p.see("La communauté est ouverte.")
	return p.here()
}

// TestJourneyOpening: somebody opens a place in one sentence, and each template
// presets what its use needs (U4, U2, P2).
func TestJourneyOpening(t *testing.T) {
	t.Parallel()
	l := demonstration(t)
	for _, c := range []struct {
		template, name string
		as             string
		on             device
		see            []string
		newcomer       string // who then comes in, and is welcomed
	}{
		{"Communauté d’intérêt", "Bonnes feuilles", "florence.delmas", phone, []string{"Ouverte", "bonne pratique"}, "camille.perrot"},
		{"Projet", "Refonte des courriers", "florence.delmas", desktop, []string{"Sur demande", "compte rendu"}, ""},
		{"Formation", "Suites du stage accueil", "bruno.hoarau", desktop, []string{"Sur demande", "support"}, ""},
		{"Service", "Notre bureau", "pascal.chartier", desktop, []string{"Sur demande", "organisation", "Service suivi"}, ""},
	} {
		t.Run(c.template, func(t *testing.T) {
			t.Parallel()
			p := open(t, &l.site, c.as, c.on)
			place := p.opens(c.name, c.template, func() {
				if c.template == "Service" {
					p.choose("Service suivi", "Bureau de l’accueil et du cadre de vie")
				}
			})
			p.see("Avancer ensemble, chacun depuis son poste.")
			for _, text := range c.see {
				if text != "Service suivi" {
					p.see(text)
				}
			}
			// One manager is few: it is said, and nothing is blocked.
			p.see("Cette communauté n’a qu’un animateur")
			p.see("Rien n’est encore publié")
			p.screen("opened-" + c.template)
			if c.newcomer == "" {
				return
			}
			member := open(t, &l.site, c.newcomer, c.on)
			member.visit(place)
			member.press("Rejoindre")
			member.see("Vous êtes membre de la communauté.")
			member.see("Bienvenue dans cette communauté.")
			member.see("Vos interlocuteurs")
			member.screen("community-welcome")
			member.press("C’est compris")
			member.seeNot("Bienvenue dans cette communauté.")
		})
	}
}

// TestJourneyWithin: a community stands under another, and says so.
func TestJourneyWithin(t *testing.T) {
	t.Parallel()
	l := demonstration(t)
	p := open(t, &l.site, "florence.delmas", desktop)
	p.visit(l.place(t, "Innovation et simplification"))
	p.click(".page-head .menu:not(.follow .menu) summary.icon-button")
	p.press("Ouvrir une sous-communauté")
	p.fill("Nom de la communauté", "Simplifier les formulaires")
	p.fill("À quoi sert-elle, en une phrase ?", "Un formulaire de moins par mois.")
	p.press("Ouvrir la communauté")
	p.see("La communauté est ouverte.")
	p.press("Innovation et simplification")
	p.press("Sous-communautés")
	p.see("Un formulaire de moins par mois.")
	p.screen("community-within")
}

// TestJourneyRequest: one asks to come in; a manager says yes to one and no,
// with a reason, to another (S1).
func TestJourneyRequest(t *testing.T) {
	t.Parallel()
	l := demonstration(t)
	place := l.place(t, "Poste de Bruxelles\u00a0: veille parlementaire")
	for who, device := range map[string]device{"helene.vasseur": desktop, "samira.lefort": phone} {
		p := open(t, &l.site, who, device)
		p.visit(place)
		p.see("Les publications sont réservées aux membres")
		p.press("Demander à entrer")
		p.fill("Un mot aux animateurs", "Je suis les questions des frontaliers.")
		p.screen("community-ask")
		p.press("Envoyer la demande")
		p.see("Votre demande attend une réponse")
	}

	manager := open(t, &l.site, "oumou.diallo", desktop)
	manager.visitUntil("/", "Demandes à traiter")
	manager.click(`#do a[href$="/requests"]`)
	manager.see("Je suis les questions des frontaliers.")
	manager.press("Accepter : Hélène Vasseur")
	manager.seeNot("Hélène Vasseur")
	manager.press("Refuser")
	manager.fill("Raison", "Ce poste est réservé aux équipes de Bruxelles.")
	manager.screen("community-refusing")
	manager.click(".request .fold-body button, .request details button")
	manager.seeNot("Samira Lefort")
	manager.see("Aucune demande en attente")

	in := open(t, &l.site, "helene.vasseur", desktop)
	in.visitUntil("/notifications", "a accepté votre demande")
	in.visit(place)
	in.see("Publier")
	in.seeNot("Les publications sont réservées aux membres")

	out := open(t, &l.site, "samira.lefort", phone)
	out.visitUntil("/notifications", "n’a pas retenu votre demande")
	out.visit(place)
	out.see("Ce poste est réservé aux équipes de Bruxelles.")
	out.see("Les publications sont réservées aux membres")
	out.screen("community-refused")
}

// TestJourneyPrivate: a private place is known to those who are invited, and to
// nobody else (F5); who is excluded is told why.
func TestJourneyPrivate(t *testing.T) {
	t.Parallel()
	l := demonstration(t)
	manager := open(t, &l.site, "camille.perrot", desktop)
	place := manager.opens("Cellule zéphyr", "Communauté d’intérêt")
	manager.press("Réglages")
	manager.press("Privée")
	manager.press("Changer l’accès")
	manager.see("Les réglages sont enregistrés.")
	l.publishes(t, "camille.perrot", place, "Plan zéphyr pour l’hiver")

	manager.visit(place + "/invite")
	manager.see("Quelqu’un d’une autre organisation")
	manager.fill("Chercher une personne par son nom", "samira lef")
	manager.key("\r")
	manager.press("Samira Lefort")
	manager.fill("Un mot pour elles", "Votre guichet compte.")
	manager.screen("community-inviting")
	manager.press("Envoyer les invitations")
	manager.see("1 invitation")

	guest := open(t, &l.site, "samira.lefort", phone)
	guest.visitUntil("/", "Cellule zéphyr")
	guest.press("Cellule zéphyr")
	guest.see("Votre guichet compte.")
	guest.see("Acceptez l’invitation pour les lire.")
	guest.seeNot("Plan zéphyr pour l’hiver")
	guest.screen("community-invited")
	guest.press("Accepter l’invitation")
	guest.see("Plan zéphyr pour l’hiver")

	outsider := open(t, &l.site, "loic.guillou", desktop)
	for _, path := range []string{"/communities?q=zéphyr", "/search?q=zéphyr", "/"} {
		outsider.visit(path)
		outsider.seeNot("Cellule zéphyr")
		outsider.seeNot("Plan zéphyr")
	}
	outsider.key("k", ctrl)
	outsider.write("zéphyr")
	outsider.find(`.palette [role=option][href^="/search"]:only-of-type`) // nothing bears that name
	outsider.seeNot("Cellule zéphyr")
	outsider.refused(place)
	outsider.refused(place + "/members")

	// Out with a reason; a private place then is unknown again.
	manager.visit(place + "/members")
	manager.press("Gestes sur Samira Lefort")
	manager.press("Exclure…")
	manager.fill("Raison", "La cellule se resserre.")
	manager.screen("community-excluding")
	manager.press("Exclure")
	manager.see("ne fait plus partie de la communauté")
	guest.refused(place)
}

// TestJourneyExcludedReadsWhy: in a place that they still see, the excluded
// read the reason.
func TestJourneyExcludedReadsWhy(t *testing.T) {
	t.Parallel()
	l := demonstration(t)
	manager := open(t, &l.site, "linh.tran", desktop)
	place := manager.opens("Atelier des usages", "Communauté d’intérêt")
	member := open(t, &l.site, "oumou.diallo", phone)
	member.visit(place)
	member.press("Rejoindre")
	member.see("Vous êtes membre de la communauté.")
	manager.visit(place + "/members")
	manager.press("Gestes sur Oumou Diallo")
	manager.press("Exclure…")
	manager.fill("Raison", "Publicité répétée.")
	manager.press("Exclure")
	manager.see("ne fait plus partie de la communauté")
	member.visitUntil("/notifications", "vous a exclu de la communauté")
	member.visit(place)
	member.see("Publicité répétée.")
	member.seeNot("Rejoindre")
	member.screen("community-excluded")
}

// TestJourneyManagers: below two managers there is a warning and a nudge, never
// a block; a place is archived and opened again (A5).
func TestJourneyManagers(t *testing.T) {
	t.Parallel()
	l := demonstration(t)
	first := open(t, &l.site, "bruno.hoarau", desktop)
	place := first.opens("Formateurs en réseau", "Communauté d’intérêt")
	second := open(t, &l.site, "camille.perrot", phone)
	second.visit(place)
	second.press("Rejoindre")
	second.see("Vous êtes membre de la communauté.")

	first.visitUntil("/", "Animation à renforcer")
	first.visit(place)
	first.press("Choisir parmi les membres")
	first.press("Gestes sur Camille Perrot")
	first.press("Confier l’animation")
	first.seeNot("n’a qu’un animateur")
	first.visit(place)
	first.seeNot("n’a qu’un animateur")
	second.visitUntil("/notifications", "a changé votre rôle")

	first.visit(place + "/leave")
	first.press("Quitter la communauté")
	first.see("Vous avez quitté la communauté.")
	first.seeNot("Publier un message")
	second.visitUntil("/", "Animation à renforcer")
	second.visit(place + "/leave")
	second.see("Vous êtes seul à animer cette communauté")
	second.screen("community-leaving-last")

	second.visit(place + "/settings")
	second.press("Archiver la communauté")
	second.see("La communauté est archivée.")
	second.see("Elle se lit toujours ; on n’y publie plus.")
	second.screen("community-archived")
	second.visit(place + "/settings")
	second.press("Rouvrir la communauté")
	second.see("La communauté est rouverte.")

	second.visit(place + "/leave")
	second.press("Quitter la communauté") // never a block
	second.see("Vous avez quitté la communauté.")
	admin := open(t, &l.site, "linh.tran", desktop)
	admin.visit(place)
	admin.see("Cette communauté n’a plus d’animateur")
	admin.screen("community-without-manager")
}
