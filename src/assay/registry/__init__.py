"""Tracking, model versions and lineage, the compiled scorer and its certificate, the model card."""
