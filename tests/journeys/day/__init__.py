"""A mirror's day in a process of its own: hundreds of visits, a clock that is turned by hand."""
