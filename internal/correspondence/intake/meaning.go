package intake

import (
	"slices"
	"strings"

	"parvis/internal/access"
	"parvis/internal/correspondence"
)

// What the words of archives mean here; docs/how-to/import.md says it too.

func protections() map[string]access.Protection {
	return map[string]access.Protection{"public": access.Public, "limited": access.Limited, "restricted": access.Restricted}
}

func distributions() map[string]access.Audience {
	return map[string]access.Audience{"services": access.ForServices, "directors": access.ForDirectors, "named": access.ForNamed}
}

// precedenceOf reads ours and those of telegrams.
func precedenceOf(word string) (correspondence.Precedence, bool) {
	switch strings.ToLower(word) {
	case "immediate", "flash", "niact", "operational immediate", "niact immediate":
		return correspondence.Immediate, true
	case "urgent", "priority":
		return correspondence.Urgent, true
	case "routine", "deferred", "verbatim text":
		return correspondence.Routine, true
	}
	return 0, false
}

// typeOf is the type of what went by wire, and of what went by bag; "" for what
// is no dispatch.
func typeOf(kind string) string {
	switch strings.ToLower(kind) {
	case "telegram", "circular telegram", "telex":
		return "TD"
	case "airgram", "circular airgram", "despatch", "dispatch":
		return "TS"
	}
	return ""
}

// meaning is how much a classification and a handling keep from others. What
// keeps it to few, or is not known, keeps it to those who are named.
func meaning(classification string, handling []string) (access.Protection, access.Audience) {
	for _, h := range handling {
		h = strings.ToLower(h)
		if strings.Contains(h, "eyes only") || slices.Contains([]string{"nodis", "exdis", "no distribution", "exclusive distribution", "presidential handling", "cherokee", "roger channel"}, h) {
			return access.Restricted, access.ForNamed
		}
	}
	protection := access.Restricted
	switch strings.ToLower(classification) {
	case "", "unclassified", "no classification marking":
		protection = access.Public
	case "confidential", "limited official use", "official use only":
		protection = access.Limited
	}
	if protection == access.Restricted {
		return protection, access.ForNamed
	}
	if len(handling) > 0 {
		return protection, access.ForDirectors // Limdis, Noforn, Sensitive
	}
	return protection, access.ForServices
}
