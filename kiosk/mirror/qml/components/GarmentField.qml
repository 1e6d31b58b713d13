// Where the garments hang: one large, two or three side by side, 2 x 2, then rows that can be pushed.
pragma ComponentBehavior: Bound
import QtQuick
import ".."

Flickable {
    id: field

    required property QtObject garments
    property int count

    signal tapped(key: string)
    signal gone(key: string)

    readonly property int columns: count <= 3 ? Math.max(1, count) : count === 4 ? 2 : count <= 6 ? 3 : 4
    readonly property int across: Math.max(columns, count > 8 ? Math.ceil(count / 2) : columns)
    readonly property int cellWidth: columns === 1 ? Theme.span(12) : columns === 2 ? Theme.span(6) : columns === 3 ? Theme.span(4) : Theme.span(3)
    readonly property int cellHeight: count <= 3 ? 510 : 243

    contentWidth: across * cellWidth + (across - 1) * Theme.gutter
    interactive: count > 8
    boundsBehavior: Flickable.DragOverBounds

    Repeater {
        id: repeater
        model: field.garments

        HangingGarment {
            id: garment
            count: field.count
            width: field.cellWidth
            height: field.cellHeight
            x: (field.count > 8 ? Math.floor(place / 2) : place % field.columns) * (field.cellWidth + Theme.gutter)
            y: (field.count > 8 ? place % 2 : Math.floor(place / field.columns)) * (field.cellHeight + Theme.gutter)
            onTapped: field.tapped(key)
            onGone: field.gone(key)

            Behavior on x { enabled: Theme.motion; NumberAnimation { duration: Theme.move; easing.type: Easing.OutCubic } }
            Behavior on y { enabled: Theme.motion; NumberAnimation { duration: Theme.move; easing.type: Easing.OutCubic } }
        }
    }
}
