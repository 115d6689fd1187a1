"""The improvement itself: from idea to closed record, its backlog, its scores, and the gates of the seven steps."""
