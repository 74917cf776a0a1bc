package browser

import (
	"slices"
	"strings"
	"testing"

	"parvis/internal/store"
)

// sight is a screen, and who looks at it.
type sight struct {
	name, as, path string
}

// sights are the screens of the product, as the cast sees them.
func sights(t *testing.T, l *live) []sight {
	labour := l.place(t, "Droit du travail")
	desk := l.place(t, "Accueil et guichet")
	heads := l.place(t, "Directrices et directeurs")
	question := l.item(t, "question", "Droit du travail")
	poll := l.item(t, "poll", "Ressources humaines")
	post := l.item(t, "post", "Accueil et guichet")
	news := l.item(t, "announcement", "Ressources humaines")
	tag := "/t/" + l.word(t, store.Q(`SELECT slug AS word FROM tags ORDER BY uses DESC, slug LIMIT 1`))
	return []sight{
		{"sign-in", "", "/sign-in"},
		{"forgotten", "", "/forgotten"},
		{"charter", "helene.vasseur", "/charter"},
		{"home", "pascal.chartier", "/"},
		{"home-newcomer", "theo.besnard", "/"},
		{"home-guest", "jerome.bousquet", "/"},
		{"home-english", "elena.costa", "/"},
		{"notifications", "florence.delmas", "/notifications"},
		{"communities", "samira.lefort", "/communities"},
		{"community", "helene.vasseur", labour},
		{"community-about", "helene.vasseur", labour + "/about"},
		{"community-members", "helene.vasseur", labour + "/members"},
		{"community-private", "isabelle.lacombe", heads},
		{"community-manager", "florence.delmas", desk},
		{"community-requests", "florence.delmas", desk + "/requests"},
		{"community-settings", "florence.delmas", desk + "/settings"},
		{"community-invite", "florence.delmas", desk + "/invite"},
		{"community-new", "florence.delmas", "/communities/new"},
		{"question", "helene.vasseur", question},
		{"poll", "isabelle.lacombe", poll},
		{"post", "samira.lefort", post},
		{"announcement", "camille.perrot", news},
		{"item-history", "samira.lefort", post + "/history"},
		{"new", "samira.lefort", "/new"},
		{"compose", "samira.lefort", desk + "/new"},
		{"people", "pascal.chartier", "/people"},
		{"profile", "loic.guillou", "/p/helene.vasseur"},
		{"profile-own", "loic.guillou", "/p/loic.guillou"},
		{"profile-edit", "loic.guillou", "/p/loic.guillou/edit"},
		{"units", "pascal.chartier", "/units"},
		{"search", "oumou.diallo", "/search?q=télétravail"},
		{"help", "samira.lefort", "/help"},
		{"accessibility", "samira.lefort", "/accessibility"},
		{"search-nothing", "oumou.diallo", "/search?q=xyzzy"},
		{"tag", "oumou.diallo", tag},
		{"settings", "loic.guillou", "/settings"},
		{"settings-sessions", "loic.guillou", "/settings/sessions"},
		{"settings-tokens", "loic.guillou", "/settings/tokens"},
		{"admin", "linh.tran", "/admin"},
		{"admin-people", "linh.tran", "/admin/people"},
		{"admin-communities", "linh.tran", "/admin/communities"},
		{"admin-tags", "linh.tran", "/admin/tags?q=a"},
		{"admin-charter", "linh.tran", "/admin/charter"},
		{"admin-units", "linh.tran", "/admin/units"},
		{"admin-acts", "linh.tran", "/admin/acts"},
	}
}

// TestScreens holds every screen to what every screen owes, on a desktop and
// on a phone, and keeps it for people to look at. Each device is one tab that
// the cast hand to one another.
func TestScreens(t *testing.T) {
	t.Parallel()
	l := demonstration(t)
	for _, on := range []device{desktop, phone} {
		t.Run(on.name, func(t *testing.T) {
			t.Parallel()
			tab := open(t, &l.site, "", on)
			for _, s := range slices.SortedStableFunc(slices.Values(sights(t, l)), func(a, b sight) int { return strings.Compare(a.as, b.as) }) {
				t.Run(s.name, func(t *testing.T) {
					p := tab.during(t)
					p.become(s.as)
					p.visit(s.path)
					p.screen(strings.ReplaceAll(s.name, "/", "-"))
				})
			}
		})
	}
}
