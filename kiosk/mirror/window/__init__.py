"""Qt's side of the mirror: the window, what QML binds to, decoded pictures."""
