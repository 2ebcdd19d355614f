"""Writes of the markets: the register (`register`, `imports`) and what is sold in them each month."""
