package ui

import (
	"time"

	"github.com/a-h/templ"

	"parvis/internal/content"
	"parvis/internal/text"
)

// The texts of the page of components. They stand here, not in the catalogue:
// they are examples of what people write, for those who build the screens.
const (
	samplesTitle = "Les composants de Parvis"
	samplesUse   = "De quoi bâtir un écran : chaque composant, dans chacun de ses états."
)

const (
	sampleHomeTitle   = "Votre journée"
	sampleHomeUse     = "Ce qui vous est demandé, puis ce que vous avez choisi de suivre."
	sampleToDo        = "À faire"
	sampleToDoNote    = "2 demandes, dont une pour vendredi"
	sampleToRead      = "À lire"
	sampleAllRead     = "Tout marquer comme lu"
	sampleCommunities = "Vos communautés"
	sampleSeeAll      = "Toutes"
	samplePeople      = "À connaître"
	sampleItemTitle   = "Arrêt maladie puis congés payés"
	sampleHistory     = "Ce qui s’est passé"
	sampleSignInTitle = "Se connecter"
	sampleSignInUse   = "Avec l’adresse et le mot de passe de votre compte."
	sampleEmail       = "Adresse électronique"
	samplePassword    = "Mot de passe"
)

func samplePlaces() Links {
	return Links{{Label: "Droit du travail", Href: "/c/1", Count: 3}, {Label: "Accueil des usagers", Href: "/c/2"}, {Label: "Simplification des démarches", Href: "/c/3", Count: 12, Note: "2 annonces"}}
}

func sampleItemCrumbs() []Crumb {
	return []Crumb{{"Communautés", "/communities"}, {"Droit du travail", "/c/1"}}
}

func sampleRowOf(i int) ItemRow { return sampleItems()[i] }

func samplesCrumbs() []Crumb {
	return []Crumb{{"Accueil", "/"}, {"Développement", "/_components"}}
}

// sampleDay is the present of the samples, so that they never change.
var sampleDay = time.Date(2026, 3, 12, 14, 5, 0, 0, time.UTC)

// SampleShell is the frame that the page of components is looked at in.
func SampleShell() Shell {
	return Shell{
		Site:    Site{Baseline: "Le réseau des agents publics"},
		Me:      guichet(),
		Admin:   true,
		ForMe:   3,
		ForInfo: 12,
		New:     "/new",
		Now:     sampleDay,
		Path:    "/_components",
	}
}

func guichet() Person {
	return Person{Name: "Agent du guichet", Handle: "agent.guichet", Href: "/p/agent.guichet", Line: "Chargé d’accueil, préfecture de la Creuse"}
}

func experte() Person {
	return Person{Name: "Experte en droit du travail", Handle: "experte.travail", Href: "/p/experte.travail", Line: "Inspectrice du travail, direction départementale de l’emploi, du travail et des solidarités de la Haute-Vienne"}
}

func animatrice() Person {
	return Person{Name: "Élue animatrice", Handle: "elue.animatrice", Href: "/p/elue.animatrice", Line: "Responsable de la relation aux usagers"}
}

func invite() Person {
	return Person{Name: "Invité de mairie", Handle: "invite.mairie", Href: "/p/invite.mairie", Line: "Secrétaire de mairie, Bourganeuf", Guest: true}
}

func sampleGroups() []sampleGroup {
	return []sampleGroup{
		{"fondations", "Fondations", foundations()},
		{"boutons", "Boutons et menus", buttonSamples()},
		{"personnes", "Personnes, états et sujets", personSamples()},
		{"listes", "Listes", listSamples()},
		{"publication", "Publication", itemSamples()},
		{"discussion", "Discussion", threadSamples()},
		{"formulaires", "Formulaires", formSamples()},
		{"messages", "Messages et vides", messageSamples()},
		{"donnees", "Données", dataSamples()},
		{"parcours", "Parcours et versions", pathSamples()},
	}
}

