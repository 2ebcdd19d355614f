"""Reads: the province's board, one district's month, the calendar."""
