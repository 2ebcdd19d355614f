"""Pages of the markets: the register (`register`, `imports`, `progress`) and the monthly sales."""