func foundations() []sample {
	return []sample{
		{"tokens.css", "les couleurs : deux fonds, trois encres, deux traits, un accent", sampleColours()},
		{"--text-6 … --text-0", "les corps, du titre de page à la légende", sampleType("L’accueil des usagers, d’où l’on voit tout")},
		{"ui.Tabs", "les vues d’un même lieu", Tabs{Label: "Vues de la communauté", Entries: []Tab{
			{Label: "Fil", Href: "#a", Current: true}, {Label: "Questions", Href: "#b", Count: 48}, {Label: "Documents", Href: "#c", Count: 1312}, {Label: "Membres", Href: "#d", Count: 312}, {Label: "À propos", Href: "#e"},
		}}},
		{"ui.FilterLinks", "quelques vues d’une liste", FilterLinks{Label: "Trier les communautés", Entries: []Tab{
			{Label: "Toutes", Href: "#a", Current: true, Count: 24}, {Label: "Les miennes", Href: "#b", Count: 5}, {Label: "Ouvertes", Href: "#c", Count: 17},
		}}},
		{"ui.Filters", "un formulaire qui resserre une liste", withChildren(Filters{Action: "/_components", Label: "Filtrer les communautés", Clear: "/_components"}.With(), inOrder(
			Input{Name: "q", ID: "f-q", Label: "Nom ou sujet", Type: "search", Value: "travail"},
			Select{Name: "genre", ID: "f-genre", Label: "Genre", Options: []Option{{Value: "", Label: "Tous"}, {Value: "t", Label: "Transverse", Chosen: true}, {Value: "h", Label: "De service"}}},
		))},
		{"ui.FilterMore", "les filtres de second rang, repliés sur un téléphone", withChildren(Filters{Action: "/_components", Label: "Filtrer les personnes"}.With(), inOrder(
			Input{Name: "nom", ID: "f-nom", Label: "Nom", Type: "search"},
			withChildren(FilterMore{Set: 1}.With(), Select{Name: "service", ID: "f-service", Label: "Service", Options: []Option{{Value: "", Label: "Tous"}, {Value: "t", Label: "Titres", Chosen: true}}}),
		))},
		{"ui.Heard", "le titre d’une liste, pour qui écoute", Heard("Vos communautés")},
		{"ui.Links", "quelques lieux, dans une colonne", samplePlaces()},
		{"ui.Pager", "avancer dans une longue liste", Pager{Newer: "#n", Older: "#o"}},
	}
}

func buttonSamples() []sample {
	return []sample{
		{"ui.Button", "un seul primaire par écran", withChildren(ButtonRow(), inOrder(
			Button{Label: "Publier", Kind: Primary, Icon: "send", Type: "button"},
			Button{Label: "Enregistrer le brouillon", Type: "button"},
			Button{Label: "Abandonner", Kind: Quiet, Type: "button"},
			Button{Label: "Mettre à la corbeille", Kind: Destructive, Icon: "trash-2", Type: "button"},
			Button{Label: "Indisponible", Disabled: true, Type: "button"},
		))},
		{"ui.Icon", "un dessin, à côté du mot qui le dit", withChildren(ButtonRow(), inOrder(Icon("bell"), Icon("bookmark"), Icon("trash-2")))},
		{"Size: ui.Small, ui.Large", "petit dans une rangée, grand pour entrer", withChildren(ButtonRow(), inOrder(
			Button{Label: "Rejoindre", Kind: Primary, Size: Large, Type: "button"},
			Button{Label: "Rejoindre", Kind: Primary, Type: "button"},
			Button{Label: "Rejoindre", Kind: Primary, Size: Small, Type: "button"},
			Button{Label: "Voir la charte", Size: Small, Href: "/charter"},
		))},
		{"ui.IconButton", "un dessin connu de tous, avec son nom", withChildren(ButtonRow(), inOrder(
			IconButton{Icon: "bookmark", Label: "Garder", Type: "button"},
			IconButton{Icon: "bookmark", Label: "Gardé", Type: "button", Pressed: true},
			IconButton{Icon: "share-2", Label: "Relayer", Type: "button"},
			IconButton{Icon: "inbox", Label: "4 demandes", Type: "button", Count: 4},
		))},
		{"ui.Menu, ui.Follow", "des gestes ou des lieux, en liste", withChildren(ButtonRow(), inOrder(
			Menu{Label: "Gestes", AtStart: true, Entries: []MenuEntry{
				{Label: "Modifier", Icon: "pencil", Href: "#m"},
				{Label: "Épingler", Icon: "pin", Hint: "En tête de la communauté", Action: "#p"},
				{Label: "Relayer dans une autre communauté", Icon: "repeat-2", Href: "#r"},
				{Label: "Mettre à la corbeille", Icon: "trash-2", Action: "#d", Danger: true, Divided: true},
			}},
			Menu{Label: "Plus de gestes", Icon: "ellipsis", IconOnly: true, AtStart: true, Entries: []MenuEntry{{Label: "Signaler", Icon: "flag", Href: "#s"}}},
			Follow{ID: "follow-a", Action: "#f", What: "Droit du travail"},
			Follow{ID: "follow-b", Action: "#f", What: "Accueil des usagers", Level: "all"},
			Follow{ID: "follow-c", Action: "#f", What: "Numérique", Level: "nothing", Size: Small},
		))},
		{"ui.Dialog", "une question au-dessus de la page", inOrder(Button{Label: "Ouvrir une fenêtre", Opens: "sample-dialog"}, withChildren(Dialog{ID: "sample-dialog", Title: "Relayer dans une autre communauté"}.With(), inOrder(
			sampleText("Un seul fil, lu par les deux communautés, jamais plus largement que ne le permet l’origine."),
			withChildren(sampleForm(), inOrder(
				Select{Name: "vers", Label: "Communauté", Options: []Option{{Value: "1", Label: "Accueil des usagers"}, {Value: "2", Label: "Réseau des directeurs"}}},
				withChildren(ButtonRow(), Button{Label: "Relayer", Kind: Primary}),
			)),
		)))},
	}
}

