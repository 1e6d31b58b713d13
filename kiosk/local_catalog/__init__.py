"""A program's own copy of the catalog, fetched from the hub, so that it goes on without one.

`shelf` keeps snapshots on disk, `keeper` fetches them and says what the stock is, `pictures` keeps
pictures by their hash. What is in a snapshot is `catalog.snapshot`'s.
"""
