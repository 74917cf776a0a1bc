package browser

import (
	"strconv"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"parvis/internal/store"
)

// TestJourneyThree: three people write in one document at once, each in a
// paragraph, one on a phone, one whose network goes in the middle; all end with
// the same text, in which no letter lacks, on either database (U1, F5).
func TestJourneyThree(t *testing.T) {
	t.Parallel()
	for _, engine := range []store.Engine{store.SQLite, store.Postgres} {
		t.Run(string(engine), func(t *testing.T) {
			l := demonstrationOn(t, engine)
			desk := l.place(t, "Accueil et guichet")
			samira := open(t, &l.site, "samira.lefort", desktop)
			samira.begins(desk, "Plan de continuité")
			path := samira.here()
			samira.click(".ProseMirror")
			samira.write("Samira :")
			samira.key(kb.Enter)
			samira.write("Pascal :")
			samira.key(kb.Enter)
			samira.write("Florence :")
			samira.saved()
			place, wire := l.through(t)
			pascal := open(t, place, "pascal.chartier", desktop)
			pascal.visit(path)
			pascal.see("Florence :")
			pascal.kept()
			florence := open(t, &l.site, "florence.delmas", phone)
			florence.visit(path)
			florence.see("Florence :")
			samira.see("Florence Delmas")

			writers := []*page{samira, pascal, florence}
			for i, p := range writers {
				p.click(".ProseMirror p:nth-child(" + strconv.Itoa(i+1) + ")")
				p.key(kb.End)
			}
			said := ""
			for round, word := range []string{" un", " deux", " trois", " quatre"} {
				if round == 1 {
					wire.sever()
					pascal.see("Hors ligne")
				}
				for _, p := range writers {
					p.write(word)
				}
				said += word
				if round == 2 {
					wire.mend()
				}
			}
			for _, p := range writers {
				p.saved()
				p.wait("the same text everywhere", lines+" === "+quote("Samira :"+said+"\nPascal :"+said+"\nFlorence :"+said))
			}
			pascal.watch.forget() // what failed is what the journey is about
			florence.screen("document-three")
		})
	}
}

// lines is the text of the editor, without the carets of others.
const lines = `(() => {
	const text = document.querySelector(".ProseMirror").cloneNode(true);
	for (const caret of text.querySelectorAll(".ProseMirror-widget")) caret.remove();
	return [...text.children].map((block) => block.textContent).join("\n");
})()`
