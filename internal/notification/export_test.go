package notification

import "context"

// Resume is the sweep that runs every minute.
func (s *Service) Resume(ctx context.Context) error { return s.resume(ctx) }
