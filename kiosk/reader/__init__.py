"""A reader that several rooms and tables of this machine share."""
