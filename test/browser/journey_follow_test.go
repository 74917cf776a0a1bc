package browser

import (
	"context"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	pages "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"parvis/internal/content"
	"parvis/internal/id"
	"parvis/internal/store"
)

// follows chooses a level on the page of something.
func (p *page) follows(path, level string) {
	p.t.Helper()
	p.visit(path)
	p.click(".follow summary")
	p.press(level)
	shown := map[string]string{"Tout": "Suivi", "L’important seulement": "Suivi, l’important", "Rien": "En sourdine"}[level]
	p.wait("the choice to be shown", `parvis.visible(".follow summary")?.innerText.trim() === `+quote(shown))
}

// TestJourneyFollowing: somebody chooses how much they want of a community, a
// person, a unit, a tag and a thread; home and the bell hold to it, one line
// for each subject (P3).
func TestJourneyFollowing(t *testing.T) {
	t.Parallel()
	l := demonstration(t)
	culture, logement, poste := l.place(t, "Culture, sport et loisirs"), l.place(t, "Logement et habitat"), l.place(t, "Données ouvertes")
	unit := "/u/" + l.find(t, store.Q(`SELECT unit_id AS id FROM communities WHERE name = 'Logement et habitat'`))
	important := func(n *content.New) { n.Kind = "announcement" }
	p := open(t, &l.site, "bruno.hoarau", desktop)

	p.follows(culture, "L’important seulement")
	p.follows(unit, "Tout")
	p.follows("/p/fabrice.adjovi", "Tout")
	p.follows(poste, "Rien")
	l.publishes(t, "camille.perrot", culture, "Un détail sans suite")
	l.publishes(t, "camille.perrot", culture, "Le stade ferme demain", important)
	home := l.publishes(t, "isabelle.georges", logement, "Un barème de loyers")
	l.publishes(t, "fabrice.adjovi", l.place(t, "Logiciels libres et communs numériques"), "Un logiciel de plus")
	l.publishes(t, "fabrice.adjovi", poste, "Un jeu de données muet")

	p.visitUntil("/", "Un logiciel de plus")
	p.see("Le stade ferme demain")
	p.see("Vous suivez Culture, sport et loisirs")
	p.see("Un barème de loyers")
	p.see("Vous suivez le service")
	p.see("Vous suivez Fabrice Adjovi")
	p.seeNot("Un détail sans suite")
	p.seeNot("Un jeu de données muet") // muted, though its author is followed
	p.screen("home-following")

	// A tag, and a thread of which several facts make one line.
	tag := l.word(t, store.Q(`SELECT t.slug AS word FROM tags t WHERE t.name = 'Belgique'`))
	p.follows("/t/"+tag, "Tout")
	l.publishes(t, "oumou.diallo", l.place(t, "International desk"), "Une note sur les frontaliers", func(n *content.New) { n.Tags = []string{"Belgique"} })
	p.follows(home, "Tout")
	for _, text := range []string{"Premier avis.", "Deuxième avis.", "Troisième avis."} {
		l.says(t, "camille.perrot", home, text)
	}
	p.visitUntil("/notifications?stream=info", "3 nouveautés")
	p.see("Vous suivez l’étiquette Belgique")
	if n := ask[int](p, `document.querySelectorAll("main [data-row] h3 a[href*='`+home+`']").length`); n != 1 {
		t.Errorf("three comments make %d lines", n)
	}
	p.screen("bell-grouped")

	// One gesture mutes it; only who is named is told again.
	p.follows(home, "Rien")
	l.says(t, "camille.perrot", home, "Un quatrième.")
	marker := l.publishes(t, "fabrice.adjovi", l.place(t, "Logiciels libres et communs numériques"), "Après la sourdine")
	p.visitUntil("/", "Après la sourdine")
	if ask[bool](p, `[...document.querySelectorAll("main [data-row]")].some((row) => row.innerText.includes("Non lu") && row.querySelector("h3 a[href*='`+home+`']"))`) {
		t.Error("a muted thread speaks")
	}
	l.says(t, "camille.perrot", home, "Et vous, @bruno.hoarau ?")
	p.visitUntil("/notifications", "Camille Perrot vous a mentionné")

	// What one has read is read; the rest goes in one gesture.
	p.visit(marker)
	p.visit("/notifications?stream=info")
	p.press("Tout marquer comme lu")
	p.see("Tout est marqué comme lu.")
	p.seeNot("Tout marquer comme lu")
}

