"""Features that know the answer, and models that are given."""
