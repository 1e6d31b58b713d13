"""The books of the shop: reports of sales, the daily close, and whether all of it is true."""
