// Where the garments hang: one large, two or three side by side, 2 x 2, then two rows of small ones,
// the last of which may be a number.
pragma ComponentBehavior: Bound
import QtQuick
import ".."

Item {
    id: field

    required property QtObject garments
    property int count
    property int more
    property string moreLabel

    signal tapped(key: string)
    signal gone(key: string)
    signal turned

    readonly property int columns: count <= 3 ? Math.max(1, count) : count === 4 ? 2 : count <= 6 ? 3 : 4
    readonly property int cellWidth: columns === 1 ? Theme.span(12) : columns === 2 ? Theme.span(6) : columns === 3 ? Theme.span(4) : Theme.span(3)
    readonly property int cellHeight: count <= 3 ? height : (height - Theme.gutter) / 2
    property real nameHeight       // of the highest name

    // The first cell is where reading begins.
    function along(column: int): real {
        const x = column * (cellWidth + Theme.gutter);
        return Theme.mirrored ? width - cellWidth - x : x;
    }

    // Prices beside each other stand on one line.
    function level(): void {
        let highest = 0;
        for (let at = 0; at < hanging.count; at++)
            highest = Math.max(highest, high(hanging.itemAt(at)));
        nameHeight = highest;
    }

    function high(garment: var): real {
        return garment && !garment.leaving ? garment.named : 0;
    }

    Repeater {
        id: hanging
        model: field.garments
        onCountChanged: field.level()

        HangingGarment {
            count: field.count
            nameHeight: field.nameHeight
            onNamedChanged: field.level()
            onLeavingChanged: field.level()
            width: field.cellWidth
            height: field.cellHeight
            x: field.along(place % field.columns)
            y: Math.floor(place / field.columns) * (field.cellHeight + Theme.gutter)
            onTapped: field.tapped(key)
            onGone: field.gone(key)

            Behavior on x { enabled: Theme.motion; NumberAnimation { duration: Theme.move; easing.type: Easing.OutCubic } }
            Behavior on y { enabled: Theme.motion; NumberAnimation { duration: Theme.move; easing.type: Easing.OutCubic } }
        }
    }

    More {
        visible: field.more > 0
        x: field.along(field.columns - 1)
        y: field.cellHeight + Theme.gutter
        width: field.cellWidth
        height: field.cellHeight
        number: field.more
        label: field.moreLabel
        onTapped: field.turned()
    }
}
