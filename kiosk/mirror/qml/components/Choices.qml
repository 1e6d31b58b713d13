// Colours or sizes in a row, pushed sideways when there are many.
pragma ComponentBehavior: Bound
import QtQuick
import ".."

ListView {
    id: list

    required property QtObject choices

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
        onTapped: list.tapped(key)
    }
}
