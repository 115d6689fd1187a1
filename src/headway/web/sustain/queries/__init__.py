"""What is kept of improvements, as finished values."""
