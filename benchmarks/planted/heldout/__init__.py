"""Faults and controls that no rule was ever tuned on."""
