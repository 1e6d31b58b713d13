// Runs for as long as what has just come under a finger takes no tap: the second of a double one was
// meant for what stood there before. `seen`: it is on the glass.
import QtQuick
import ".."

Timer {
    required property bool seen

    interval: Theme.settling
    onSeenChanged: if (seen) restart()
}
