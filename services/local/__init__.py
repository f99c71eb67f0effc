"""Everything on one machine: an embedded server, the four services as children, data in one folder."""
