// Garments that were handed back, each with its picture and why it may have been: one tap, or none.
pragma ComponentBehavior: Bound
import QtQuick
import Hangtag.Mirror
import ".."

Item {
    id: handed

    required property MirrorViewModel mirror
    readonly property bool two: mirror.ending.handedCount > 1
    // What hangs here leaves more room above than below: the last row stands clear of the actions.
    readonly property int lift: two && mirror.count <= 1 ? (Theme.largeText ? 12 : 32) : 0

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
        y: -handed.lift
        height: handed.two ? 36 : Theme.touch
        verticalAlignment: Text.AlignVCenter
        text: handed.mirror.ending.handedTitle
        color: Theme.quiet
        font.pixelSize: Theme.small
    }

    Column {
        y: handed.two ? 48 - handed.lift : Theme.touch + Theme.gutter
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

                    // Each as wide as its words, and what is left shared; or all of them narrower.
                    readonly property real room: Theme.span(12) - Theme.touch - faults.count * Theme.gutter
                    readonly property real wanted: chips.children.reduce((sum, chip) => sum + (chip as Item).implicitWidth, 0)
                    readonly property real spare: room - wanted
                    readonly property real narrower: (room - faults.count * Theme.touch) / (wanted - faults.count * Theme.touch)

                    Repeater {
                        id: faults
                        model: handed.mirror.ending.faults

                        Chip {
                            required property string key
                            required property string name
                            objectName: "fault:" + key
                            width: Math.floor(chips.spare >= 0 ? implicitWidth + chips.spare / faults.count : Theme.touch + (implicitWidth - Theme.touch) * chips.narrower)
                            lit: false
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
