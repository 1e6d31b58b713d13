// The screen in a dim room, where its own light cannot be turned: the whole picture a little darker.
import QtQuick
import ".."

Rectangle {
    color: Theme.mirror
    opacity: 0
    visible: opacity > 0

    Behavior on opacity {
        NumberAnimation { duration: Theme.motion ? 800 : 0; easing.type: Easing.InOutQuad }
    }
}
