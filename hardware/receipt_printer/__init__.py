"""Receipt printers: the contract, the setting of a paper, and drivers beside it."""
