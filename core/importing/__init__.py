"""Taking in a table from a file with a dry run: what is kept of it, what is read, what each row would do."""
