"""Writes of the online report."""
