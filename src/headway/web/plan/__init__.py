"""How do we get there? Options beside doing nothing, what each costs and brings, and the approval of the chosen one."""
