"""An alarm from the machine's loudspeaker."""
