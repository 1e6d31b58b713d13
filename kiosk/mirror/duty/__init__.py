"""What the mirror does as a machine on a wall: sleeping, staff's service page, life signs, crashes.

Nothing of it belongs to a visit: it goes on while shoppers come and go.
"""
