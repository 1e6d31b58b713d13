"""A machine of the shop as a list of files and commands, done, shown or taken back."""
