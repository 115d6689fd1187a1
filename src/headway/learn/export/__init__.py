"""Courses in the forms of other programs, with ids that stay the same, so that a later export updates what is there."""