// TestJourneyLevels: of a community, a person, a unit and a tag that one
// follows for important things alone, home says what is important and no more;
// of those muted, nothing. By plain forms.
func TestJourneyLevels(t *testing.T) {
	l := demonstration(t)
	tag := l.word(t, store.Q(`SELECT slug AS word FROM tags WHERE name = 'Europe'`))
	followed := []struct{ name, path, place, author, why string }{
		{"community", l.place(t, "Justice au quotidien"), "Justice au quotidien", "marie.jacquot", "Vous suivez Justice au quotidien"},
		{"person", "/p/brigitte.fischer", "Logiciels libres et communs numériques", "brigitte.fischer", "Vous suivez Brigitte Fischer"},
		{"unit", "/u/" + l.find(t, store.Q(`SELECT unit_id AS id FROM communities WHERE name = 'Couverture numérique des territoires'`)), "Couverture numérique des territoires", "simon.klein", "Vous suivez le service"},
		{"tag", "/t/" + tag, "Données ouvertes", "julien.sabatier", "Vous suivez l’étiquette Europe"},
	}
	p := plainly(t, &l.site, "isabelle.lacombe")
	levels := func(level, said string) {
		for _, f := range followed {
			p.visit(f.path, 200)
			p.send(p.found(`action="(/follow/`+f.name+`/[^"]+)"`), 200, url.Values{"level": {level}}, nil).sees(said)
		}
	}
	publish := func(title string, important bool) {
		for _, f := range followed {
			l.publishes(t, f.author, l.place(t, f.place), title+" : "+f.name, func(n *content.New) {
				if important {
					n.Kind = "announcement"
				}
				if f.name == "tag" {
					n.Tags = []string{"Europe"}
				}
			})
		}
	}

	levels("important", "Suivi, l’important")
	publish("Un détail", false)
	publish("Une nouvelle", true)
	for _, f := range followed { // those whom many follow are told a step at a time
		p.visitUntil("/", "Une nouvelle : "+f.name)
	}
	for _, f := range followed {
		p.sees("Une nouvelle : "+f.name, f.why).seesNot("Un détail : " + f.name)
	}
	levels("nothing", "En sourdine")
	publish("Un silence", true)
	l.told(t)
	p.visit(followed[0].path, 200)
	p.send(p.found(`action="(/follow/community/[^"]+)"`), 200, url.Values{"level": {"all"}}, nil)
	l.publishes(t, followed[0].author, followed[0].path, "Après le silence")
	p.visitUntil("/", "Après le silence")
	for _, f := range followed {
		p.seesNot("Un silence : " + f.name)
	}
	for _, f := range followed {
		p.visit(f.path, 200)
		p.send(p.found(`action="(/follow/`+f.name+`/[^"]+)"`), 200, url.Values{"level": {"none"}}, nil).seesNot("En sourdine")
	}
}

