package demonstration

import (
	"encoding/json"
	"fmt"
	"time"

	"parvis/demo"
	"parvis/internal/activity"
	"parvis/internal/clock"
	"parvis/internal/content"
	"parvis/internal/id"
)

// The verbs and numbers of the feature that serves questions, held by the same
// test.
const (
	questionAsked     activity.Verb = "question.asked"
	questionEscalated activity.Verb = "question.escalated"
	askWaiting                      = 2
)

// waitingQuestion is a question that nobody has answered yet.
type waitingQuestion struct {
	place, author, title, source, tag string
	ago                               time.Duration
	asks                              []waitingAsk
	escalated                         time.Duration // how long ago the managers were told, zero for never
}

// waitingAsk is somebody to whom it was put.
type waitingAsk struct {
	who, by, why, note string
	ago                time.Duration
}

func waitingQuestions() []waitingQuestion {
	return []waitingQuestion{{
		place: "droit-travail", author: "dominique.bourdon", ago: 6 * time.Hour, tag: "temps de travail",
		title:  "Forfait jours : peut-on renoncer à des jours de repos par simple courriel ?",
		source: "Le salarié est d’accord, l’employeur aussi, et l’accord d’entreprise parle d’un « avenant ». Un échange de courriels suffit-il ?",
		asks:   []waitingAsk{{who: "helene.vasseur", why: "tag", ago: 6 * time.Hour}},
	}, {
		place: "droit-travail", author: "yves.guibert", ago: 76 * time.Hour, tag: "contrat de travail",
		title:  "Clause de mobilité : que vaut « la région » quand les régions ont fusionné ?",
		source: "Le contrat date de 2012 et dit « la région Lorraine ». L’affectation proposée est à Reims. Je n’ai rien trouvé de récent.",
		asks:   []waitingAsk{{who: "helene.vasseur", by: "gael.ferre", why: "passed", note: "Vous aviez traité un cas voisin l’an dernier.", ago: 30 * time.Hour}},
	}, {
		place: "accueil", author: "samira.lefort", ago: 9 * 24 * time.Hour, tag: "logement",
		title:     "Attestation d’hébergement : que demander quand l’hébergeant est lui-même hébergé ?",
		source:    "La personne vit chez sa fille, qui vit chez sa belle-mère. Trois guichets, trois réponses. Laquelle donnez-vous ?",
		asks:      []waitingAsk{{who: "pascal.chartier", by: "samira.lefort", why: "named", ago: 9 * 24 * time.Hour}},
		escalated: 2 * 24 * time.Hour,
	}}
}

// askRow is a question put to somebody, courseRow what becomes of it.
type askRow struct {
	Item, Person, Asker, Tag id.ID
	Reason, Note             string
	Created                  clock.Time
}

type courseRow struct {
	Item             id.ID
	Begun, Escalated clock.Time
}

// joinRow is a question that is one with another.
type joinRow struct {
	Item, Into, By id.ID
	Created        clock.Time
	Said           []id.ID
}

// question puts the questions that wait, and one that was asked twice.
func (c *composer) question() error {
	for _, w := range waitingQuestions() {
		at := c.now.Add(-w.ago)
		if err := c.publish(demo.Publication{Key: w.title, Kind: "question", Community: w.place, Author: w.author, Title: w.title, Body: w.source, Tags: []string{w.tag}}, at, ""); err != nil {
			return err
		}
		it := c.batch.items[len(c.batch.items)-1].Item
		course := courseRow{Item: it.ID, Begun: it.Published}
		for _, a := range w.asks {
			if err := c.put(it, w, a); err != nil {
				return err
			}
		}
		if w.escalated > 0 {
			course.Escalated = clock.At(c.now.Add(-w.escalated))
			e := event(questionEscalated, 0, course.Escalated)
			e.Item, e.Community, e.Data = it.ID, it.Community, data(content.Fact{Kind: it.Kind, Title: it.Title, Author: it.Author})
			c.tell(e)
		}
		c.batch.courses = append(c.batch.courses, course)
	}
	return c.twice()
}

