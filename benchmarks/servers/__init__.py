"""Servers that `benchmarks/serving.py` measures Assay against, each a process of its own."""
