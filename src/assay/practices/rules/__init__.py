"""Assay's own rules, one a file; `assay.practices.catalogue` finds them by walking this folder."""
