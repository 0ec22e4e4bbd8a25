package api

func (a *API) registerPages() {}
