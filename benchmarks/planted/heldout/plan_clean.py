"""What is left clean."""

PLAN: tuple[()] = ()
