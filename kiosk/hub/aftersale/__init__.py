"""After the sale: pieces that come back or are exchanged, sales that are voided, money given back.

`decide` says what may be done (pure), `aftersale` does it in one transaction, `refunds` gives the
money back through the terminal, `finding` finds the sale of a receipt or a piece.
"""
