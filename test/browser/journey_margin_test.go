package browser

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"parvis/internal/content"
	"parvis/internal/document"
	"parvis/internal/id"
)

// TestJourneyMargin: somebody who may not write comments on a passage; who
// writes changes the text before it, within it and around it, and the thread
// stays at its place; it is answered, resolved and opened again, and each sees
// what the other does without asking (U1, S4).
func TestJourneyMargin(t *testing.T) {
	for _, on := range []device{desktop, phone} {
		t.Run(on.name, func(t *testing.T) {
			t.Parallel()
			l := demonstration(t)
			desk := l.place(t, "Accueil et guichet")
			writer := open(t, &l.site, "samira.lefort", desktop)
			writer.begins(desk, "Ouverture du samedi")
			writer.click(".ProseMirror")
			writer.write("Le guichet ouvre à 9 h. Il ferme à midi.")
			writer.see("Enregistré")
			writer.see("Aucun commentaire sur le texte")
			writer.screen("margin-empty")
			path := writer.here()

			reader := open(t, &l.site, "helene.vasseur", on)
			reader.visit(path)
			reader.find(".ProseMirror[contenteditable=true]") // to propose
			reader.chooses("ouvre à 9 h")
			reader.find(".margin-bubble button")
			reader.shot("margin-chosen")
			reader.click(".margin-bubble button")
			reader.see("Passage choisi : « ouvre à 9 h »")
			reader.fill("Votre commentaire", "Plutôt 8 h 30 ?")
			reader.screen("margin-compose")
			reader.click(".margin-form button.primary")
			reader.find("[data-thread].is-chosen")
			reader.see("Plutôt 8 h 30 ?")
			reader.screen("margin-thread")

			// Who writes sees it come, and writes around it and within it.
			writer.see("Plutôt 8 h 30 ?")
			writer.passage("ouvre à 9 h")
			writer.caret("Le guichet", 0)
			writer.write("Dès lundi, ")
			writer.caret("ouvre", len("ouvre"))
			writer.write(" bien")
			reader.passage("ouvre bien à 9 h")
			writer.passage("ouvre bien à 9 h")
			writer.caret("Dès lundi", 0)
			writer.key(kb.Enter)
			writer.caret("guichet", 0)
			writer.key(kb.Enter)
			reader.passage("ouvre bien à 9 h")
			writer.see("Enregistré")

			// They answer each other.
			writer.press("Répondre")
			writer.fill("Votre réponse", "D’accord pour 8 h 30.")
			writer.seeNot("Texte supprimé")
			writer.screen("margin-reply")
			writer.click("[data-margin-answer] button.primary")
			writer.lacks("[data-margin-answer]")
			reader.see("D’accord pour 8 h 30.")

			// Resolved, it leaves the text and the list; opened again, it is back.
			writer.press("Résoudre")
			writer.see("Tous les commentaires sont résolus")
			reader.lacks(".passage")
			reader.press("Résolus")
			reader.see("par Samira Lefort")
			reader.screen("margin-resolved")
			reader.press("Rouvrir")
			writer.passage("ouvre bien à 9 h")
			reader.press("Ouverts")
			reader.passage("ouvre bien à 9 h")

			// The keys lead from one to the next, and the passage leads to its thread.
			writer.key("j", chromedp.ModifierCtrl|chromedp.ModifierAlt)
			writer.wait("the focus to be on the thread", `document.activeElement?.matches("[data-thread].is-chosen")`)

			// In the discussion of the item it tells what it is on, and leads there.
			reader.visit("/i/" + path[len("/d/"):])
			reader.see("Plutôt 8 h 30 ?")
			reader.script(`document.querySelector(".passage-quote").scrollIntoView({block: "center"})`)
			reader.screen("margin-discussion")
			reader.press("ouvre à 9 h")
			reader.find("[data-thread].is-chosen")
			reader.find(".passage.is-chosen")

			// From the keyboard alone, the words are copied in the place of being chosen.
			if on.name == desktop.name {
				reader.expect(422)
				reader.key("m", chromedp.ModifierCtrl|chromedp.ModifierAlt)
				reader.fill("Passage", "Nulle part")
				reader.fill("Votre commentaire", "Et le samedi ?")
				reader.click(".margin-form button.primary")
				reader.see("Ces mots ne sont pas dans le texte")
				reader.screen("margin-refused")
				reader.fill("Passage", "Il ferme à midi")
				reader.click(".margin-form button.primary")
				reader.passage("ouvre bien à 9 hIl ferme à midi")
				writer.passage("ouvre bien à 9 hIl ferme à midi")
			}

			// Without the words, it stays with those that it quotes.
			writer.script(`window.getSelection().selectAllChildren(document.querySelector(".ProseMirror"))`)
			writer.click(".document-text")
			writer.key("a", chromedp.ModifierCtrl)
			writer.key(kb.Delete)
			writer.see("Texte supprimé")
			reader.see("Texte supprimé")
			reader.screen("margin-gone")
		})
	}
}

