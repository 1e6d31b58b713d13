"""What the shop sells: products, variants, items, stock, and what goes with what.

Has never heard of a reader, a screen or a socket.
"""
