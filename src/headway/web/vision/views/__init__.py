"""Pages of the service value system. A view is fetch, form, operation, redirect."""
