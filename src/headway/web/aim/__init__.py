"""Where do we want to be? Targets on the measures that step 2 froze, and what must not get worse for them."""
