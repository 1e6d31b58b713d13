// The sheet that says everything the mirror holds of this visit, and lets it be forgotten now.
pragma ComponentBehavior: Bound
import QtQuick
import Hangtag.Mirror
import ".."
import "../components"

Sheet {
    id: sheet

    readonly property KnowsView known: mirror.knows
    // Many facts stand closer, and what forgetting does is said across; the most of all leave large
    // text no room in the notes.
    readonly property bool crowded: facts.count > (Theme.largeText ? 4 : 10)
    readonly property int note: facts.count > 8 && Theme.largeText ? Theme.least : Theme.small

    kind: "knows"

    Column {
        anchors.left: parent.left
        anchors.right: parent.right
        spacing: sheet.crowded ? 14 : 20

        Words {
            width: parent.width
            text: sheet.known.intro
            wrapMode: Text.WordWrap
        }

        Grid {
            columns: facts.count > 1 ? 2 : 1
            columnSpacing: Theme.gutter

            Repeater {
                id: facts
                model: sheet.known.lines

                Item {
                    id: line
                    required property string modelData
                    width: facts.count > 1 ? Theme.span(6) : Theme.span(12)
                    height: said.height + (sheet.crowded ? 14 : 28)

                    Rectangle {
                        width: parent.width
                        height: Theme.line
                        color: Theme.hairline
                    }

                    Words {
                        id: said
                        anchors.verticalCenter: parent.verticalCenter
                        width: parent.width
                        text: line.modelData
                        fits: true
                        font.pixelSize: Theme.small
                    }
                }
            }
        }

        Words {
            width: parent.width
            text: sheet.known.end
            font.pixelSize: sheet.note
            color: Theme.quiet
            wrapMode: Text.WordWrap
        }
    }

    Words {
        anchors.left: parent.left
        anchors.leftMargin: sheet.crowded ? 0 : Theme.offset(6)
        anchors.bottom: parent.bottom
        width: Theme.span(sheet.crowded ? 12 : 6)
        text: sheet.known.forgetMore
        font.pixelSize: sheet.note
        color: Theme.quiet
        wrapMode: Text.WordWrap
    }

    Action {
        id: forget
        objectName: "forget"
        anchors.left: parent.left
        anchors.leftMargin: Theme.offset(6)
        y: Theme.actionsTop - Theme.bodyTop
        width: Theme.span(6)
        label: sheet.known.forget
        enabled: !settling.running
        onTapped: sheet.mirror.tapForget()

        // It stands where "Your privacy" and the mark of this sheet stood.
        Settling {
            id: settling
            seen: forget.visible
        }
    }
}
