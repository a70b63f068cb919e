"""Processes beside a worker, for what needs more packages or time than its hot path has."""
