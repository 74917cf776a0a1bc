package browser

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"parvis/internal/store"
)

// drop brings files onto an element as a hand does, or pastes them.
func (p *page) drop(selector, gesture, name, media, base64 string) {
	p.t.Helper()
	p.find(selector)
	p.script(fmt.Sprintf(`{ const bytes = Uint8Array.from(atob(%s), (c) => c.charCodeAt(0)); const data = new DataTransfer();
		data.items.add(new File([bytes], %s, {type: %s})); const onto = document.querySelector(%s);
		if (%s === "paste") onto.dispatchEvent(new ClipboardEvent("paste", {bubbles: true, cancelable: true, clipboardData: data}));
		else for (const kind of ["dragenter", "dragover", "drop"]) onto.dispatchEvent(new DragEvent(kind, {bubbles: true, cancelable: true, dataTransfer: data})); }`,
		quote(base64), quote(name), quote(media), quote(selector), quote(gesture)))
}

// more opens the menu of an item and presses an entry of it.
func (p *page) more(entry string) {
	p.t.Helper()
	p.press("Plus d’actions")
	p.press(entry)
}

const (
	greenDot = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPj/HwADBwIAMCbHYQAAAABJRU5ErkJggg=="
	plain    = "Qm9uam91ciDDoCB0b3VzLgo="
)

// TestJourneyPublish: an agent writes with files, leaves, finds her text again
// and publishes; it is answered, corrected in the open, and looked after by a
// community manager, who can take back all that she does (U1, U4, P1).
func TestJourneyPublish(t *testing.T) {
	t.Parallel()
	l := demonstration(t)
	desk := l.place(t, "Accueil et guichet")
	const title = "Affichettes pour l’entrée"

	samira := open(t, &l.site, "samira.lefort", desktop)
	samira.visit(desk + "/new?fresh=1")
	samira.fill("Titre", title)
	samira.click("#source")
	samira.write("Voici le modèle, à imprimer.")
	samira.drop("#source", "paste", "modele.png", "image/png", greenDot)
	samira.see("modele.png est joint")
	samira.drop(".editor-frame", "drop", "note.txt", "text/plain", plain)
	samira.see("note.txt est joint")
	samira.expect(415)
	samira.drop("[data-dropzone]", "drop", "jeu.exe", "application/octet-stream", plain)
	samira.see("Ce fichier est un programme")
	samira.drop("[data-dropzone]", "drop", "consignes.txt", "text/plain", plain)
	samira.see("consignes.txt est joint")
	samira.screen("compose-files")
	samira.press("Effacer le message sur jeu.exe")
	samira.press("Retirer note.txt")
	samira.seeNot("note.txt est joint")
	samira.fill("Étiquettes", "affichage")
	samira.see("Brouillon enregistré à")
	samira.wait("the whole form to be kept", `!document.querySelector("progress")`)

	samira.visit("/drafts")
	samira.screen("drafts")
	samira.press(title)
	samira.see("Nous avons repris votre brouillon")
	samira.see("Voici le modèle")
	samira.see("affichage")
	samira.see("modele.png")
	samira.see("consignes.txt")
	samira.screen("draft-recovered")
	samira.press("Publier")
	samira.see("C’est publié.")
	samira.wait("the picture in the text", `document.querySelector(".prose img")?.naturalWidth === 1`)
	samira.see("consignes.txt")
	samira.seeNot("note.txt")
	samira.screen("post-files")
	path := ask[string](samira, "location.pathname")

	pascal := open(t, &l.site, "pascal.chartier", phone)
	pascal.visit(path)
	pascal.press("Utile")
	pascal.wait("the vote to count", `document.querySelector(".item-foot .reaction.useful .quantity")?.textContent === "1"`)
	pascal.press("Merci")
	pascal.wait("the thanks to count", `document.querySelector(".item-foot .reaction.thanks")?.getAttribute("aria-pressed") === "true"`)
	pascal.fill("Votre commentaire", "Faut-il le mettre **aux deux** entrées ?")
	pascal.press("Envoyer")
	pascal.see("1 commentaire")

	samira.visitUntil("/notifications", title)
	samira.visit(path)
	samira.press("Répondre")
	samira.see("En réponse à Pascal Chartier")
	samira.fill("Votre commentaire", "Oui, aux deux.")
	samira.press("Envoyer")
	samira.see("2 commentaires")
	samira.find(".comment .quote, .comment blockquote")
	samira.screen("comment-quoted")
	// A permalink opens the thread where it stands.
	link := ask[string](samira, `[...document.querySelectorAll("[data-copy]")].pop().getAttribute("href")`)
	pascal.visit(link)
	pascal.see("Oui, aux deux.")
	pascal.screen("comment-permalink")

	samira.visit(path + "/edit")
	samira.fill("Texte", "Voici le modèle corrigé, à imprimer en couleur.")
	samira.screen("edit")
	samira.press("Enregistrer")
	samira.see("Modification enregistrée.")
	pascal.visit(path + "/history")
	pascal.find("ins")
	pascal.find("del")
	pascal.see("corrigé")
	pascal.screen("history-diff")
	pascal.prefer(feature{"prefers-color-scheme", "dark"})
	pascal.shot("history-diff-dark")

	t.Run("looked after", func(t *testing.T) { curate(t, l, path, desk, title) })
}

