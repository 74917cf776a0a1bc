package app

import (
	"parvis/internal/account"
	"parvis/internal/community"
	"parvis/internal/publication"
)

// programs declares what programs may do, feature by feature: the order is
// that of the description.
func (a *App) programs() {
	account.API(a.API, a.Account)
	community.API(a.API, a.Community)
	publication.API(a.API, a.Publications)
}
