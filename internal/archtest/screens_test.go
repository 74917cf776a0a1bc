package archtest

import "testing"

func TestScreens(t *testing.T) {
	tree := planted{
		"internal/agenda/views_templ.go": `package agenda
func Day() {
	w.WriteString(b, 1, "<!doctype html><p class=\"")
	w.WriteString(b, 2, classes)
	w.WriteString(b, 3, "\" aria-label=\"")
	w.WriteString(label)
	w.WriteString(b, 4, "\">12 · Parvis</p><style>a { color: red }</style>")
}
func Week() {
	w.WriteString(b, 1, "<p title=\"Semaine\">")
	w.WriteString(b, 2, "Du lundi</p><script>let a</script> – <kbd>Enter</kbd> &nbsp;")
}
`,
		"internal/agenda/other.go": "package agenda\nfunc f() { w.WriteString(\"<p>words</p>\") }",
	}.tree(t)
	expect(t, Screens(tree), "the screen says “Semaine”", "the screen says “Du lundi”")
}

func TestFields(t *testing.T) {
	tree := planted{
		"internal/agenda/views_templ.go": `package agenda
func Day() {
	w.WriteString(b, 1, "<form><input type=\"hidden\" name=\"form\" value=\"")
	w.WriteString(b, 2, "\"><input name=\"title\"></form>")
	ui.Input{Name: "action"}.Render()
	ui.Input{Name: "name"}.Render()
}
`,
	}.tree(t)
	expect(t, Fields(tree), "a field named form", "a field named action")
}

func TestRefreshes(t *testing.T) {
	tree := planted{
		"internal/agenda/views.templ": "package agenda\n<div hx-trigger=\"load\"></div>\n<div hx-trigger=\"change from:#day\"></div>\n",
		"internal/agenda/view.go":     "package agenda\n\nvar attrs = map[string]string{\"hx-trigger\": \"input changed delay:1s\"}\n",
		"internal/ui/refresh.go":      "package ui\n\nvar attrs = map[string]string{\"hx-trigger\": \"change\"}\n",
	}.tree(t)
	expect(t, Refreshes(tree), "internal/agenda/views.templ:3: asked again", "internal/agenda/view.go:3: asked again")
}
