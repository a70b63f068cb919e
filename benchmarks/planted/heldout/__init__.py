"""Faults as they come about in notebooks and exports, in tables that no other set reads."""
