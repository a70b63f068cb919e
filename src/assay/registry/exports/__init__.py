"""A registered version as another system takes it: what is written, and what of it was tried."""
