// Colours or sizes in a row, pushed sideways when there are many.
pragma ComponentBehavior: Bound
import QtQuick
import ".."

ListView {
    id: list

    required property QtObject choices

    property real indent           // of the first, by which it is moved to stand at the margin

    signal tapped(key: string)

    height: Theme.touch
    orientation: ListView.Horizontal
    spacing: Theme.gutter
    model: choices
    visible: count > 0
    interactive: contentWidth > width
    boundsBehavior: Flickable.DragOverBounds

    delegate: Choice {
        objectName: "choice:" + key
        onIndentChanged: if (index === 0) list.indent = indent
        onTapped: list.tapped(key)
    }
}
