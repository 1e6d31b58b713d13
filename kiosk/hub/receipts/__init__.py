"""Receipts: what a sale says to the one who bought, as a page, a letter and a paper."""
