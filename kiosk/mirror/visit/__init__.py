"""The fitting visit: frozen values that events turn into the next one. Without clock, Qt, words."""
