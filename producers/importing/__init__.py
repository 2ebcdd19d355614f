"""Taking in a registry from a file: columns and rows (`sheet`), what would become of each row (`plan`)."""
