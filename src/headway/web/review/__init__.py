"""Step 6, did we get there: verdicts, kept with what they rest on, and what was decided on them."""