// TestJourneyLive: the bell of an open page rings when something comes, through
// a stream or, where streams are held back, by asking.
func TestJourneyLive(t *testing.T) {
	t.Parallel()
	l := demonstration(t)
	item := l.publishes(t, "gael.ferre", l.place(t, "Conventions collectives"), "Un fil vivant")
	streamed, asked := open(t, &l.site, "gael.ferre", desktop), open(t, &l.site, "gael.ferre", phone)
	// A proxy holds the stream back, and time goes fifty times faster.
	asked.do("holding streams back", chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, pages.AddScriptToEvaluateOnNewDocument, pages.AddScriptToEvaluateOnNewDocumentParams{
			Source: `globalThis.EventSource = class extends EventTarget { close() {} }; const later = setTimeout; globalThis.setTimeout = (f, ms, ...more) => later(f, ms / 50, ...more);`,
		})
		return err
	}))
	count := `Number(document.querySelector("[data-for-me]")?.textContent || 0)`
	for _, p := range []*page{streamed, asked} {
		p.visit("/communities")
	}
	before := ask[int](streamed, count)
	l.says(t, "martine.vallet", item, "Une réponse qui arrive toute seule.")
	for _, p := range []*page{streamed, asked} {
		p.wait("the bell to ring by itself", count+" > "+quoteInt(before))
		p.at("/communities")
	}
	// Reading it on one screen quiets the other, whatever else comes meanwhile: a
	// site lives.
	if n := l.unread(t, "gael.ferre", item); n != 1 {
		t.Errorf("%d notices of the thread are unread, want one", n)
	}
	streamed.visit(item)
	if n := l.unread(t, "gael.ferre", item); n != 0 {
		t.Errorf("%d notices of the thread are unread once it was read", n)
	}
	asked.wait("the bell to be quiet again", count+` === (() => {
		const now = new XMLHttpRequest();
		now.open("GET", "/live/poll", false);
		now.send();
		return JSON.parse(now.responseText).for_me;
	})()`)
}

// unread is how many notices about an item somebody has not seen.
func (l *live) unread(t *testing.T, handle, path string) int {
	t.Helper()
	item, err := id.Parse(strings.TrimPrefix(path, "/i/"))
	if err != nil {
		t.Fatal(err)
	}
	n, err := store.One[int](t.Context(), l.app.DB, store.Q(`SELECT COUNT(*) FROM notices n JOIN persons p ON p.id = n.person_id
		WHERE p.handle = %s AND n.subject_kind = 'item' AND n.subject_id = %s AND n.seen IS NULL`, handle, item))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestJourneyKeyboard: Ctrl+K opens a person, a community and a publication by
// name; ? says the keys; j and k walk a list. No mouse.
func TestJourneyKeyboard(t *testing.T) {
	t.Parallel()
	l := demonstration(t)
	p := open(t, &l.site, "pascal.chartier", desktop)
	p.visit("/")
	for _, c := range []struct{ typed, choice, at string }{
		{"vasseur", "Hélène Vasseur", "/p/helene.vasseur"},
		{"droit du trav", "Droit du travail", l.place(t, "Droit du travail")},
		{"accueil sans rendez", "Accueil sans rendez-vous", "/i/[0-9a-z]+"},
	} {
		p.key("k", ctrl)
		p.find("dialog[open] input")
		p.write(c.typed)
		p.wait(c.choice+" to be chosen", `parvis.visible("[role=option][aria-selected=true]")?.innerText.includes(`+quote(c.choice)+`)`)
		if c.typed == "vasseur" {
			p.screen("palette")
		}
		p.key(kb.Enter)
		p.at(c.at)
		p.settle()
	}
	p.key("?")
	p.see("Raccourcis")
	p.screen("shortcuts")
	p.key(kb.Escape)
	p.wait("the help to close", `!document.querySelector("dialog[open]")`)

	p.visit("/")
	p.key("j")
	p.key("j")
	p.wait("the second line to have the focus", `[...document.querySelectorAll("[data-rows] [data-row]")].findIndex((row) => row.contains(document.activeElement)) === 1`)
	p.key("k")
	p.wait("the first line to have the focus", `[...document.querySelectorAll("[data-rows] [data-row]")].findIndex((row) => row.contains(document.activeElement)) === 0`)
	p.key("j")
	p.key(kb.Enter)
	p.at("/(i|desk)/.+") // what waits on a desk is opened there
}

// TestJourneyField: a field agent on a phone, on a poor network, reads, answers
// and is told (F7).
func TestJourneyField(t *testing.T) {
	t.Parallel()
	l := demonstration(t)
	place := l.place(t, "Eau, nature et littoral")
	p := open(t, &l.site, "loic.guillou", phone)
	p.do("going to the moor", chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		return t.Call(ctx, "Network.emulateNetworkConditions", map[string]any{
			"offline": false, "latency": 300, "downloadThroughput": 50_000, "uploadThroughput": 20_000,
		}, nil)
	}))
	item := l.publishes(t, "amina.chartier", place, "Une pollution à l’étang ?", func(n *content.New) {
		n.Kind, n.Source = "question", "Qui peut passer voir, @loic.guillou ?"
	})
	p.visitUntil("/", "Amina Chartier vous a mentionné")
	p.press("Une pollution à l’étang ?")
	p.see("Qui peut passer voir")
	p.fill("Votre réponse", "J’y suis : rien à signaler, l’eau est claire.")
	p.screen("field-answering")
	p.press("Envoyer la réponse")
	p.see("J’y suis : rien à signaler")

	asker := open(t, &l.site, "amina.chartier", desktop)
	asker.visitUntil("/notifications", "Loïc Guillou a répondu à votre question")
	l.says(t, "amina.chartier", item, "Merci @loic.guillou, c’est noté.")
	p.visitUntil("/notifications", "Une pollution à l’étang ?")
	p.screen("field-told")
}

