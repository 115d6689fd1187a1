"""Taking action: tasks by value chain activity, pilots, dated interventions, and what else happened at the time."""
