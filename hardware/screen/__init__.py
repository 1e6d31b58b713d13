"""The power of a screen: on, off, how bright."""
