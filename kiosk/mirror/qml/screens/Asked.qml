// The sheet of what was asked for and is not here yet, the newest first: who is on it, and a way to
// take it back. More than fit are pushed up.
pragma ComponentBehavior: Bound
import QtQuick
import ".."
import "../components"

Sheet {
    id: sheet

    kind: "asked"

    // A row comes where the way to this sheet stood, and the others move when one goes.
    Settling {
        id: settling
        seen: sheet.visible
    }

    ListView {
        id: list
        objectName: "asked"
        width: parent.width
        height: parent.height
        spacing: Theme.gutter
        clip: true
        model: sheet.mirror.asked
        interactive: contentHeight > height
        boundsBehavior: Flickable.DragOverBounds
        cacheBuffer: 0
        onMovementStarted: sheet.mirror.touchSheet()
        onCountChanged: settling.restart()

        delegate: Item {
            id: row
            required property string key
            required property string about
            required property string answer
            required property string picture
            required property string initials
            required property bool never_mind

            width: Theme.span(12)
            height: Math.max(Theme.touch, said.height + Theme.gutter)

            // As far as the chip's own, which goes on with it.
            Rectangle {
                anchors.left: parent.left
                width: parent.width - (chip.visible ? chip.width : 0)
                height: Theme.line
                color: Theme.hairline
            }

            Portrait {
                id: portrait
                anchors.left: parent.left
                anchors.verticalCenter: parent.verticalCenter
                picture: row.picture
                initials: row.initials
            }

            Column {
                id: said
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
                    maximumLineCount: 4   // a colleague's own words
                }
            }

            Chip {
                id: chip
                objectName: "cancel:" + row.key
                anchors.right: parent.right
                visible: row.never_mind
                width: Theme.span(3)
                lit: false
                label: sheet.mirror.neverMind
                enabled: !settling.running
                onTapped: sheet.mirror.tapCancel(row.key)
            }
        }
    }

    // Those that are pushed in melt out of the black.
    Rectangle {
        anchors.bottom: list.bottom
        width: list.width
        height: Theme.touch
        visible: list.interactive && !list.atYEnd
        gradient: Gradient {
            GradientStop { position: 0; color: "#00000000" }
            GradientStop { position: 1; color: Theme.mirror }
        }
    }
}
