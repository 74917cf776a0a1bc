package index

import "context"

// blind counts a word that nothing readable holds as one that nothing holds at
// all: how rare a word is weighs on what else is found, and must not tell
// whether it stands in what the asker may not read.
func (x *Index) blind(ctx context.Context, p *plan, w *wall) error {
	for i := range p.concepts {
		c := &p.concepts[i]
		if x.rarity(0) == c.idf {
			continue
		}
		there, err := x.some(ctx, w, allOf(p.said(*c, ""), w.rest))
		if err != nil {
			return err
		}
		if !there {
			c.idf = x.rarity(0)
		}
	}
	return nil
}
