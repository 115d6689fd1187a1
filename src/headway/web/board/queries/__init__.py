"""What the board tells, as finished values."""
