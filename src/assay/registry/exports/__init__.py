"""A registered version in the form that another system takes: what is written, and what of it was tried."""
