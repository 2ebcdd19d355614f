"""What the API reads: who asks (`callers`), how new the data are (`version`), tables of figures (`tables`)."""
