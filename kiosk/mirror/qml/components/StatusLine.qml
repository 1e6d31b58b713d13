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
        spacing: 8

        Repeater {
            model: status.answers

            Row {
                id: row
                required property string about
                required property string answer
                required property bool lively

                anchors.right: parent?.right
                spacing: 16

                Rectangle {
                    visible: row.lively
                    y: 15
                    width: 10
                    height: 10
                    radius: 5
                    color: Theme.accent
                    antialiasing: true
                }
                Words {
                    text: row.about
                    color: Theme.quiet
                    font.pixelSize: Theme.small
                }
                Words {
                    text: row.answer
                    font.pixelSize: Theme.small
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
