package prescreen

// guard finds what in a résumé must not count, masks it, and reports what looks like an attempt to influence the reader.
func (a *assessor) guard() []Flag {
	return nil
}
