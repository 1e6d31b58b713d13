// One short word to tap, between two hairlines.
import QtQuick
import ".."

Touchable {
    id: chip

    property string label
    property int size: Theme.small
    property bool lit: true      // several in a row are quieter below a hairline

    name: label
    implicitWidth: Math.max(Theme.touch, word.implicitWidth + 24)
    opacity: pressed ? 0.6 : 1

    Rectangle {
        width: parent.width
        height: Theme.line
        color: chip.lit ? Theme.accent : Theme.hairline
    }

    Words {
        id: word
        anchors.verticalCenter: parent.verticalCenter
        anchors.left: parent.left
        width: parent.width
        text: chip.label
        fits: true
        color: Theme.accent
        font.pixelSize: chip.size
        font.weight: Font.DemiBold
        wrapMode: Text.WordWrap
        maximumLineCount: 2
        lineHeight: 1
    }
}