// TestJourneyMarginRound: a document of the demonstration is being commented;
// one goes from a passage to what is said on it, and back.
func TestJourneyMarginRound(t *testing.T) {
	for _, on := range []device{desktop, phone} {
		t.Run(on.name, func(t *testing.T) {
			t.Parallel()
			l := demonstration(t)
			p := open(t, &l.site, "samira.lefort", on)
			p.visit("/d/" + l.item(t, "document", "Accueil et guichet")[len("/i/"):])
			p.find(".passage")
			p.press("1 commentaire sur le texte")
			p.see("Et quand la file des retraits est vide")
			p.see("il appelle alors le ticket suivant")
			p.screen("margin-round")
			p.press("Un guichet sur quatre appelle d’abord les retraits")
			p.find(".passage.is-chosen")
			p.screen("margin-round-passage")
			p.click(".passage")
			p.press("Résolus")
			p.see("Moi, après deux lundis de suite.")
		})
	}
}

// TestJourneyMarginPlain: without scripts the threads stand after the text, and
// one begins, answers, resolves and reopens them with plain forms.
func TestJourneyMarginPlain(t *testing.T) {
	t.Parallel()
	l := demonstration(t)
	desk, err := id.Parse(l.place(t, "Accueil et guichet")[len("/c/"):])
	if err != nil {
		t.Fatal(err)
	}
	it, err := l.app.Documents.Make(t.Context(), l.actor(t, "samira.lefort"), document.New{
		New:     content.New{Community: desk, Title: "Ouverture du samedi"},
		Outline: "Le guichet ouvre à 9 h. Il ferme à midi.",
	})
	if err != nil {
		t.Fatal(err)
	}
	path := "/d/" + it.ID.String()
	helene := plainly(t, &l.site, "helene.vasseur").visit(path, http.StatusOK)
	helene.sees("Aucun commentaire sur le texte", "Recopiez les mots du texte que vous commentez.")
	helene.send(path+"/margin", http.StatusUnprocessableEntity, url.Values{"passage": {"ouvre le"}, "source": {"Dès quand ?"}}, nil)
	helene.sees("Ces mots ne sont pas dans le texte", "ouvre le", "Dès quand ?")
	helene.send(path+"/margin", http.StatusOK, url.Values{"passage": {"ouvre à 9 h"}, "source": {"Dès quand ?"}}, nil)
	helene.sees("Dès quand", "1 commentaire sur le texte")

	samira := plainly(t, &l.site, "samira.lefort").visit(path, http.StatusOK).sees("Dès quand")
	thread := regexp.MustCompile(`id="comment-(\w+)"`).FindStringSubmatch(samira.page)[1]
	samira.visit(path+"?thread="+thread+"&reply="+thread, http.StatusOK)
	samira.send(path+"/margin/"+thread+"/replies", http.StatusOK, url.Values{"source": {"Dès samedi."}}, nil).sees("Dès samedi.")
	samira.send(path+"/margin/"+thread+"/resolve", http.StatusOK, nil, nil).sees("Le commentaire est résolu.", "par Samira Lefort")
	samira.visit(path, http.StatusOK).seesNot("Dès samedi.").sees("Tous les commentaires sont résolus")
	helene.visit("/i/"+it.ID.String(), http.StatusOK).sees("ouvre à 9 h", "par Samira Lefort")
	helene.visit(path+"?threads=resolved", http.StatusOK).send(path+"/margin/"+thread+"/reopen", http.StatusOK, nil, nil).sees("Le commentaire est rouvert.", "Dès samedi.")
	samira.visitUntil("/notifications?stream=info", "a rouvert un commentaire")
}

// chooses selects some words of the text, as with a finger or a mouse.
func (p *page) chooses(words string) {
	p.t.Helper()
	p.wait("“"+words+"” to be chosen", fmt.Sprintf(`(() => {
		const text = parvis.textNode(%s);
		if (!text) return false;
		const at = text.data.indexOf(%[1]s);
		getSelection().setBaseAndExtent(text, at, text, at + %[1]s.length);
		return true;
	})()`, quote(words)))
}

// caret puts the caret into the text, so many signs into some words.
func (p *page) caret(words string, in int) {
	p.t.Helper()
	p.wait("the caret to be at “"+words+"”", fmt.Sprintf(`(() => {
		const text = parvis.textNode(%s);
		if (!text) return false;
		document.querySelector(".ProseMirror").focus();
		getSelection().collapse(text, text.data.indexOf(%[1]s) + %d);
		return true;
	})()`, quote(words), in))
	p.settle()
}

// passage waits until these words of the text, and no others, are commented.
func (p *page) passage(words string) {
	p.t.Helper()
	p.wait("the passage to be “"+words+"”", fmt.Sprintf(`[...document.querySelectorAll(".document-text .passage")].map((part) => part.textContent).join("") === %s`, quote(words)))
}
