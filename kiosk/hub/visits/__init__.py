"""What the phone of a fitting room's shopper may see and do, for as long as the visit lasts."""
