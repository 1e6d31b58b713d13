// An answer in an action's place: the same hairline, unlit, and words that cannot be touched.
import QtQuick
import ".."

Item {
    id: statement

    property string text
    property bool lively: false

    implicitHeight: Theme.touch

    Rectangle {
        width: parent.width
        height: Theme.line
        color: statement.lively ? Theme.accent : Theme.hairline
    }

    Words {
        anchors.fill: parent
        anchors.topMargin: Theme.line + (Theme.largeText ? 10 : 0)
        anchors.bottomMargin: Theme.largeText ? -14 : 0
        verticalAlignment: Text.AlignVCenter
        wrapMode: Text.WordWrap
        maximumLineCount: Theme.largeText ? 4 : 2   // its height is the limit then
        text: statement.text
        font.pixelSize: Theme.small
        fits: true
    }
}
