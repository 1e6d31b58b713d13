// A garment as it floats: lit softly from the upper left, with a faint glow on the floor below.
import QtQuick

Item {
    id: piece

    required property string source
    property bool prepared: false   // decoded already: shown in the very next frame
    property bool small: false      // scaled once, when it is loaded
    readonly property bool drawn: image.status === Image.Ready
    readonly property bool loading: image.status === Image.Loading

    Image {
        anchors.centerIn: parent
        anchors.verticalCenterOffset: parent.height * 0.05
        width: parent.width * 1.1
        height: width
        source: "../images/backlight.png"
        smooth: false   // too soft to need it, and drawn in every frame of a movement
    }

    Image {
        anchors.horizontalCenter: parent.horizontalCenter
        y: parent.height - height * 0.62
        width: parent.width * 0.86
        height: width * 0.15
        source: "../images/floor-glow.png"
        smooth: false
    }

    Image {
        id: image
        anchors.fill: parent
        source: piece.source
        sourceSize: piece.small ? Qt.size(piece.width, piece.height) : undefined
        asynchronous: !piece.prepared
        retainWhileLoading: true
        fillMode: Image.PreserveAspectFit
        smooth: true
    }
}
