"""What is known of verdicts, as finished values."""
