"""Tests of step 2, where are we now."""
