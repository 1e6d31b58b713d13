"""The gate at an exit: hears what is carried out, and alarms for what is not paid for."""
