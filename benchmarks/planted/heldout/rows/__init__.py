"""Faults of rows, of fitting and of labels."""