func personSamples() []sample {
	return []sample{
		{"ui.PersonLine", "une personne sur une ligne", inOrder(
			PersonLine{Person: animatrice(), Note: "Animatrice", Actions: Follow{ID: "follow-d", Action: "#f", What: "Élue animatrice", Size: Small}},
			PersonLine{Person: experte()},
			PersonLine{Person: invite()},
			PersonLine{Person: Person{Name: "Ancien agent", Line: "Bureau des titres", Gone: true}, Size: Small},
		)},
		{"ui.PersonName", "un nom dans une phrase", withChildren(ButtonRow(), inOrder(PersonName(experte()), PersonName(invite())))},
		{"ui.Avatar", "une photo, ou des initiales", withChildren(ButtonRow(), inOrder(Avatar{Person: experte(), Size: Small}, Avatar{Person: guichet()}, Avatar{Person: animatrice(), Size: Large}))},
		{"ui.Ago, ui.Day", "un moment, un jour", withChildren(ButtonRow(), inOrder(Ago(sampleDay.Add(-3*time.Minute)), Day(sampleDay)))},
		{"ui.PersonLine Large", "en tête d’un profil", PersonLine{Person: guichet(), Size: Large}},
		{"ui.Faces", "quelques visages et combien d’autres", Faces{People: []Person{guichet(), experte(), animatrice(), invite(), {Name: "Ancien agent"}}, Label: "312 membres", Href: "#m", Total: 312}},
		{"ui.Badge", "un état en un ou deux mots", withChildren(ButtonRow(), inOrder(
			Badge{Label: "Épinglé", Icon: "pin"}, Badge{Label: "Nouveau", Tone: Accent}, Badge{Label: "Ouverte", Tone: Info}, Badge{Label: "Réponse retenue", Tone: Success, Icon: "check"}, Badge{Label: "À valider", Tone: Warning}, Badge{Label: "Exclu", Tone: Danger},
		))},
		{"ui.MarkBadge", "l’état d’un document ou d’une question, s’il y en a un", MarkBadge(content.Mark{Key: "ui.kind.document"})},
		{"ui.Tags", "les sujets, cinq au plus", Tags{{Name: "télétravail", Href: "#t", Count: 128}, {Name: "congés", Href: "#t"}, {Name: "santé-au-travail", Href: "#t", Count: 7}, {Name: "égalité"}}},
	}
}

