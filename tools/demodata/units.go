package main

import (
	"fmt"
	"regexp"
	"strings"
)

var (
	machineName = regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-`)
	sic         = strings.NewReplacer(
		"Bureau de la à la gestion", "Bureau de la gestion",
		"Bureau  pour", "Bureau pour",
		"auprès du auprès du", "auprès du",
		"de la l'habitat", "de l'habitat",
		"acquaculture", "aquaculture",
		"battellerie", "batellerie",
		"dévéloppement", "développement",
		"tranquilité", "tranquillité",
		"Infrastuctures", "Infrastructures",
		"légére", "légère",
		"immigrées (CILPI))", "immigrées (CILPI)",
		"du systèmes Terre", "du système Terre",
		"Sous direction", "Sous-direction",
		"Equipe projets", "Équipe projets",
		"Aides d'Etat", "Aides d'État",
		"Ile-de-France", "Île-de-France",
		"Biscarosse", "Biscarrosse",
		"drones civiles", "drones civils",
		"transition écologiques", "transition écologique",
		"réseaux juridique\x00", "réseaux juridiques",
		"achats  logistique", "achats et logistique",
		"de la mer de la biodiversité", "de la mer et de la biodiversité",
		"terrestres et terrestres", "terrestres",
		"terrestres terrestres", "terrestres",
		"transports terrestres\x00", "transports terrestres",
		"Bureau pour les affaires relatives au ", "Bureau du ",
		"Bureau pour les affaires relatives à la ", "Bureau de la ",
		"Bureau pour les affaires relatives à l'", "Bureau de l'",
		"Bureau pour les affaires relatives aux ", "Bureau des ",
	)
)

// shorter names the units whose full title is a paragraph.
var shorter = map[string]string{
	"org-561":  "Bureau de la tutelle de l'Office français de la biodiversité et des agences de l'eau",
	"org-1012": "Anses - Laboratoire de la rage et de la faune sauvage de Nancy",
	"org-1015": "Anses - Laboratoire de sécurité des aliments de Maisons-Alfort",
	"org-1017": "Anses - Laboratoire de santé animale, sites de Maisons-Alfort et de Dozulé",
	"org-1047": "Ministre déléguée chargée des collectivités territoriales et de la ruralité",
	"org-1048": "Cabinet de la ministre déléguée chargée des collectivités territoriales et de la ruralité",
	"org-1049": "Secrétaire d'État chargée de la ville et de la citoyenneté",
	"org-1050": "Cabinet de la secrétaire d'État chargée de la ville et de la citoyenneté",
	"org-1139": "Bureau des systèmes d'information de la pêche et de l'aquaculture",
	"org-1141": "Bureau de la maîtrise d'œuvre des projets informatiques et numériques",
}

// units reads the tree of the ministry. A unit without a real name goes; its
// children, if any, would go to its parent.
func (b *builder) units() error {
	type unit struct{ ID, Parent, Label, Acronym string }
	all, err := records[unit](b.data, "organisations/ministry-tree.jsonl.gz")
	if err != nil {
		return err
	}
	moved := map[string]string{}
	roots := 0
	for _, u := range all {
		if machineName.MatchString(u.Label) {
			moved[u.ID] = u.Parent
			continue
		}
		if to, ok := moved[u.Parent]; ok {
			u.Parent = to
		}
		if u.Parent == "" {
			roots++
		} else if b.unitName[u.Parent] == "" {
			return fmt.Errorf("unit %s comes before its parent %s", u.ID, u.Parent)
		}
		if s, ok := shorter[u.ID]; ok {
			u.Label = s
		}
		name := unitLabel(u.Label)
		b.unitName[u.ID] = name
		b.unitRows = append(b.unitRows, []string{u.ID, u.Parent, name, strings.TrimSpace(clean(u.Acronym))})
	}
	if roots != 1 {
		return fmt.Errorf("%d roots in the tree of units", roots)
	}
	return nil
}

func unitLabel(s string) string {
	s = strings.TrimSuffix(sic.Replace(strings.TrimSpace(clean(s))+"\x00"), "\x00")
	s = frenchLine(upperFirst(s))
	return strings.ReplaceAll(s, " - ", " – ")
}
