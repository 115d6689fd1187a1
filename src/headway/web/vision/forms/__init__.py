"""Forms of the service value system."""
