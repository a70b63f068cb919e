"""The encoders, one a file: what is fitted, what it does in Python, and the same as graph nodes."""
