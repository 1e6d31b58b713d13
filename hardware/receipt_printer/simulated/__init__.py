"""An ESC/POS printer that is played: it answers, runs out of paper, and draws what it prints."""
