// Garments that were handed back, each with its picture and why it may have been: one tap, or none.
pragma ComponentBehavior: Bound
import QtQuick
import Hangtag.Mirror
import ".."

Item {
    id: handed

    required property MirrorViewModel mirror
    readonly property bool two: mirror.ending.handedCount > 1

    visible: mirror.ending.handedCount > 0
    width: Theme.span(12)
    height: two ? 264 : 240

    // Rows come where offers lay, and move up when one is answered.
    Settling {
        id: settling
        seen: handed.visible
    }

    Words {
        anchors.left: parent.left
        height: handed.two ? 36 : Theme.touch
        verticalAlignment: Text.AlignVCenter
        text: handed.mirror.ending.handedTitle
        color: Theme.quiet
        font.pixelSize: Theme.small
    }

    Column {
        y: handed.two ? 48 : Theme.touch + Theme.gutter
        width: parent.width
        spacing: Theme.gutter

        Repeater {
            model: handed.mirror.ending.garments
            onItemAdded: settling.restart()
            onItemRemoved: settling.restart()

            Item {
                id: row
                required property string key
                required property string about
                required property string picture

                objectName: "handed:" + key
                width: Theme.span(12)
                height: Theme.touch

                Piece {
                    id: piece
                    anchors.left: parent.left
                    width: Theme.touch
                    height: Theme.touch
                    source: row.picture
                    small: true
                }

                Row {
                    id: chips
                    anchors.left: parent.left
                    anchors.leftMargin: Theme.touch + Theme.gutter
                    spacing: Theme.gutter

                    Repeater {
                        model: handed.mirror.ending.faults

                        Chip {
                            required property string key
                            required property string name
                            objectName: "fault:" + key
                            width: Math.floor((Theme.span(12) - Theme.touch - 4 * Theme.gutter) / 4)
                            label: name
                            enabled: !settling.running
                            onTapped: handed.mirror.tapFault(row.key, key)
                        }
                    }
                }
            }
        }
    }
}
