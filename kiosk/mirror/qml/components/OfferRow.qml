// "Goes with this": a row of offers that runs off the right edge, so that a finger wants to push it.
pragma ComponentBehavior: Bound
import QtQuick
import ".."

Item {
    id: row

    required property QtObject offers
    property string title
    property bool shown: true

    signal tapped(variant: int)

    visible: shown && list.count > 0

    Words {
        anchors.left: parent.left
        height: Theme.touch
        verticalAlignment: Text.AlignVCenter
        text: row.title
        color: Theme.quiet
        font.pixelSize: Theme.small
    }

    ListView {
        id: list
        anchors.left: parent.left
        y: row.height - height
        width: Theme.width - Theme.margin
        height: Theme.largeText ? 180 : 144
        orientation: ListView.Horizontal
        spacing: Theme.gutter
        model: row.offers
        rightMargin: Theme.mirrored ? 0 : Theme.margin   // where it runs off the glass
        leftMargin: Theme.mirrored ? Theme.margin : 0
        boundsBehavior: Flickable.DragOverBounds
        cacheBuffer: 0   // Qt warns when the list turns while it prepares what is gone by now

        delegate: Offer {
            required property string key
            objectName: "offer:" + key
            width: 450   // two are whole, the third is cut by the glass
            height: list.height
            onTapped: row.tapped(variant)
        }

        add: Transition {
            enabled: Theme.motion
            NumberAnimation { property: "opacity"; from: 0; to: 1; duration: Theme.fade; easing.type: Easing.OutCubic }
        }
        displaced: Transition {
            enabled: Theme.motion
            NumberAnimation { property: "x"; duration: Theme.move; easing.type: Easing.OutCubic }
        }
    }
}
