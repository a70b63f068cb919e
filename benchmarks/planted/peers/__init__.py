"""Peers, run as their documentation says, each in an environment of its own."""
