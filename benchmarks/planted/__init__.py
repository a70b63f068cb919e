"""Faults planted in real tables, and the tables without any."""
