// The sheet of what was asked for and is not here yet: who is on it, and a way to take it back.
pragma ComponentBehavior: Bound
import QtQuick
import ".."
import "../components"

Sheet {
    id: sheet

    kind: "asked"

    // The rows move up: the second tap of a double one takes nothing else back.
    Timer {
        id: settling
        interval: Theme.settling
    }

    Column {
        width: parent.width
        spacing: Theme.gutter

        Repeater {
            model: sheet.mirror.asked
            onItemRemoved: settling.restart()

            Item {
                id: row
                required property string key
                required property string about
                required property string answer
                required property string picture
                required property string initials
                required property bool never_mind

                width: Theme.span(12)
                height: Theme.touch

                Portrait {
                    id: portrait
                    anchors.left: parent.left
                    anchors.verticalCenter: parent.verticalCenter
                    picture: row.picture
                    initials: row.initials
                }

                Column {
                    anchors.left: parent.left
                    anchors.leftMargin: portrait.visible ? portrait.width + Theme.gutter : 0
                    anchors.verticalCenter: parent.verticalCenter
                    width: Theme.span(9) - (portrait.visible ? portrait.width + Theme.gutter : 0)

                    Words {
                        width: parent.width
                        visible: text !== ""
                        text: row.about
                        fits: true
                        color: Theme.quiet
                        font.pixelSize: Theme.small
                    }
                    Words {
                        width: parent.width
                        text: row.answer
                        fits: true
                        font.pixelSize: Theme.small
                        wrapMode: Text.WordWrap
                        maximumLineCount: 2
                    }
                }

                Chip {
                    objectName: "cancel:" + row.key
                    anchors.right: parent.right
                    visible: row.never_mind
                    width: Theme.span(3)
                    label: sheet.mirror.neverMind
                    enabled: !settling.running
                    onTapped: sheet.mirror.tapCancel(row.key)
                }
            }
        }
    }
}
