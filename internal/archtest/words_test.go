package archtest

import "testing"

func TestCatalogues(t *testing.T) {
	tree := planted{
		"internal/agenda/messages.fr.json": `{
"agenda.title": "Agenda",
"agenda.only": "Seul",
"agenda.days": {"one": "{{.count}} jour", "other": "{{.count}} jours"},
"agenda.who": "Avec {{.name}}",
"agenda.empty": " ",
"agenda.bad": 3
}`,
		"internal/agenda/messages.en.json": `{
"agenda.title": "Agenda",
"agenda.days": "{{.count}} days",
"agenda.who": "With {{.person}}",
"agenda.empty": "None",
"agenda.other": "Other"
}`,
		"internal/project/messages.fr.json": `{"agenda.title": "Agenda"}`,
		"internal/project/messages.en.json": `["not flat"]`,
	}.tree(t)
	expect(t, Catalogues(tree),
		"agenda/messages.fr.json:3: agenda.only is missing in en",
		"agenda/messages.fr.json:7: agenda.bad is neither",
		"project/messages.fr.json:1: agenda.title is already in internal/agenda/messages.fr.json",
		"agenda/messages.en.json:2: agenda.title is in two folders",
		"project/messages.en.json:1: not a catalogue",
		"messages.en.json:3: agenda.days has plural forms in one language only",
		"messages.en.json:4: agenda.who says [.name] in fr and [.person] in en",
		"messages.fr.json:6: agenda.empty is empty",
		"messages.en.json:6: agenda.other is missing in fr",
	)
}

func TestKeys(t *testing.T) {
	tree := planted{
		"internal/fault/messages.fr.json": `{"fault.x": "a", "word.x": "b"}`,
		"internal/fault/messages.en.json": `{"fault.x": "a", "word.x": "b"}`,
		"internal/agenda/messages.fr.json": `{
"agenda.title": "Agenda",
"agenda.by": "Par {{.name}}",
"agenda.unused": "Rien",
"agenda.table": "x",
"agenda.script": "x",
"agenda.kind.day": "Jour"
}`,
		"internal/agenda/messages.en.json": `{}`,
		"assets/agenda.ts":                 `t("agenda.script")`,
		"internal/agenda/agenda.go": `package agenda
const title = "agenda.title"
var table = []string{"agenda.table"}
func f(kind string) {
	i18n.T(ctx, title)
	i18n.T(ctx, kind)
	t(ctx, "agenda.absent")
	i18n.T(ctx, "agenda.by", "person", 1)
	p.T("agenda.by", "name", 1)
	p.T("agenda.by", args...)
	i18n.T(ctx, "agenda.kind."+kind)
	i18n.T(ctx, "agenda."+kind)
	i18n.T(ctx, "agenda.none."+kind)
	i18n.T(ctx, "fault."+kind)
	fault.New(fault.Invalid, "agenda.wrong")
	check.Field("name", ok, "agenda.missing")
	var _ = fault.Field{Key: "agenda.gone"}
}
`,
	}.tree(t)
	expect(t, Keys(tree),
		"agenda.go:7: no text for agenda.absent",
		"agenda.go:8: agenda.by shows {{.name}}",
		`agenda.go:12: keys beginning with "agenda."`,
		"no key begins with agenda.none.",
		"agenda.go:15: no text for agenda.wrong",
		"agenda.go:16: no text for agenda.missing",
		"agenda.go:17: no text for agenda.gone",
		"messages.fr.json:4: agenda.unused is used nowhere",
	)
}

func TestTypography(t *testing.T) {
	for text, want := range map[string]string{
		"Prêt\u00a0?":      "",
		"Vraiment\u202f?!": "",
		"À 14:30, «\u00a0oui\u00a0»\u00a0: l’été":     "",
		"Voir https://exemple.fr/?a=1 et `a ? b : c`": "",
		"{{.name}}\u00a0: {{.count}}":                 "",
		"Prêt ?":                                      "?",
		"Prêt?":                                       "?",
		"Voici : rien":                                ":",
		"Nom:":                                        ":",
		"« oui\u00a0»":                                "«",
		"«\u00a0oui »":                                "»",
		"Un ; deux":                                   ";",
		"L'été":                                       "apostrophe",
		"Attendez...":                                 "three dots",
		"Le réseau social":                            "no screen",
		"Association, socialiste":                     "",
	} {
		tree := planted{
			"internal/agenda/messages.fr.json": `{"agenda.x": "` + text + `"}`,
			"internal/agenda/messages.en.json": `{"agenda.x": "Name: ok?"}`,
		}.tree(t)
		if want == "" {
			expect(t, Typography(tree))
		} else {
			expect(t, Typography(tree), want)
		}
	}
	tree := planted{"x/messages.en.json": `{"x.y": "A social network"}`}.tree(t)
	expect(t, Typography(tree), "no screen says")
}
