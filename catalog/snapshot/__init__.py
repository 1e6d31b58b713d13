"""The catalog as one file that a mirror keeps: made from the shop's database, checked, brought
up to date with the stock of now.

`making` writes it (in a process of its own, by `apart`), `checking` says whether a file is one,
`difference` says what the stock has become since, and `working` brings a copy up to date.
"""