// put asks somebody.
func (c *composer) put(it content.Item, w waitingQuestion, a waitingAsk) error {
	who := c.people[a.who]
	if who == nil {
		return fmt.Errorf("nobody is called %s", a.who)
	}
	row := askRow{Item: it.ID, Person: who.id, Reason: a.why, Note: a.note, Created: clock.At(c.now.Add(-a.ago))}
	if by := c.people[a.by]; by != nil {
		row.Asker = by.id
	}
	if a.why == "tag" {
		row.Tag = c.tagged([]string{w.tag}, it.Created.Time)[0].id
	}
	raw, err := json.Marshal(struct {
		content.Fact
		Why   string `json:"why"`
		Tag   id.ID  `json:"tag,omitzero"`
		Asker id.ID  `json:"asker,omitzero"`
	}{content.Fact{Kind: it.Kind, Title: it.Title, Author: it.Author}, a.why, row.Tag, row.Asker})
	if err != nil {
		return err
	}
	e := event(questionAsked, row.Asker, row.Created)
	e.Item, e.Community, e.Person, e.Data = it.ID, it.Community, who.id, raw
	c.tell(e)
	c.batch.asks = append(c.batch.asks, row)
	return nil
}

// twice makes a question that was asked twice, and joined: the answer given
// under the one stands under the other.
func (c *composer) twice() error {
	one := demo.Publication{Key: "twice-1", Kind: "question", Community: "accueil", Author: "pascal.chartier", Tags: []string{"état civil"},
		Title: "Carte d’identité perdue à l’étranger : quelle démarche au retour ?", Body: "L’usager a fait une déclaration au consulat. Faut-il en refaire une en mairie ?",
		Comments: []demo.Comment{
			{Author: "samira.lefort", Kind: "answer", HoursAfter: 2, Useful: 3, Text: "Non : la déclaration du consulat suffit. Il la joint à la demande de renouvellement, avec le timbre fiscal."},
			{Author: "florence.delmas", Kind: "answer", HoursAfter: 5, Useful: 1, Text: "Et s’il n’a plus la déclaration, le consulat lui en envoie une copie par courriel sous deux jours."},
		}}
	if err := c.publish(one, c.now.Add(-8*24*time.Hour), ""); err != nil {
		return err
	}
	kept := c.batch.items[len(c.batch.items)-1].Item
	other := demo.Publication{Key: "twice-2", Kind: "question", Community: "accueil", Author: "samira.lefort", Tags: []string{"état civil"},
		Title: "Perte de la carte d’identité en vacances hors de France, que faire en rentrant ?", Body: "La question revient chaque fin d’été."}
	if err := c.publish(other, c.now.Add(-5*24*time.Hour), ""); err != nil {
		return err
	}
	row := &c.batch.items[len(c.batch.items)-1]
	at := clock.At(c.now.Add(-4 * 24 * time.Hour))
	said := c.batch.comments[len(c.batch.comments)-1].ID // Florence had answered the second one
	row.Joined, row.Closed = kept.ID, true
	by := c.people["florence.delmas"].id
	c.batch.joins = append(c.batch.joins, joinRow{Item: row.ID, Into: kept.ID, By: by, Created: at, Said: []id.ID{said}})
	for _, side := range []struct {
		verb     activity.Verb
		it, with content.Item
	}{{content.ItemJoined, row.Item, kept}, {content.ItemEnlarged, kept, row.Item}} {
		e := event(side.verb, by, at)
		e.Item, e.Community, e.Person = side.it.ID, side.it.Community, side.it.Author
		e.Data = data(content.Fact{Kind: side.it.Kind, Title: side.it.Title, Author: side.it.Author, With: side.with.ID})
		c.tell(e)
	}
	return nil
}
