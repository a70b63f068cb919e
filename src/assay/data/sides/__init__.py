"""The two sides of a split, and what is wrong between them or within them."""
