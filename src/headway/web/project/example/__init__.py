"""The worked example as an organisation on the screen: a university's help desk. One module for each slice that adds to it."""

from headway.web.project.example.university import University, found_university

__all__ = ["University", "found_university"]
