"""`kiosk doctor`: what is wrong with the readers of this shop, and the measuring of its zones."""
