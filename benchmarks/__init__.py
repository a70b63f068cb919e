"""Measurements of Assay, and of its peers, on real tables."""