func sampleItems() []ItemRow {
	droit, accueil := Ref{"Droit du travail", "/c/1"}, Ref{"Accueil des usagers", "/c/2"}
	return []ItemRow{
		{Kind: "question", KindLabel: "Question", Href: "#1", Title: "Un salarié en arrêt maladie peut-il poser des congés payés à la suite, sans reprise ?", Excerpt: "La situation se présente deux fois par semaine au guichet. Nous répondons par prudence qu’une reprise est nécessaire, mais la convention collective ne dit rien et l’employeur a donné son accord par écrit.", Community: droit, Author: guichet(), At: sampleDay.Add(-3 * time.Minute), Answers: 2, Comments: 5, Unread: true, New: 3, Why: "On vous demande votre avis", Due: "Réponse attendue avant vendredi", Tags: []Tag{{Name: "congés", Href: "#t"}, {Name: "maladie", Href: "#t"}}},
		{Kind: "announcement", KindLabel: "Annonce", Href: "#2", Title: "Fermeture des guichets le vendredi 15 mai", Excerpt: "Les horaires d’ouverture affichés en ligne seront corrigés d’ici à lundi.", Community: accueil, Author: animatrice(), At: sampleDay.Add(-26 * time.Hour), Useful: 41, Unread: true, Why: "Vous animez cette communauté", States: []Badge{{Label: "Épinglé", Icon: "pin"}}},
		{Kind: "question", KindLabel: "Question", Href: "#3", Title: "Quelle pièce demander quand l’acte de naissance est illisible ?", Community: accueil, Author: invite(), At: sampleDay.Add(-4 * 24 * time.Hour), Answers: 3, Useful: 12, Accepted: true, Reply: "La copie intégrale, que la mairie envoie sous huit jours ; en attendant, le livret de famille suffit.", Why: "Vous suivez #état-civil"},
		{Kind: "poll", KindLabel: "Sondage", Href: "#4", Title: "Quel jour pour la réunion du réseau ?", Community: droit, Author: experte(), At: sampleDay.Add(-40 * 24 * time.Hour), Comments: 1204, States: []Badge{{Label: "Clos"}}},
	}
}

func sampleRows() templ.Component {
	var rows []templ.Component
	for _, row := range sampleItems() {
		rows = append(rows, row)
	}
	return inOrder(rows...)
}

func listSamples() []sample {
	return []sample{
		{"ui.Rows, ui.ItemRow", "une liste : ce que c’est, où, de qui, quand, et pourquoi c’est là", withChildren(Rows("À lire"), sampleRows())},
		{"ui.Empty", "rien à montrer : pourquoi, et que faire", Empty{Icon: "inbox", Title: "Rien n’attend de vous", Text: "Ce qui vous est demandé (une réponse, une validation, un vote) arrivera ici. En attendant, suivez une communauté pour savoir ce qui s’y passe.", Action: Button{Label: "Voir les communautés", Href: "/communities"}}},
	}
}

func itemSamples() []sample {
	return []sample{
		{"ui.ItemHead", "le haut d’une publication", ItemHead{Kind: "question", KindLabel: "Question", Title: "Un salarié en arrêt maladie peut-il poser des congés payés à la suite, sans reprise ?", Community: Ref{"Droit du travail", "/c/1"}, Relayed: []Ref{{"Accueil des usagers", "/c/2"}}, Author: guichet(), At: sampleDay.Add(-3 * time.Hour), Edited: sampleDay.Add(-time.Hour), History: "#h", States: []Badge{{Label: "Urgent", Tone: Warning}}, Tags: []Tag{{Name: "congés", Href: "#t"}, {Name: "maladie", Href: "#t"}}, Actions: inOrder(Follow{ID: "follow-e", Action: "#f", Level: "all"}, Menu{Label: "Plus de gestes", Icon: "ellipsis", IconOnly: true, Entries: []MenuEntry{{Label: "Modifier", Icon: "pencil", Href: "#m"}}})}},
		{"ui.Prose", "un texte écrit par quelqu’un, en HTML sûr", Prose(sampleProse)},
		{"ui.Attachments", "les fichiers joints", Attachments{{Name: "Note de service du 4 février.pdf", Href: "#f", Kind: "PDF", Size: "320 Ko"}, {Name: "Modèle de réponse aux usagers dont l’acte est illisible, version validée par le bureau de l’état civil.odt", Href: "#f", Kind: "Texte", Size: "18 Ko"}}},
		{"ui.Reactions", "dire son avis en un geste", Reactions{ID: "r1", Action: "#r", Useful: 42, NotUseful: 1, Thanks: 7, Mine: "useful"}},
		{"ui.Poll", "voter", Poll{ID: "p1", Action: "#v", Question: "Quel jour pour la réunion du réseau ?", Options: []PollOption{{Value: "1", Label: "Mardi 7 avril, le matin"}, {Value: "2", Label: "Jeudi 9 avril, l’après-midi"}, {Value: "3", Label: "Aucun de ces jours"}}, Voters: 18, Note: "Ouvert jusqu’au 20 mars"}},
		{"ui.Poll Show", "les résultats", Poll{ID: "p2", Question: "Quel jour pour la réunion du réseau ?", Show: true, Voted: true, Options: []PollOption{{Value: "1", Label: "Mardi 7 avril, le matin", Votes: 12, Mine: true}, {Value: "2", Label: "Jeudi 9 avril, l’après-midi, à la condition que la visioconférence fonctionne enfin", Votes: 5}, {Value: "3", Label: "Aucun de ces jours"}}, Voters: 18, Change: "#c", Withdraw: "#w", Note: "Ouvert jusqu’au 20 mars"}},
		{"ui.Audience", "qui verra, avant de publier", Audience{Summary: "312 agents de la communauté Droit du travail", Groups: []AudienceGroup{{Label: "Droit du travail", Count: 312}, {Label: "Direction départementale de la Creuse", Count: 1048, Icon: "landmark"}}, Warning: "Dont 3 personnes extérieures", More: Ref{"Voir la liste", "#l"}}},
	}
}

