"""Who may do what in this shop: staff and their PINs, devices and their tokens, the audit log.

`staff.py` knows people, `devices.py` knows programs and tablets, `scopes.py` is the one list of who
may call what, `door.py` asks it for every request, `audit.py` writes down what was done.
"""
