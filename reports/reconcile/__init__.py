"""A published table beside the portal's figures: `words` and `sheet` read it, `compare` sets both side by side."""
