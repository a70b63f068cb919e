"""A held-out set of planted faults and clean controls that was written without sight of a rule."""
