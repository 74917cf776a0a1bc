package demonstration

import (
	"fmt"
	"time"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/content"
	"parvis/internal/text"
)

// What waits for somebody: the part of a site that its published content does
// not show. Texts are those of the cast.

// unsent is something written that is not out: scheduled, waiting for a
// release, or returned.
type unsent struct {
	place, author, title, source string
	kind                         string
	state                        access.State
	ago                          time.Duration // when it was sent
	reason                       string        // why it was returned
	in                           time.Duration // when a scheduled one comes out
	tags                         []string
}

func unsents() []unsent {
	return []unsent{{
		place: "route", author: "samira.lefort", kind: "post", state: access.Pending, ago: 5 * time.Hour,
		title:  "Carte grise : les trois pièces que les usagers oublient le plus",
		source: "Sur les deux cents derniers dossiers refusés à notre guichet, trois pièces manquent presque toujours : le contrôle technique de moins de six mois, le mandat signé lorsque le vendeur fait la démarche, et le justificatif de domicile de la personne qui héberge.\n\nJe propose une affichette à poser à l’entrée. Dites-moi ce qu’il faut y ajouter avant de l’imprimer.",
		tags:   []string{"immatriculation", "pièces justificatives"},
	}, {
		place: "route", author: "samira.lefort", kind: "post", state: access.Returned, ago: 50 * time.Hour,
		title:  "Permis perdu : ce que nous répondons au guichet",
		source: "Beaucoup d’usagers croient devoir repasser l’examen. Voici notre réponse en cinq lignes : déclaration de perte en ligne, demande de titre sur le site dédié, timbre fiscal, délai de trois semaines, et l’attestation qui permet de conduire en attendant.",
		reason: "Très utile ! Merci d’ajouter le lien vers la fiche officielle et la date de mise à jour du montant du timbre, puis de renvoyer : je publie aussitôt.",
		tags:   []string{"permis de conduire"},
	}, {
		place: "communication", author: "camille.perrot", kind: "announcement", state: access.Scheduled, ago: 20 * time.Hour, in: 68 * time.Hour,
		title:  "Semaine de l’accueil : le dossier de presse et les visuels",
		source: "La semaine de l’accueil commence lundi prochain. Vous trouverez ici les visuels en version modifiable, le dossier de presse et le calendrier des prises de parole.\n\nMerci de ne rien diffuser avant cette date.",
		tags:   []string{"campagne"},
	}}
}

// wait makes what is not out yet.
func (c *composer) wait() error {
	for _, u := range unsents() {
		where, author := c.places[u.place], c.people[u.author]
		if where == nil || author == nil || where.by[author] == nil {
			return fmt.Errorf("%s does not belong to %s", u.author, u.place)
		}
		at := c.now.Add(-u.ago).Truncate(time.Millisecond)
		row := itemRow{source: u.source, fold: text.Fold(u.source)}
		row.Item = content.Item{
			ID: c.id(at), Kind: u.kind, Community: where.id, Author: author.id, State: u.state, Title: u.title,
			Excerpt: text.Excerpt(u.source, 240), Reason: u.reason, Created: clock.At(at), Published: clock.At(at), Activity: clock.At(at),
		}
		t := &thread{row: row, where: where, author: author, at: at, fact: content.Fact{Kind: u.kind, Title: u.title, Author: author.id}}
		f := t.fact
		for _, tag := range c.tagged(u.tags, at) {
			f.Tags = append(f.Tags, tag.id)
			c.batch.itemTags = append(c.batch.itemTags, pair{row.ID, tag.id})
		}
		switch u.state {
		case access.Scheduled:
			row.Published = clock.At(c.now.Add(u.in).Truncate(time.Hour))
			c.due = append(c.due, row.Item)
			c.tell(t.about(content.ItemScheduled, author.id, at, f))
		case access.Returned:
			c.tell(t.about(content.ItemPending, author.id, at, f))
			back := t.fact
			back.Reason = u.reason
			c.tell(t.about(content.ItemReturned, where.first.id, at.Add(26*time.Hour), back))
		default:
			c.tell(t.about(content.ItemPending, author.id, at, f))
		}
		c.batch.items = append(c.batch.items, row)
	}
	return nil
}