const sampleProse = `<p>La situation se présente <strong>deux fois par semaine</strong> au guichet. Nous répondons par prudence qu’une reprise est nécessaire, mais l’article <a href="#">L. 3141-5</a> ne le dit pas et <em>l’employeur a donné son accord par écrit</em>.</p><h2>Ce que nous avons vérifié</h2><ul><li>La convention collective est muette sur ce point.</li><li>Le contrat renvoie au code, « sans autre précision ».</li></ul><blockquote><p>Le congé et l’arrêt n’ont pas le même objet : l’un repose, l’autre soigne.</p></blockquote><table><thead><tr><th>Cas</th><th>Réponse donnée</th></tr></thead><tbody><tr><td>Accord écrit</td><td>Oui, sans reprise</td></tr><tr><td>Sans accord</td><td>Non</td></tr></tbody></table><p>Référence interne : <code>DT-2026-014</code>. Merci à <a class="mention" href="#">@experte.travail</a> de confirmer.</p>`

func threadSamples() []sample {
	more := []MenuEntry{{Label: "Modifier", Icon: "pencil", Href: "#m"}, {Label: "Signaler", Icon: "flag", Href: "#s"}}
	return []sample{
		{"ui.Thread, ui.Answer, ui.Comment", "une question et ce qu’on lui répond", withChildren(Thread("2 réponses"), inOrder(
			Answer{Accepted: true, AcceptedBy: "Réponse retenue par Agent du guichet", Comment: Comment{Anchor: "c-1", Author: experte(), At: sampleDay.Add(-2 * time.Hour), HTML: "<p>Oui. Rien n’impose une reprise effective entre un arrêt et des congés <strong>déjà acceptés</strong>. L’employeur garde la main sur les dates, pas sur le principe.</p>", Reacts: Reactions{ID: "r2", Action: "#r", Useful: 18, Thanks: 3, Small: true, Mine: "useful", Thanked: true}, ReplyTo: "#reply", More: more},
				Below: inOrder(
					Comment{Anchor: "c-2", Author: guichet(), At: sampleDay.Add(-40 * time.Minute), HTML: "<p>Merci, c’est affiché au guichet dès demain.</p>", Reacts: Reactions{ID: "r3", Action: "#r", Small: true}, More: more},
				)},
			Answer{Accept: "#a", Comment: Comment{Anchor: "c-3", Author: invite(), At: sampleDay.Add(-12 * time.Minute), Edited: sampleDay.Add(-10 * time.Minute), Unread: true, Quote: Quote{Author: "Agent du guichet", Text: "Nous répondons par prudence qu’une reprise est nécessaire.", Href: "#c-1"}, HTML: "<p>En mairie nous faisions la même lecture.</p>", Reacts: Reactions{ID: "r4", Action: "#r", Small: true}, ReplyTo: "#reply", More: more}},
			Comment{Anchor: "c-4", Deleted: true},
			withChildren(sampleForm(), inOrder(
				Editor{Field: Field{Name: "reponse", Label: "Votre réponse", Max: 20000}, Small: true, Draft: "sample-answer", Files: true},
				withChildren(ButtonRow(), inOrder(Button{Label: "Répondre", Kind: Primary}, Button{Label: "Demander une précision", Kind: Quiet})),
			)),
		))},
	}
}

