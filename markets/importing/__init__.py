"""The register of markets from a file: its columns (`sheet`) and what would become of each row (`plan`)."""
