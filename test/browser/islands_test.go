package browser

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// desk is the server's side of the scripts, as they expect it.
type desk struct {
	mu     sync.Mutex
	draft  map[string]any
	shut   bool // refuses drafts
	stream chan string

	removed chan string // ids of files that were taken back
}

func (d *desk) routes(mux *http.ServeMux) {
	answer := func(body string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			fmt.Fprint(w, body)
		}
	}
	mux.HandleFunc("GET /palette", func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("q") == "zzz" {
			answer(`{"groups":[]}`)(w, r)
			return
		}
		answer(`{"groups":[{"title":"Communautés","entries":[
			{"title":"Droit du travail","hint":"312 membres","href":"/_components/item","icon":"users-round"},
			{"title":"Accueil des usagers","hint":"1 048 membres","href":"/_components/home","icon":"users-round"}]},
			{"title":"Personnes","entries":[{"title":"Experte en droit du travail","hint":"Inspectrice","href":"/p/x","icon":"user-round"}]}]}`)(w, r)
	})
	mux.HandleFunc("GET /suggest/people", answer(`[{"value":"experte.travail","label":"Experte en droit du travail","hint":"Inspectrice"},{"value":"agent.guichet","label":"Agent du guichet"}]`))
	mux.HandleFunc("GET /suggest/tags", answer(`[{"value":"congés","label":"congés","hint":"128 publications"}]`))
	mux.HandleFunc("POST /preview", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, "<p>Rendu de <strong>%d</strong> lettres</p>", len([]rune(r.FormValue("source"))))
	})
	mux.HandleFunc("POST /files", func(w http.ResponseWriter, r *http.Request) {
		_, head, err := r.FormFile("files")
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		if strings.HasSuffix(head.Filename, ".exe") {
			w.WriteHeader(http.StatusUnsupportedMediaType)
			fmt.Fprint(w, `{"detail":"ce type de fichier n’est pas accepté"}`)
			return
		}
		fmt.Fprintf(w, `[{"id":"f1","name":%q,"href":"/f/f1","markdown":"[%s](/f/f1)","picture":false}]`, head.Filename, head.Filename)
	})
	mux.HandleFunc("POST /files/{id}/remove", func(w http.ResponseWriter, r *http.Request) {
		d.removed <- r.PathValue("id")
		w.WriteHeader(http.StatusNoContent)
	})
	mux.HandleFunc("PUT /drafts/{key}", func(w http.ResponseWriter, r *http.Request) {
		d.mu.Lock()
		defer d.mu.Unlock()
		if d.shut {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		body, err := io.ReadAll(r.Body)
		if err == nil {
			err = json.Unmarshal(body, &d.draft)
		}
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		d.draft["key"] = r.PathValue("key")
		w.WriteHeader(http.StatusNoContent)
	})
	mux.HandleFunc("GET /live", func(w http.ResponseWriter, r *http.Request) {
		if d.stream == nil { // a proxy that holds streams back
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		w.Header().Set("Content-Type", "text/event-stream")
		w.(http.Flusher).Flush()
		for {
			select {
			case text := <-d.stream:
				fmt.Fprintf(w, "event: counts\ndata: %s\n\n", text)
				w.(http.Flusher).Flush()
			case <-r.Context().Done():
				return
			}
		}
	})
	mux.HandleFunc("GET /live/poll", answer(`{"for_me":7,"for_info":0}`))
	mux.HandleFunc("GET /search", answer(`{}`))
	mux.HandleFunc("GET /search/suggest", answer(`{"entries":[]}`))
}

func (d *desk) kept(name string) any {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.draft[name]
}

func (d *desk) refuse(shut bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.shut = shut
}

func TestPalette(t *testing.T) {
	t.Parallel()
	p := open(t, gallery(t, (&desk{}).routes), "", desktop)
	p.visit("/_components/home")
	p.key("k", chromedp.ModifierCtrl)
	p.see("Droit du travail")
	p.screen("palette")
	p.write("accueil")
	p.wait("the first entry to be chosen", `document.activeElement.getAttribute("aria-activedescendant") === "palette-0"`)
	p.key(kb.ArrowDown)
	p.wait("the second entry to be chosen", `document.getElementById("palette-1")?.getAttribute("aria-selected") === "true"`)
	p.key(kb.ArrowUp)
	p.key(kb.Enter)
	p.at("/_components/item")
	p.settle()

	p.key("k", chromedp.ModifierCtrl)
	p.wait("the palette to open", `!!document.querySelector("dialog[open]")`)
	p.write("zzz")
	p.see("Rien de ce nom")
	p.key(kb.Escape)
	p.wait("the palette to close", `!document.querySelector("dialog[open]")`)
}

func TestShortcuts(t *testing.T) {
	t.Parallel()
	p := open(t, gallery(t, (&desk{}).routes), "", desktop)
	p.visit("/_components/home")
	p.key("j")
	p.wait("the first entry to have the focus", `document.activeElement.closest("[data-row]") === document.querySelector("[data-row]")`)
	p.key("j")
	p.key("k")
	p.wait("the first entry again", `document.activeElement.closest("[data-row]") === document.querySelector("[data-row]")`)
	p.shot("focus")
	p.key("/")
	p.wait("the search to have the focus", `document.activeElement.id === "top-search"`)
	p.write("j") // typed, not a shortcut
	p.wait("the letter to be written", `document.activeElement.value.endsWith("j")`)
	p.script(`document.activeElement.blur()`)
	p.key("?")
	p.see("Raccourcis clavier")
	p.screen("shortcuts")
	p.click("#shortcuts-on")
	p.key(kb.Escape)
	p.script(`document.activeElement.blur()`)
	p.key("j")
	if moved := ask[bool](p, `!!document.activeElement.closest("[data-row]")`); moved {
		t.Error("j still moves once the shortcuts of one letter are off")
	}
}

func TestMenus(t *testing.T) {
	t.Parallel()
	kept := make(chan string, 1)
	p := open(t, gallery(t, func(mux *http.ServeMux) {
		mux.HandleFunc("POST /settings/theme", func(w http.ResponseWriter, r *http.Request) {
			kept <- r.FormValue("theme")
			w.WriteHeader(http.StatusNoContent)
		})
	}), "", desktop)
	p.visit("/_components/item")
	p.click(".account > summary")
	p.see("Se déconnecter")
	p.screen("account")
	p.key(kb.ArrowDown)
	p.wait("the first entry to have the focus", `document.activeElement.textContent.includes("Votre profil")`)
	p.key(kb.Escape)
	p.wait("the button to have the focus again", `document.activeElement === document.querySelector(".account > summary")`)
	p.click(".account > summary")
	p.click("[data-theme-set=dark]")
	p.wait("the dark theme", `document.documentElement.dataset.theme === "dark"`)
	if theme := <-kept; theme != "dark" {
		t.Errorf("the account keeps the theme %q", theme)
	}
	p.shot("account-dark")
	p.click("h1")
	p.wait("the menu to close", `!document.querySelector("details[data-menu][open]")`)
	p.click(".item-head .follow summary")
	p.see("L’important seulement")
	p.screen("follow")
}

func TestEditor(t *testing.T) {
	t.Parallel()
	d := &desk{}
	for _, on := range []device{desktop, phone} {
		p := open(t, gallery(t, d.routes), "", on)
		p.visit("/_components/item")
		p.find("[role=toolbar]")
		p.click("#reponse")
		p.write("Bonjour @exp")
		p.see("Inspectrice")
		p.screen("suggestions")
		p.key(kb.Enter)
		p.wait("the name to be written", `document.activeElement.value === "Bonjour @experte.travail "`)
		p.write("voir #con")
		p.see("#congés")
		p.key(kb.Tab)
		p.wait("the subject to be written", `document.activeElement.value.endsWith("voir #congés ")`)
		p.see("Brouillon enregistré à")
		const want = "Bonjour @experte.travail voir #congés "
		p.until("the draft to be kept", func(context.Context) (bool, error) {
			return d.kept("reponse") == want && d.kept("key") == "sample-answer", nil
		})
		p.click("[data-tool=preview]")
		p.see("lettres")
		p.shot("editor")

		d.refuse(true)
		p.expect(http.StatusServiceUnavailable)
		p.click("#reponse")
		p.write("suite")
		p.see("n’a pas pu être enregistré")
		d.refuse(false)
		p.visit("/_components/item")
		p.wait("what the server did not get to come back", `document.getElementById("reponse").value.includes("suite")`)
		p.see("Brouillon enregistré à")
	}
}

func TestToolbar(t *testing.T) {
	t.Parallel()
	p := open(t, gallery(t, (&desk{}).routes), "", desktop)
	p.visit("/_components/item")
	p.find("[role=toolbar]")
	for _, c := range []struct{ text, from, to, tool, want string }{
		{"un mot", "3", "6", "bold", "un **mot**"},
		{"un **mot**", "5", "8", "bold", "un mot"},
		{"un\ndeux", "0", "7", "list", "- un\n- deux"},
		{"- un\n- deux", "0", "11", "list", "un\ndeux"},
		{"un\ndeux", "0", "7", "ordered", "1. un\n2. deux"},
		{"titre", "0", "0", "heading", "## titre"},
		{"ici", "0", "3", "link", "[ici](https://)"},
	} {
		p.script(fmt.Sprintf(`{ const text = document.getElementById("reponse"); text.value = %s; text.setSelectionRange(%s, %s); }`, quote(c.text), c.from, c.to))
		p.click("[data-tool=" + c.tool + "]")
		if got := ask[string](p, `document.getElementById("reponse").value`); got != c.want {
			t.Errorf("%s on %q writes %q, not %q", c.tool, c.text, got, c.want)
		}
	}
	p.script(`{ const text = document.getElementById("reponse"); text.value = "1. un"; text.setSelectionRange(5, 5); text.focus(); }`)
	p.key(kb.Enter)
	p.write("deux")
	if got := ask[string](p, `document.getElementById("reponse").value`); got != "1. un\n2. deux" {
		t.Errorf("Enter in a list writes %q", got)
	}
}

func TestUpload(t *testing.T) {
	t.Parallel()
	d := &desk{removed: make(chan string, 1)}
	p := open(t, gallery(t, d.routes), "", desktop)
	p.expect(http.StatusUnsupportedMediaType)
	p.visit("/_components/item")
	p.find("[role=toolbar]")
	drop := `{ const data = new DataTransfer(); data.items.add(new File(["abc"], %s)); const frame = document.querySelector(".editor-frame");
		for (const kind of ["dragenter", "dragover", "drop"]) frame.dispatchEvent(new DragEvent(kind, {bubbles: true, cancelable: true, dataTransfer: data})); }`
	p.script(fmt.Sprintf(drop, `"note.pdf"`))
	p.wait("the link to be written", `document.getElementById("reponse").value === "[note.pdf](/f/f1) "`)
	p.wait("the file to go with the form", `new FormData(document.getElementById("reponse").form).get("file") === "f1"`)
	p.script(fmt.Sprintf(drop, `"tout.exe"`))
	p.see("ce type de fichier n’est pas accepté")
	p.screen("upload")
	p.press("Effacer le message sur tout.exe")
	p.seeNot("ce type de fichier n’est pas accepté")
	p.press("Retirer note.pdf")
	p.wait("the link to be gone", `document.getElementById("reponse").value.trim() === ""`)
	p.wait("the file not to go with the form", `!new FormData(document.getElementById("reponse").form).has("file")`)
	p.wait("the text to have the focus", `document.activeElement.id === "reponse"`)
	select {
	case id := <-d.removed:
		if id != "f1" {
			t.Errorf("the server forgets %q", id)
		}
	case <-time.After(patience):
		t.Error("the server does not hear that the file was taken back")
	}

	// Kept on the device alone, it comes back with its row and can be taken back.
	d.refuse(true)
	p.expect(http.StatusServiceUnavailable)
	p.script(fmt.Sprintf(drop, `"note.pdf"`))
	p.see("n’a pas pu être enregistré")
	d.refuse(false)
	p.visit("/_components/item")
	p.wait("the file to go with the form again", `new FormData(document.getElementById("reponse").form).get("file") === "f1"`)
	p.press("Retirer note.pdf")
	p.wait("the link to be gone again", `document.getElementById("reponse").value.trim() === ""`)
	p.wait("the file to stay behind", `!new FormData(document.getElementById("reponse").form).has("file")`)
}

// TestGestures: a slash opens a menu that is worked without a mouse.
func TestGestures(t *testing.T) {
	t.Parallel()
	for _, on := range []device{desktop, phone} {
		p := open(t, gallery(t, (&desk{}).routes), "", on)
		p.visit("/_components/item")
		p.find("[role=toolbar]")
		p.click("#reponse")
		p.write("/")
		p.see("Ligne de séparation")
		p.see("Citer une personne")
		p.screen("gestures")
		p.write("cita")
		p.seeNot("Ligne de séparation")
		p.wait("one gesture to be named", `document.querySelector(".suggest-list:not([hidden]) [aria-selected=true]").textContent.trim() === "Citation"`)
		p.key(kb.Enter)
		p.write("Un mot")
		const value = `document.getElementById("reponse").value`
		if got := ask[string](p, value); got != "> Un mot" {
			t.Errorf("the quotation writes %q", got)
		}
		p.write(" et/ou")
		p.seeNot("Ligne de séparation")
		p.write(" /tab")
		p.see("Tableau")
		p.key(kb.Escape)
		p.write("le")
		p.seeNot("Tableau")
		if got := ask[string](p, value); got != "> Un mot et/ou /table" {
			t.Errorf("Escape leaves %q", got)
		}
		p.write(" /citer")
		p.see("Citer une personne")
		p.key(kb.Enter)
		p.write("exp")
		p.see("Inspectrice")
		p.key(kb.Escape)
		p.write(" /filet")
		p.seeNot("Ligne de séparation")
	}
}

func TestLive(t *testing.T) {
	t.Parallel()
	d := &desk{stream: make(chan string)}
	p := open(t, gallery(t, d.routes), "", desktop)
	p.visit("/_components/home?live")
	p.script(`addEventListener("click", () => {}); document.addEventListener("parvis:signal", (e) => { document.title = "signal " + e.detail.item })`)
	select {
	case d.stream <- `{"for_me":0,"for_info":130,"item":"abc"}`:
	case <-time.After(patience):
		t.Fatal("nobody listens to the stream")
	}
	p.wait("the counts of the bell", `document.querySelector("[data-for-me]").hidden && document.querySelector("[data-for-info]").textContent === "99+"`)
	p.wait("the words of the bell", `document.querySelector("[data-bell-text]").textContent.includes("130")`)
	p.wait("the event for the page", `document.title === "signal abc"`)
}

// TestLiveBlocked: where streams are held back, the counts still come.
func TestLiveBlocked(t *testing.T) {
	t.Parallel()
	p := open(t, gallery(t, (&desk{}).routes), "", desktop)
	p.expect(http.StatusBadGateway)
	p.visit("/_components/home?live")
	p.wait("the counts by polling", `document.querySelector("[data-for-me]").textContent === "7"`)
}

func TestToast(t *testing.T) {
	t.Parallel()
	p := open(t, gallery(t), "", phone)
	p.visit("/_components/home?flash=Publication+mise+%C3%A0+la+corbeille")
	p.see("Publication mise à la corbeille")
	p.see("Annuler")
	p.screen("toast")
}
