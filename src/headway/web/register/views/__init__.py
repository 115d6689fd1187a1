"""Pages of the register. A view is fetch, form, operation, redirect."""
