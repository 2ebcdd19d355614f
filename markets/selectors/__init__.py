"""Reads of the markets: the register (`register`) and what is sold in them each month."""
