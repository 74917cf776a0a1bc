package exchange

import (
	"context"
	"errors"

	"parvis/internal/access"
	"parvis/internal/id"
	"parvis/internal/store"
)

// someone is a person as a mention names them.
type someone struct {
	ID   id.ID
	Name string
}

// personByHandle finds an active person whom actor may know of; false for none.
func personByHandle(ctx context.Context, on store.Querier, actor access.Actor, handle string) (someone, bool, error) {
	p, err := store.One[someone](ctx, on, store.Q(`SELECT p.id, p.name FROM %s p WHERE p.handle = %s AND p.state = 2`, access.From(actor, access.ReadPerson), handle))
	if errors.Is(err, store.ErrNone) {
		return p, false, nil
	}
	return p, err == nil, err
}
