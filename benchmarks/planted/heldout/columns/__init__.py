"""Faults of columns: shift and schema between the sides, and clean controls."""
