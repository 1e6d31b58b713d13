// The sheet that says everything the mirror holds of this visit, and lets it be forgotten now.
pragma ComponentBehavior: Bound
import QtQuick
import Hangtag.Mirror
import ".."
import "../components"

Sheet {
    id: sheet

    readonly property KnowsView known: mirror.knows

    kind: "knows"

    Column {
        anchors.left: parent.left
        anchors.right: parent.right
        spacing: 20

        Words {
            width: parent.width
            text: sheet.known.intro
            wrapMode: Text.WordWrap
        }

        Grid {
            columns: 2
            columnSpacing: Theme.gutter

            Repeater {
                model: sheet.known.lines

                Item {
                    id: line
                    required property string modelData
                    width: Theme.span(6)
                    height: said.height + 28

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
                        font.pixelSize: Theme.small
                    }
                }
            }
        }
    }

    Words {
        anchors.left: parent.left
        anchors.bottom: parent.bottom
        width: Theme.span(6)
        text: sheet.known.end
        font.pixelSize: Theme.small
        color: Theme.quiet
        wrapMode: Text.WordWrap
    }

    Words {
        anchors.left: parent.left
        anchors.leftMargin: Theme.offset(6)
        anchors.bottom: parent.bottom
        width: Theme.span(6)
        text: sheet.known.forgetMore
        font.pixelSize: Theme.small
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