// curate is what a community manager does to a publication, and takes back.
func curate(t *testing.T, l *live, path, desk, title string) {
	florence := open(t, &l.site, "florence.delmas", desktop)
	florence.visit(path)
	for _, c := range []struct{ gesture, said string }{
		{"Épingler", "Épinglé en tête de la communauté."}, {"Clore les commentaires", "Les commentaires sont clos."}, {"Archiver", "Archivé."},
	} {
		florence.more(c.gesture)
		florence.see(c.said)
		florence.press("Annuler")
		florence.seeNot(c.said)
	}
	florence.visit(path + "/move")
	florence.choose("Communauté", "Innovation et simplification")
	florence.screen("move")
	florence.press("Déplacer")
	florence.see("Déplacé.")
	florence.see("Innovation et simplification")
	florence.press("Annuler")
	florence.see("Accueil et guichet")
	florence.visit(path)
	florence.more("Mettre à la corbeille")
	florence.see("Mis à la corbeille.")
	florence.at(desk)

	outsider := open(t, &l.site, "loic.guillou", phone)
	outsider.expect(404)
	outsider.visit(path)
	outsider.seeNot(title)
	florence.visit(desk + "/bin")
	florence.see(title)
	florence.see("au bout de 30 jours")
	florence.screen("bin")
	samira := open(t, &l.site, "samira.lefort", phone)
	samira.visitUntil("/notifications", "a mis votre publication à la corbeille")
	samira.screen("told-binned")
	florence.press("Rétablir")
	florence.see("Rétabli.")
	outsider.visit(path)
	outsider.see(title)
}

// TestJourneyPoll: votes are secret, the result is hidden until the close, and
// those who voted are told of it.
func TestJourneyPoll(t *testing.T) {
	t.Parallel()
	l := demonstration(t)
	desk := l.place(t, "Accueil et guichet")
	const title = "Quel jour pour la réunion ?"
	florence := open(t, &l.site, "florence.delmas", desktop)
	florence.visit(desk + "/new?kind=poll&fresh=1")
	florence.fill("Titre", title)
	florence.fill("Texte", "La réunion du mois prochain.")
	florence.fill("Réponses proposées", "Lundi\nMardi\nJeudi")
	florence.press("On peut choisir plusieurs réponses")
	florence.press("Ne montrer les résultats qu’à la clôture")
	florence.screen("compose-poll")
	florence.press("Publier")
	florence.see("C’est publié.")
	path := ask[string](florence, "location.pathname")

	samira := open(t, &l.site, "samira.lefort", phone)
	samira.visit(path)
	samira.see("Résultats à la clôture")
	samira.press("Mardi")
	samira.press("Jeudi")
	samira.screen("poll-voting")
	samira.press("Voter")
	samira.see("Votre vote est compté")
	samira.seeNot("100 %")
	florence.visit(path)
	florence.see("1 votant")
	florence.seeNot("100 %")
	florence.press("Changer la date de clôture")
	florence.screen("poll-date")
	florence.more("Clore le sondage")
	florence.see("Le sondage est clos.")
	florence.see("100 %")
	florence.screen("poll-result")
	samira.visitUntil("/notifications?stream=info", "Le sondage est clos")
	samira.visit(path)
	samira.see("100 %")
	samira.see("Votre choix")
	samira.screen("poll-result")

	// Of several answers, one: choosing another takes the first back.
	one := plainly(t, &l.site, "florence.delmas").visit(desk+"/new?kind=poll&fresh=1", 200).send(desk+"/new", 200, url.Values{
		"kind": {"poll"}, "title": {"Faut-il un ordre du jour ?"}, "source": {"Répondez d’un mot."}, "options": {"Oui\nNon"},
	}, nil)
	samira.visit(one.path)
	samira.press("Oui")
	samira.press("Non")
	samira.press("Voter")
	samira.see("1 votant")
	samira.wait("one answer to have all the votes", `[...document.querySelectorAll(".poll-bars li.mine")].map((e) => e.innerText).join().startsWith("Non")`)
	samira.press("Changer mon vote")
	samira.press("Oui")
	samira.press("Voter")
	samira.wait("the vote to have moved", `[...document.querySelectorAll(".poll-bars li.mine")].map((e) => e.innerText).join().startsWith("Oui")`)
	samira.see("1 votant")
	samira.press("Retirer mon vote")
	samira.seeNot("Votre choix")
	samira.screen("poll-single")
}

