package correspondence

import (
	"context"

	"parvis/internal/access"
	"parvis/internal/i18n"
	"parvis/internal/ui"
)

// Pressing is the badge of what presses, in words that its colour repeats; none
// for what is routine.
func Pressing(ctx context.Context, p Precedence) []ui.Badge {
	switch p {
	case Immediate:
		return []ui.Badge{{Tone: ui.Danger, Icon: "zap", Label: i18n.T(ctx, PrecedenceKey(p))}}
	case Urgent:
		return []ui.Badge{{Tone: ui.Warning, Icon: "chevrons-up", Label: i18n.T(ctx, PrecedenceKey(p))}}
	}
	return nil
}

// PrecedenceKey is the key of the word for a precedence.
func PrecedenceKey(p Precedence) string {
	switch p {
	case Immediate:
		return "correspondence.precedence.immediate"
	case Urgent:
		return "correspondence.precedence.urgent"
	}
	return "correspondence.precedence.routine"
}

// ProtectionKey is the key of the word for a protection.
func ProtectionKey(p access.Protection) string {
	switch p {
	case access.Restricted:
		return "correspondence.protection.restricted"
	case access.Limited:
		return "correspondence.protection.limited"
	}
	return "correspondence.protection.public"
}

// Kept is the badge of what is kept from others; none for what is public.
func Kept(ctx context.Context, p access.Protection) []ui.Badge {
	switch p {
	case access.Restricted:
		return []ui.Badge{{Icon: "lock", Label: i18n.T(ctx, ProtectionKey(p))}}
	case access.Limited:
		return []ui.Badge{{Icon: "shield", Label: i18n.T(ctx, ProtectionKey(p))}}
	}
	return nil
}

// Marking says on paper how far a dispatch goes.
func Marking(ctx context.Context, p access.Protection, a access.Audience) string {
	return i18n.T(ctx, "correspondence.paper.protection", "protection", i18n.T(ctx, ProtectionKey(p)), "distribution", i18n.T(ctx, "correspondence.distribution."+distributionWord(a)))
}

// Related says what a dispatch is to an earlier one, by its title and the number
// that it may have; one without a title is one that its reader may not read.
func Related(ctx context.Context, r Relation, title, number string) string {
	said := i18n.T(ctx, "correspondence.relation.hidden")
	if title != "" {
		said = i18n.T(ctx, "correspondence.relation.title", "title", title)
	}
	if number != "" {
		said += " (" + number + ")"
	}
	return i18n.T(ctx, relationKey(r), "title", said)
}

func relationKey(r Relation) string {
	switch r {
	case Answers:
		return "correspondence.relation.answers"
	case Instructs:
		return "correspondence.relation.instructs"
	case Corrects:
		return "correspondence.relation.corrects"
	}
	return "correspondence.relation.refers"
}
