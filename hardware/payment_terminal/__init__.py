"""Card terminals: the contract, and drivers beside it."""
