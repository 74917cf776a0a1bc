package document

import (
	"context"
	"slices"
	"strconv"

	"parvis/internal/document/prose"
	"parvis/internal/i18n"
	"parvis/internal/ui"
)

// templateOptions are the outlines to choose from.
func templateOptions(ctx context.Context, chosen string) []ui.Option {
	var out []ui.Option
	for i, t := range Templates() {
		key := "document.template." + t.Code
		out = append(out, ui.Option{
			Value: t.Code, Label: i18n.T(ctx, key+".name"), Help: i18n.T(ctx, key+".help"), Icon: t.Icon, Chosen: chosen == t.Code || chosen == "" && i == 0,
		})
	}
	return out
}

// taskWord says to a screen reader whether a task is done.
func taskWord(n prose.Node) string {
	if n.Attrs.Bool("checked") {
		return "document.task.done"
	}
	return "document.task.open"
}

var calloutKinds = []string{"note", "important", "warning", "success"}

func calloutKind(n prose.Node) string {
	if kind := n.Attrs.String("kind"); slices.Contains(calloutKinds, kind) {
		return kind
	}
	return calloutKinds[0]
}

// widthClass is how wide a picture was made, in steps of ten percent.
func widthClass(n prose.Node) string {
	if w := n.Attrs.Int("width", 0); w > 0 && w < 100 {
		return "width-" + strconv.Itoa(max(1, (w+5)/10)*10)
	}
	return ""
}
