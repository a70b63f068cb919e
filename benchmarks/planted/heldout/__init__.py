"""A set that the rules have not seen."""
