"""Learning: courses as text, questions behind gates, exams, what is known and what to do next, cards in time, exports."""
