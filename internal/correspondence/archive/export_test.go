package archive

// Busy has a filter handled as that of a unit which much concerns.
func (f Filter) Busy() Filter {
	f.busy = f.Unit != 0
	return f
}
