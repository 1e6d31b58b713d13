"""Flat-lay pictures of garments, drawn by code."""
