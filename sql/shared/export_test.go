package shared

// Few keeps as many views as a test can fill.
func (v *Views) Few(most int) *Views { return &Views{v.pool, most} }
