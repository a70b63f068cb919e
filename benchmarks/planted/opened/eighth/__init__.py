"""A set of planted faults and clean tables that was written without sight of the rules."""
