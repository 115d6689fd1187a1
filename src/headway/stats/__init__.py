"""Arithmetic without a word of the domain. NumPy only; nothing here knows what a point stands for."""
