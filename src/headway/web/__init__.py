"""The application: seven questions as verbs, one slice each, over the library's nouns."""
