"""Taking in a filled two-part report: columns and rows (`sheet`), what would become of each product (`plan`)."""
