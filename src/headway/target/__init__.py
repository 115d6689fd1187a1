"""Step 3: where do we want to be? A value that can be measured, on the measure that it is meant for."""