// call is somebody at the door: asking to come in, or invited.
type call struct {
	place, who, by, message string // by: who invites
	ago                     time.Duration
}

func calls() []call {
	return []call{
		{place: "accueil", who: "theo.besnard", by: "florence.delmas", ago: 2 * time.Hour,
			message: "Bienvenue Théo ! C’est ici que l’on trouve le plus vite une réponse : présentez-vous, nous sommes nombreux à avoir commencé par une question."},
		{place: "formation-accueil", who: "pascal.chartier", by: "bruno.hoarau", ago: 26 * time.Hour,
			message: "Trois personnes de votre équipe ont suivi le stage : votre regard de responsable nous aiderait."},
		{place: "territoires", who: "samira.lefort", ago: 7 * time.Hour,
			message: "Notre maison de services travaille chaque semaine avec huit mairies : j’aimerais partager ce que nous y voyons."},
		{place: "territoires", who: "loic.guillou", ago: 29 * time.Hour,
			message: "Je rencontre les communes du littoral sur la question des mouillages."},
		{place: "animateurs", who: "bruno.hoarau", ago: 4 * time.Hour,
			message: "J’anime la suite du stage « Accueillir les usagers » et je cherche comment relancer sans lasser."},
		{place: "formation-accueil", who: "elena.costa", ago: 31 * time.Hour,
			message: "I would like to compare the course with the one that we give in Lisbon. Je lis le français sans peine."},
	}
}

// knock makes who waits at a door.
func (c *composer) knock() error {
	for _, k := range calls() {
		p, who := c.places[k.place], c.people[k.who]
		if p == nil || who == nil {
			return fmt.Errorf("%s or %s is not there", k.place, k.who)
		}
		if p.by[who] != nil {
			continue // the data already let them in
		}
		at := clock.At(later(c.now.Add(-k.ago), who.joined))
		m := membershipRow{community: p.id, person: who.id, role: access.MemberRole, state: standsAsked, message: k.message, since: at}
		verb, by := asked, who.id
		if k.by != "" {
			m.state, m.inviter = standsInvited, c.people[k.by].id
			verb, by = invited, m.inviter
		}
		c.batch.memberships = append(c.batch.memberships, m)
		e := event(verb, by, at)
		e.Community, e.Person, e.Data = p.id, who.id, data(map[string]string{"message": k.message})
		c.tell(e)
	}
	return nil
}

// jot leaves what some were typing.
func (c *composer) jot() {
	for _, d := range []struct {
		who, place, title, source string
		ago                       time.Duration
	}{
		{"loic.guillou", "nature", "Herbiers de posidonie : ce que j’ai vu cette semaine", "Trois mouillages hors zone à l’est de la pointe. Photos à joindre ce soir quand j’aurai du réseau.\n\n- ", 21 * time.Hour},
		{"isabelle.lacombe", "rh", "Mobilité interne : ce que nous changeons au printemps", "Vous avez été nombreux à répondre au sondage. Voici ce que nous avons décidé, et pourquoi :\n\n1. ", 44 * time.Hour},
		{"helene.vasseur", "droit-travail", "Forfait jours : la réponse que je donne désormais", "À la suite de trois questions voisines, je rassemble ici les conditions de validité.", 6 * time.Hour},
	} {
		p, who := c.places[d.place], c.people[d.who]
		if p == nil || who == nil {
			continue
		}
		at := c.now.Add(-d.ago)
		form := c.id(at)
		c.batch.drafts = append(c.batch.drafts, draftRow{who.id, "new-" + form.String(), map[string]string{
			"id": form.String(), "kind": "post", "community": p.id.String(), "title": d.title, "source": d.source,
		}, clock.At(at)})
	}
}
