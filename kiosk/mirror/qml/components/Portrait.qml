// Who answers: a colleague's picture, round already, or the first letters of the name in a ring.
import QtQuick
import ".."

Item {
    id: portrait

    property string picture
    property string initials

    implicitWidth: 72
    implicitHeight: 72
    visible: initials !== ""

    Rectangle {
        anchors.fill: parent
        visible: image.status !== Image.Ready
        radius: width / 2
        color: "transparent"
        border.width: Theme.line
        border.color: Theme.accent
        antialiasing: true

        Words {
            anchors.centerIn: parent
            text: portrait.initials
            font.pixelSize: Theme.least   // within the ring, whatever the text's size
            font.weight: Font.DemiBold
        }
    }

    Image {
        id: image
        anchors.fill: parent
        source: portrait.picture
        sourceSize: Qt.size(portrait.width, portrait.height)
        asynchronous: true
        fillMode: Image.PreserveAspectCrop
    }
}