func formSamples() []sample {
	wrong := Errors{Message: "2 points sont à corriger", Fields: []FieldError{{"titre", "Donnez un titre à votre question."}, {"adresse", "Une adresse électronique s’écrit comme prenom.nom@exemple.fr."}}}
	return []sample{
		{"ui.ErrorSummary", "en tête d’un formulaire refusé", ErrorSummary(Errors{Message: wrong.Message, Fields: wrong.Fields, still: true})},
		{"ui.Input, ui.Textarea, ui.Select…", "une question par champ, l’aide sous l’étiquette", withChildren(sampleForm(), inOrder(
			Input{Name: "titre", Label: "Titre", Help: "Une phrase, comme vous la diriez à un collègue.", Error: wrong.For("titre"), Required: true, Max: 160},
			Input{Name: "adresse", Label: "Adresse électronique", Type: "email", Value: "prenom.nom@", Error: wrong.For("adresse"), Complete: "email", Width: MiddleLine},
			Input{Name: "annee", Label: "Année d’entrée", Mode: "numeric", Max: 4, Width: NarrowLine, Optional: true},
			Input{Name: "matricule", Label: "Matricule", Value: "0412-887", ReadOnly: true, Width: MiddleLine, Help: "Vient de l’annuaire : demandez sa correction à votre service."},
			Textarea{Name: "intro", Label: "Votre question en quelques lignes", Max: 500, Value: "Un usager se présente avec un acte de naissance abîmé."},
			Select{Name: "communaute", Label: "Communauté", Options: []Option{{Value: "1", Label: "Droit du travail"}, {Value: "2", Label: "Accueil des usagers", Chosen: true}}, Width: MiddleLine},
			Radios{Name: "acces", Label: "Qui peut rejoindre la communauté", Options: []Option{{Value: "o", Label: "Tous les agents", Help: "Chacun entre sans demander.", Chosen: true}, {Value: "d", Label: "Sur demande", Help: "Une personne qui anime accepte ou refuse."}, {Value: "p", Label: "Sur invitation", Help: "La communauté n’apparaît pas dans l’annuaire.", Disabled: true}}},
			Checkboxes{Name: "jours", Label: "Jours de présence", Options: []Option{{Value: "1", Label: "Lundi", Chosen: true}, {Value: "2", Label: "Mardi"}, {Value: "3", Label: "Mercredi", Chosen: true}}},
			Checkbox{Name: "charte", Label: "J’ai lu la charte et je m’engage à la respecter", Error: "Cochez la case pour continuer."},
			Dropzone{Field: Field{Name: "fichiers", Label: "Fichiers", Multiple: true, Optional: true, Help: "PDF, images, bureautique ; 20 Mo chacun."}},
			FileInput{Name: "photo", Label: "Photo", Help: "Elle sera recadrée en carré.", Accept: "image/png", Optional: true},
			withChildren(ButtonRow(), inOrder(Button{Label: "Publier", Kind: Primary}, Button{Label: "Abandonner", Kind: Quiet, Href: "#"})),
		))},
		{"ui.Fieldset", "les questions d’un même sujet", withChildren(sampleForm(), withChildren(Fieldset("Pour une personne extérieure", "Ces réponses ne servent pas pour un collègue."), Input{Name: "fin", ID: "f-fin", Label: "Fin de son accès", Type: "date", Width: NarrowLine}))},
		{"ui.Editor", "écrire un texte", withChildren(sampleForm(), Editor{Field: Field{Name: "texte", Label: "Texte", Max: 50000, Value: "## Ce que nous proposons\n\nUn **accueil unique** pour les démarches de naissance.\n\n- un seul guichet\n- un seul dossier\n"}, Draft: "sample-text", Files: true})},
	}
}

