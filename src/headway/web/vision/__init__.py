"""Step 1, the service value system: whom it serves, what for, what it is made of, and how it is governed."""
