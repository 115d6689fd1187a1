"""What this slice's people may see, and what its pages show."""
