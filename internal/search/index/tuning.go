package index

import "math"

// Tuning is what ranking is made of. docs/search.md says what each does and
// how the values were found; make bench-search shows what a change does.
type Tuning struct {
	Weights [fields]float64 // of title, names, text
	B       [fields]float64 // how much a long field is held against a document
	K1      float64         // how soon saying a word again adds nothing
	Rarity  float64         // power of the rarity of a word: below one, rare words weigh less
	Exact   float64         // what the very form that was typed adds to its stem
	Form    float64         // what it adds by itself, by how rare it is
	Capital float64         // weight of what is written as a proper name
	Weak    float64         // weight of words that say how one asks
	Near    float64         // weight of neighbouring words found near each other
	Skip    float64         // the same for words with one between them, as a part of Near
	Reach   int             // how many words apart still is near
	Window  float64         // what the words of the best passage add, as a part of what they are worth
	Wide    int             // how many words a passage has
	Synonym float64         // weight of a synonym beside the word typed

	Recent  float64 // what a document of today has over one of long ago
	Useful  float64 // what being found useful adds, by doubling
	Trusted float64 // what an accepted answer or a verified sheet adds
}

// Tuned are the values in use.
func Tuned() Tuning {
	return Tuning{
		Weights: [fields]float64{3, 2.5, 1}, B: [fields]float64{0.4, 0.7, 0.3}, K1: 1.6, Rarity: 0.9,
		Exact: 0.3, Form: 0.4, Capital: 1.2, Weak: 0.5, Near: 0.6, Skip: 0.5, Reach: 8, Window: 0.3, Wide: 20, Synonym: 0.6,
		Recent: 0.15, Useful: 0.04, Trusted: 0.1,
	}
}

// rarity is what holding a word that so many documents hold is worth. The
// caller holds the lock.
func (x *Index) rarity(docs float64) float64 {
	n := math.Max(float64(x.docs), docs)
	return math.Pow(math.Log(1+(n-docs+0.5)/(docs+0.5)), x.tuning.Rarity)
}

// averages are the mean lengths of the fields. The caller holds the lock.
func (x *Index) averages() (mean [fields]float64) {
	for i := range mean {
		mean[i] = math.Max(1, float64(x.lengths[i])/math.Max(1, float64(x.docs)))
	}
	return mean
}
