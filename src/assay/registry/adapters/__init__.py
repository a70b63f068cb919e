"""Adapters of the registry to other systems, one file each."""
