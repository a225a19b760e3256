package server

// Summed says whether readers see a version that is summed up.
func (s *Server) Summed() bool {
	e := s.watch.current.Load()
	return e != nil && e.aggregated
}
