"""Learning the model: courses, drills, cards, exams, what one knows and what to do next; a class in figures."""