// TestJourneyRelay: what a community on request relays is read and answered on
// both sides, and goes no further.
func TestJourneyRelay(t *testing.T) {
	t.Parallel()
	l := demonstration(t)
	const title = "Une tournée des mairies au printemps"
	florence := open(t, &l.site, "florence.delmas", desktop)
	florence.visit(l.place(t, "Territoires et collectivités") + "/new?fresh=1")
	florence.fill("Titre", title)
	florence.fill("Texte", "Nous cherchons des étapes.")
	florence.press("Publier")
	florence.see("C’est publié.")
	path := ask[string](florence, "location.pathname")

	isabelle := open(t, &l.site, "isabelle.lacombe", phone)
	isabelle.expect(404)
	isabelle.visit(path)
	isabelle.seeNot(title)

	florence.more("Relayer")
	florence.see("Les membres de Territoires et collectivités")
	florence.fill("Un mot pour ceux", "Vos idées sont bienvenues.")
	florence.choose("Communauté", "Innovation et simplification")
	florence.see("Territoires et collectivités et Innovation et simplification") // who would read, before she relays
	florence.screen("relay")
	florence.press("Relayer")
	florence.see("Relayé.")
	florence.see("Vos idées sont bienvenues.")
	florence.screen("relayed")

	isabelle.visit(path)
	isabelle.fill("Votre commentaire", "Venez à Limoges.")
	isabelle.press("Envoyer")
	isabelle.see("Venez à Limoges.")
	isabelle.screen("relayed")
	guest := open(t, &l.site, "jerome.bousquet", phone)
	guest.visit(path)
	guest.see("Venez à Limoges.")
	outsider := open(t, &l.site, "loic.guillou", desktop)
	outsider.expect(404)
	outsider.visit(path)
	outsider.seeNot(title)
	if l.word(t, store.Q(`SELECT title AS word FROM items WHERE id = (SELECT item_id FROM relays ORDER BY created DESC LIMIT 1)`)) != title {
		t.Error("the thread was copied rather than relayed")
	}
	if strings.Contains(ask[string](outsider, "document.body.innerText"), "Limoges") {
		t.Error("an outsider reads the thread")
	}
}

// TestJourneySlash: writing without a mouse, from the first heading to sending.
func TestJourneySlash(t *testing.T) {
	t.Parallel()
	l := demonstration(t)
	p := open(t, &l.site, "helene.vasseur", desktop)
	p.visit(l.place(t, "Droit du travail") + "/new?fresh=1")
	p.write("Deux rappels") // the title has the focus
	p.click("#source")
	p.write("/inter")
	p.see("Intertitre")
	p.key(kb.Enter)
	p.write("Les délais")
	p.key(kb.Enter)
	p.write("/liste nu")
	p.see("Liste numérotée")
	p.key(kb.Tab)
	p.write("trois jours")
	p.key(kb.Enter)
	p.write("dix jours")
	p.key("\r", chromedp.ModifierCtrl)
	p.see("C’est publié.")
	p.find(".prose h2, .prose h3")
	p.wait("two entries", `document.querySelectorAll(".prose ol li").length === 2`)
}
