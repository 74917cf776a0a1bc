package document

import "time"

// Rest has every document rest at once that may.
func (s *Service) Rest() { s.rooms.rest(time.Now()) }