func messageSamples() []sample {
	return []sample{
		{"ui.Notice", "ce que le système a à dire dans la page", inOrder(
			Notice{Text: "Cette communauté suit la direction départementale : ses annonces sont validées avant parution."},
			Notice{Tone: Success, Title: "Votre adresse est confirmée", Text: "Vous recevrez le résumé de la semaine le lundi matin."},
			Notice{Tone: Warning, Title: "Une seule personne anime cette communauté", Text: "À deux, elle vit mieux et ne s’arrête pas pendant les congés.", Action: Button{Label: "Inviter quelqu’un", Size: Small}},
			Notice{Tone: Danger, Text: "La pièce jointe n’a pas pu être enregistrée : elle dépasse 20 Mo."},
		)},
		{"ui.Toast", "ce qu’un geste a fait, et comment revenir dessus", Toast(Flash{Message: "Vous l’avez prise.", Undo: "#u"}, nil)},
	}
}

func dataSamples() []sample {
	table := Table{Caption: "Activité des communautés en février", Columns: []Column{{Label: "Communauté"}, {Label: "Animation"}, {Label: "Membres", Number: true}, {Label: "Questions répondues", Number: true}}}
	return []sample{
		{"ui.Figures", "quelques nombres qui comptent", Figures{{Value: "1 312", Label: "questions répondues", Note: "depuis janvier"}, {Value: "4 h", Label: "avant une première réponse"}, {Value: "87 %", Label: "jugées utiles", Href: "#u"}}},
		{"ui.Table", "des faits en rangées", withChildren(table.With(), inOrder(
			sampleRow([]string{"Droit du travail", "Experte en droit du travail", "312", "48"}, 2),
			sampleRow([]string{"Accueil des usagers", "Élue animatrice", "1 048", "127"}, 2),
			sampleRow([]string{"Réseau des communicants", "—", "86", "9"}, 2),
		))},
		{"ui.Facts", "ce qu’on sait de quelque chose", Facts{{Name: "Genre", Value: "Transverse, ouverte"}, {Name: "Ouverte le", Body: Day(sampleDay)}, {Name: "Sujets", Body: Tags{{Name: "congés", Href: "#t"}, {Name: "contrat", Href: "#t"}}}}},
		{"ui.Progress", "où l’on en est", Progress{Label: "Votre profil", Text: "3 points sur 5", Value: 3, Max: 5}},
		{"ui.Gauge", "une mesure entre deux bornes", inOrder(Gauge{Label: "Place utilisée", Text: "12 Go sur 20", Value: 12, Max: 20, High: 16}, Gauge{Label: "Place utilisée", Text: "19 Go sur 20", Value: 19, Max: 20, High: 16})},
		{"ui.Fold", "ce qu’on ouvre au besoin", inOrder(
			withChildren(Fold{Label: "Comment une annonce est-elle validée ?", Note: "1 min"}.With(), sampleText("Elle est lue par la personne désignée, qui a deux jours ouvrés.")),
			withChildren(Fold{Label: "Que deviennent mes publications si je change de service ?", Open: true}.With(), sampleText("Elles restent dans leur communauté, sous votre nom.")),
		)},
	}
}

func pathSamples() []sample {
	return []sample{
		{"ui.Steps", "le chemin d’une validation ou d’une campagne", Steps{{Label: "Rédaction", Done: true, Note: "Agent du guichet, le 10 mars"}, {Label: "Validation", Current: true, Note: "Chef de bureau, avant le 14 mars"}, {Label: "Parution"}}},
		{"ui.Timeline", "ce qui s’est passé", Timeline{
			{At: sampleDay.Add(-20 * time.Minute), Who: experte(), Text: "a retenu une réponse", Icon: "circle-check-big"},
			{At: sampleDay.Add(-2 * time.Hour), Who: guichet(), Text: "a modifié le texte", Href: "#v2", Icon: "pencil"},
			{At: sampleDay.Add(-3 * time.Hour), Who: guichet(), Text: "a posé la question"},
		}},
		{"ui.Diff", "deux versions, sans se fier à la couleur", Diff{Label: "Changements du 12 mars", Spans: []text.Span{{Op: text.Same, Text: "Le guichet est ouvert "}, {Op: text.Delete, Text: "du lundi au vendredi"}, {Op: text.Insert, Text: "tous les jours ouvrés"}, {Op: text.Same, Text: " de 9 h à 12 h, et "}, {Op: text.Insert, Text: "sur rendez-vous "}, {Op: text.Same, Text: "l’après-midi."}}}},
	}
}
