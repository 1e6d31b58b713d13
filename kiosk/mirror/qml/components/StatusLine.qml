// The top of the glass, read but not touched: the shop's name, and what staff have answered.
pragma ComponentBehavior: Bound
import QtQuick
import ".."

Item {
    id: status

    required property QtObject answers
    property string shop
    property string aside

    width: Theme.width - 2 * Theme.margin
    height: Theme.touch

    Words {
        text: status.shop
        color: Theme.quiet
        font.family: Theme.shopFamily
        font.weight: Font.Normal
        font.pixelSize: Theme.body
        font.letterSpacing: 1
    }

    Column {
        anchors.right: parent.right
        width: Theme.span(6)
        topPadding: 8   // on the line of the shop's name
        spacing: 16

        Repeater {
            model: status.answers

            Column {
                id: row
                required property string about
                required property string answer
                required property bool lively

                width: Theme.span(6)

                Row {
                    anchors.right: parent.right
                    spacing: 16

                    Rectangle {
                        visible: row.lively
                        anchors.verticalCenter: parent.verticalCenter
                        width: 10
                        height: 10
                        radius: 5
                        color: Theme.accent
                        antialiasing: true
                    }
                    Words {
                        width: Math.min(implicitWidth, row.width - 26)
                        text: row.about
                        color: Theme.quiet
                        font.pixelSize: Theme.small
                    }
                }
                Words {
                    width: parent.width
                    text: row.answer
                    font.pixelSize: Theme.small
                    horizontalAlignment: Text.AlignRight
                    wrapMode: Text.WordWrap
                    maximumLineCount: 2
                }
            }
        }

        Words {
            anchors.right: parent.right
            visible: text !== ""
            text: status.aside
            color: Theme.quiet
            font.pixelSize: Theme.small
        }
    }
}
