"""What stands instead of a command of Django."""
