"""Fitting rooms: what their shoppers ask for, and who answers."""
