"""Step 2, where are we now: uploads, measures and their points, baselines, surveys, capability, service levels."""
