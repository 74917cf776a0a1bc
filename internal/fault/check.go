package fault

// Check collects what is wrong with a form, so that the person reads all of it
// at once. The zero value is ready.
type Check struct {
	fields []Field
}

// Field notes a bad field unless ok. Only the first complaint about a field is
// kept: the later ones usually follow from it.
func (c *Check) Field(name string, ok bool, key string, args ...any) {
	if ok {
		return
	}
	for _, field := range c.fields {
		if field.Name == name {
			return
		}
	}
	c.fields = append(c.fields, Field{Name: name, Key: key, Args: args})
}

// Err is nil when every field was good, else a fault of kind Invalid.
func (c *Check) Err() error {
	if len(c.fields) == 0 {
		return nil
	}
	invalid := New(Invalid, Invalid.Key())
	invalid.Fields = c.fields
	return invalid
}
