// "Goes with this": a row of offers that runs off the right edge, so that a finger wants to push it.
pragma ComponentBehavior: Bound
import QtQuick
import ".."

Item {
    id: row

    required property QtObject offers
    property string title

    signal tapped(variant: int)

    visible: list.count > 0

    Words {
        text: row.title
        color: Theme.quiet
        font.pixelSize: Theme.small
    }

    ListView {
        id: list
        y: 56
        width: Theme.width - Theme.margin
        height: 148
        orientation: ListView.Horizontal
        spacing: Theme.gutter
        model: row.offers
        rightMargin: Theme.margin
        boundsBehavior: Flickable.DragOverBounds
        cacheBuffer: 2000

        delegate: Touchable {
            id: offer
            required property string key
            required property string title
            required property string price
            required property string why
            required property string picture
            required property int variant

            objectName: "offer:" + key
            name: [title, price, why].join(", ")
            width: 408
            height: list.height
            opacity: pressed ? 0.6 : 1
            onTapped: row.tapped(variant)

            Piece {
                x: -10
                y: -2
                width: 148
                height: 148
                source: offer.picture
                small: true
            }

            Column {
                x: 156
                anchors.verticalCenter: parent.verticalCenter
                width: parent.width - x

                Words {
                    width: parent.width
                    text: offer.title
                    font.pixelSize: Theme.small
                    font.weight: Font.DemiBold
                }
                Words {
                    width: parent.width
                    text: offer.price
                    figures: true
                    font.pixelSize: Theme.small
                }
                Words {
                    width: parent.width
                    text: offer.why
                    color: Theme.quiet
                    font.pixelSize: Theme.small
                    wrapMode: Text.WordWrap
                    maximumLineCount: 2
                }
            }
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
