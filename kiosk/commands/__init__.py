"""The subcommands of `kiosk`, one file each; `kiosk.cli` puts them together."""
