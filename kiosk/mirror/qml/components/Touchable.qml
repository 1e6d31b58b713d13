// What can be touched: at least 96 px each way, answers the finger at once, named for screen readers.
import QtQuick
import ".."

Item {
    id: touchable

    property string name
    readonly property bool touchTarget: true
    readonly property bool pressed: finger.pressed

    signal tapped

    implicitWidth: Theme.touch
    implicitHeight: Theme.touch
    Accessible.role: Accessible.Button
    Accessible.name: name
    Accessible.onPressAction: tapped()

    TapHandler {
        id: finger
        onTapped: touchable.tapped()
    }
}
