// One piece that is offered: its picture, its price, and why.
import QtQuick
import ".."

Touchable {
    id: offer

    required property string title
    required property string price
    required property string why
    required property string picture
    required property int variant

    name: [title, price, why].join(", ")
    opacity: pressed ? 0.6 : 1

    Piece {
        anchors.left: parent.left
        anchors.leftMargin: -10
        width: parent.height
        height: parent.height
        source: offer.picture
        small: true
    }

    Column {
        anchors.left: parent.left
        anchors.leftMargin: offer.height + 12
        anchors.verticalCenter: parent.verticalCenter
        width: parent.width - offer.height - 12

        Words {
            width: parent.width
            text: offer.title
            fits: true
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
            fits: true
            wrapMode: oneLine ? Text.NoWrap : Text.WordWrap
            maximumLineCount: oneLine ? 1 : 2
            readonly property bool oneLine: offer.height < 140 || Theme.largeText
        }
    }
}
