"""Assay: the good habits of machine learning, enforced."""

__version__ = "0.1.0"
