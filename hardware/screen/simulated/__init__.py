"""A screen that only writes down what it was told."""
