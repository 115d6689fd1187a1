"""Pages of learning: fetch, form, operation, redirect."""
