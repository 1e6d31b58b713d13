// An answer in an action's place: the same hairline, unlit, and words that cannot be touched. What
// takes more than an action's height begins at the top, where there is room for it.
import QtQuick
import ".."

Item {
    id: statement

    property string text
    property bool lively: false
    property real indent               // of the words: somebody's picture stands before them
    property real most: Theme.touch    // how high it may be
    readonly property bool tall: natural.implicitHeight > Theme.touch && most > Theme.touch

    implicitHeight: tall ? most : Theme.touch

    Rectangle {
        width: parent.width
        height: Theme.line
        color: statement.lively ? Theme.accent : Theme.hairline
    }

    Words {
        id: natural
        visible: false
        width: said.width
        text: statement.text
        font.pixelSize: Theme.small
        wrapMode: Text.WordWrap
    }

    Words {
        id: said
        readonly property bool low: Theme.largeText && !statement.tall && natural.lineCount > 1

        anchors.fill: parent
        anchors.leftMargin: statement.indent
        anchors.topMargin: Theme.line + (statement.tall ? 8 : low ? 10 : 0)
        anchors.bottomMargin: low ? -14 : 0
        verticalAlignment: statement.tall ? Text.AlignTop : Text.AlignVCenter
        wrapMode: Text.WordWrap
        maximumLineCount: Theme.largeText || statement.tall ? 4 : 2   // its height is the limit then
        text: statement.text
        font.pixelSize: Theme.small
        fits: true
    }
}
