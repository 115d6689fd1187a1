"""What a learner and an instructor see."""
