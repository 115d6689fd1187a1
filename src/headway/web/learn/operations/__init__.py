"""Everything that can be done in a study: one module a subject."""
