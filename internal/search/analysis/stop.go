package analysis

import "strings"

// stop tells whether a folded word carries no meaning by itself.
func stop(form string) bool {
	if len(form) > 10 {
		return false
	}
	_, is := stopped[form]
	return is
}

// Weak tells whether a folded word says how something is asked rather than
// what: "comment", "peut", "combien". It counts little in a question.
func Weak(form string) bool {
	_, is := weak[form]
	return is
}

var stopped = set(`
a ai aie aient aies ait as au aux avec c ce ceci cela celle celles celui ces cet cette ceux ci d dans de des du
elle elles en es est et eu eue eurent eut eux furent fut ici il ils j je jusqu l la le les leur leurs lorsqu lui
m ma mais me mes moi mon n ne nos notre nous on ont ou par pas pour puisqu qu quand que quel quelle quelles quels
qui quoi s sa sans se sera seront ses si soi soient soit son sont sous sur t ta te tes toi ton tu un une vos votre
vous y etait etaient etre lors donc or ni car dont afin ainsi alors aussi comme
the of and to is with from this that are was were be its by
`)

var weak = set(`
ai-je aider aidez aimerais apres avant avoir avez avons ayant bonjour besoin combien comment connaitre cas cela
chose choses concernant conditions devoir devons devez doit doivent dois dire faire fait faites fais faut faudrait
font lequel laquelle lesquels lesquelles mettre merci obtenir oui non peut peuvent peux pouvez pouvoir pourquoi
possible puis-je quelque quelques quelqu savoir serait souhaite svp tout tous toute toutes trouver veux veut vouloir
voudrais vais va vont permet permettre existe signifie appelle nom nomme type lieu sert puis plus entre
pendant contre depuis lors durant chez vers selon sauf hors malgre envers parmi certain certaine certains certaines
plusieurs chaque autre autres meme memes tel telle tels telles deja encore toujours jamais souvent bien tres trop peu
beaucoup moins mieux beneficie beneficier beneficient benefice dispose disposer donne donner prend prendre prends
effectuer effectue suivre suit situation partir moment suivant suivants suivante aupres ensuite enfin ailleurs
`)

// inEnt are words in -ent that are no verbs, or seldom.
var inEnt = set(`
absent abstinent accent accident adherent adjacent adolescent afferent affluent agent antecedent apparent ardent argent
cent client coefficient coherent competent concurrent confluent conscient consequent content contingent continent
convergent couvent decent dent detergent different diligent divergent efficient effluent eloquent emergent eminent
equivalent evident excedent excellent exigent expedient fervent frequent gradient immanent imminent impatient
impertinent impudent incident incoherent incompetent inconscient inconsequent inconvenient indecent indifferent
indigent indulgent influent ingredient inherent innocent insolent intelligent intermittent jacent latent lent
negligent occident omnipresent onguent opulent orient paravent parent patent patient penitent permanent pertinent
polyvalent precedent preeminent present president prevalent proeminent prudent quotient recent recipient recurrent
referent regent resident resilient reticent sergent serpent serment souvent strident subsequent succulent talent
torrent transparent trident turbulent urgent vent violent virulent clement florent laurent vincent copresident
ferment firmament comment evidemment notamment recemment
`)

// inErer are stems of verbs in -érer: "considèrent" is of today.
var inErer = set(`
acceler adher alter confer consider cooper deliber depoussier desesper differ diger enumer esper exager gener
inser interfer liber moder obtemper oper prefer prolifer prosper recuper refer refriger regener remuner reiter
sugger temper toler transfer
`)

func set(words string) map[string]struct{} {
	out := map[string]struct{}{}
	for _, w := range strings.Fields(words) {
		out[w] = struct{}{}
	}
	return out
}
