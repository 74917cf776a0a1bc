package analysis

import "strings"

// irregular gives, for the forms of verbs whose stem changes, one that stands
// for all of them.
var irregular = families(`
tenir tiens tient tiennent tenu tenue tenus tenues tint tinrent tiendra tiendront tenait tenaient tenant | re sou ob main con appar de entre abs
venir viens vient viennent venu venue venus venues vint vinrent viendra viendront venait venaient venant venue | de re inter sur par con pre sub inter
prendre prends prend prennent pris prise prises prit prirent prendra prenait prenaient prenant | com ap entre re sur mé
mettre mets met mettent mis mise mises mit mirent mettra mettait mettaient mettant | per pro ad re sou trans com dé
mourir meurs meurt meurent mort morte morts mortes mourut moururent mourra mourait mourant | 
naitre nait naissent ne nee nes nees naquit naquirent naissait naissaient naissance naissant | re
vivre vivent vecu vecue vecus vecut vecurent vivra vivait vivaient vivant | re sur
ecrire ecris ecrit ecrite ecrits ecrites ecrivent ecrivit ecrivirent ecrivait ecrivant | r
inscrire inscris inscrit inscrite inscrits inscrites inscrivent inscrivit inscription inscriptions | re
decrire decris decrit decrite decrits decrites decrivent decrivit decrivait |
lire lis lisent lu lue lus lues lisait lisaient | re é
connaitre connais connait connaissent connu connue connus connues connut connurent connaissait | re
paraitre parais parait paraissent paru parue parus parut parurent paraissait | ap dis com
recevoir recois recoit recoivent recu recue recus recues recut recurent recevait recevra |
percevoir percois percoit percoivent percu percue percus percut percevait percevra |
concevoir concois concoit concoivent concu concue concus concut concevait |
conduire conduis conduit conduite conduits conduisent conduisit conduisait |
produire produis produit produite produits produites produisent produisit produisait | re
reduire reduis reduit reduite reduits reduites reduisent reduisit reduction reductions |
construire construis construit construite construits construites construisent construisit construisait construction constructions | re
detruire detruis detruit detruite detruits detruites detruisent detruisit destruction |
introduire introduis introduit introduite introduits introduisent introduisit introduction |
traduire traduis traduit traduite traduits traduites traduisent traduisit traduction traductions |
peindre peins peint peinte peints peintes peignent peignit peignait |
craindre crains craint crainte craints craignent craignit craignait |
joindre joins joint jointe joints jointes joignent joignit | re ad con
atteindre atteins atteint atteinte atteints atteintes atteignent atteignit atteignait |
eteindre eteint eteinte eteints eteignent eteignit |
vendre vends vend vendent vendu vendue vendus vendues vendit vente ventes | re
rendre rends rend rendent rendu rendue rendus rendues rendit rendait |
perdre perds perd perdent perdu perdue perdus perdues perdit perdait perte pertes |
repondre reponds repond repondent repondu repondit reponse reponses |
entendre entends entend entendent entendu entendue entendus entendit |
attendre attends attend attendent attendu attendue attendus attendit attente |
defendre defend defendent defendu defendue defendus defendit defense |
descendre descends descend descendent descendu descendue descendus descendit descente |
etendre etend etendent etendu etendue etendus etendit |
ouvrir ouvre ouvrent ouvert ouverte ouverts ouvertes ouvrit ouvrait ouverture ouvertures | r
couvrir couvre couvrent couvert couverte couverts couvertes couvrit couvrait couverture | dé re
offrir offre offrent offert offerte offerts offertes offrit |
souffrir souffre souffrent souffert souffrit souffrait souffrance |
courir court courent couru courut coururent | par re se ac con
servir sers sert servent servi servie servis servit servait | des
partir partent partit partait partirent | re
sortir sors sort sortent sorti sortie sortis sorties sortit sortait |
dormir dors dort dorment dormi dormit |
sentir sent sentent senti sentie sentit | con res
acquerir acquiert acquierent acquis acquise acquises acquit acquisition acquisitions |
conquerir conquiert conquierent conquis conquise conquises conquit conquete conquetes |
vaincre vainc vainquent vaincu vaincue vaincus vainquit | con
resoudre resout resolvent resolu resolue resolus resolut resolution |
voir vois voit voient vu vue vus vues voyait verra | re pré
croire crois croit croient cru crue crus crut croyait croyance |
boire boit boivent bu bue but buvait |
savoir sais sait savent su sue sut surent savait saura |
vouloir veux veut veulent voulu voulue voulut voulurent voulait |
elire elit elisent elu elue elus elues elut election elections elisait |
plaire plait plaisent plu plut |
fuir fuit fuient fui fuite fuyait |
mentir ment mentent menti mentit mensonge |
asseoir assoit assied asseyent assis assise assises assit |
valoir vaut valent valu value valut vaudra valait |
battre bats bat battent battu battue battus battues battit | com a ab
rompre rompt rompent rompu rompue rompus rompit rupture ruptures | inter cor
suffire suffit suffisent suffisait suffisant suffisante |
interdire interdit interdite interdits interdites interdisent interdisait interdiction interdictions |
payer paye payes payent paie paies paient paiera payera paiement paiements payement paye payee payees |
employer emploie emploies emploient emploiera |
envoyer envoie envoies envoient envoi envois enverra enverront | r
nettoyer nettoie nettoient nettoiera nettoyage |
travail travaux |
bail baux |
creer cree crees creee creees creent creerent creation creations createur createurs creatrice creatrices |
fonder fonde fondent fonda fonderent fonde fondee fondees fondes fondateur fondateurs fondatrice fondation fondations |
suivre suis suit suivent suivi suivie suivis suivies suivait suivaient suivirent | pour
essayer essaie essaient essai essais |
appuyer appuie appuient appui appuis |
premier premiers premiere premieres |
dernier derniers derniere dernieres |
entier entiers entiere entieres |
ouvrier ouvriers ouvriere ouvrieres |
infirmier infirmiers infirmiere infirmieres |
etranger etrangers etrangere etrangeres |
proteger protege protegent protegee proteges protegees protegeait protegea protection protections |
diriger dirige dirigent dirigea dirigeait dirigee diriges dirigees direction directions |
nommer nomme nomment nomma nommee nommes nommees nommait nomination nominations |
exprimer exprime expriment exprimee exprimes expression |
supprimer supprime suppriment supprimee supprimes supprimees suppression suppressions |
imprimer imprime impriment imprimee imprimes imprimees impression impressions |
estimer estime estiment estimee estimes estimation estimations |
aimer aime aiment aimee aimes aima aimait |
animer anime animent animee animes animation animations |
posseder possede possedent possedait possedaient possedee possedes possession possessions |
deceder decede decedent decedee decedes decedees deceda deces |
`)

// families reads a family a line: its members, the first standing for all,
// then the prefixes that make others like it.
func families(lines string) map[string]string {
	out := map[string]string{}
	for line := range strings.Lines(lines) {
		members, prefixes, _ := strings.Cut(line, "|")
		for _, prefix := range append([]string{""}, strings.Fields(prefixes)...) {
			var first string
			for _, member := range strings.Fields(members) {
				var form []byte
				for _, c := range prefix + member {
					form = fold(form, c)
				}
				if first == "" {
					first = string(form)
				}
				// What is a word of its own as well stays what it is.
				if _, known := out[string(form)]; !known && len(form) > 2 && !stop(string(form)) {
					out[string(form)] = first
				}
			}
		}
	}
	return out
}