// TestJourneyEnglish: somebody on exchange uses it in English, on French
// content.
func TestJourneyEnglish(t *testing.T) {
	t.Parallel()
	l := demonstration(t)
	for _, on := range []device{desktop, phone} {
		t.Run(on.name, func(t *testing.T) {
			p := open(t, &l.site, "elena.costa", on)
			p.visit("/")
			p.see("To do")
			p.see("To read")
			p.see("Your communities")
			p.seeNot("À faire")
			p.visit(l.place(t, "International desk"))
			p.see("Following")
			p.see("Members")
			p.screen("english-community")
			p.visit("/search?q=frontaliers")
			p.see("What are you looking for?")
			p.screen("english-search")
			p.visit("/communities?openness=request")
			p.see("On request")
			p.screen("english-communities")
		})
	}
}

// TestJourneyDirectoryOfCommunities: the filters of the directory are in the
// address, which can be sent to a colleague.
func TestJourneyDirectoryOfCommunities(t *testing.T) {
	t.Parallel()
	l := demonstration(t)
	p := open(t, &l.site, "samira.lefort", desktop)
	p.visit("/communities")
	p.fill("Chercher par nom ou par objet", "accueil")
	p.choose("Accès", "Sur demande")
	p.press("Appliquer")
	p.at(`/communities\?.*openness=request.*`)
	p.see("Accueil des personnes étrangères")
	p.seeNot("Accueil et guichet")
	p.seeNot("Refonte de l’accueil téléphonique") // private, and not hers
	address := ask[string](p, "location.pathname + location.search")
	p.screen("communities-filtered")

	colleague := open(t, &l.site, "pascal.chartier", phone)
	colleague.visit(address)
	colleague.see("Accueil des personnes étrangères")
	colleague.seeNot("Accueil et guichet")
	p.press("Les miennes")
	p.see("Suites de la formation")
	p.seeNot("Accueil des personnes étrangères")
}

// told waits until whoever is told of what happened so far has been.
func (l *live) told(t *testing.T) {
	t.Helper()
	for tick := time.NewTicker(25 * time.Millisecond); ; <-tick.C {
		lags, err := l.app.Activity.Lag(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		untold, err := l.app.Notifications.Untold(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		behind := int64(untold)
		for _, n := range lags {
			behind += n
		}
		if behind == 0 {
			return
		}
	}
}
