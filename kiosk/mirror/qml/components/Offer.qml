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

    readonly property bool tall: height >= 140
    readonly property int side: Math.min(height, 144)

    name: [title, price, why].join(", ")
    opacity: pressed ? 0.6 : 1

    Piece {
        anchors.left: parent.left
        anchors.leftMargin: -10
        anchors.verticalCenter: parent.verticalCenter
        width: offer.side
        height: offer.side
        source: offer.picture
        small: true
    }

    Column {
        anchors.left: parent.left
        anchors.leftMargin: offer.side
        // Names in a row stand on one line, but one of two lines with a long reason.
        y: offer.tall ? Math.min(0, parent.height - height) : (parent.height - height) / 2
        width: parent.width - offer.side

        TwoLines {
            width: parent.width
            words: offer.title
            font.weight: Font.DemiBold
            size: Theme.small
            alone: Theme.least
        }
        Words {
            width: parent.width
            text: offer.price
            figures: true
            font.pixelSize: Theme.small
        }
        TwoLines {
            width: parent.width
            words: offer.why
            size: offer.tall ? Math.min(Theme.small, 32) : Theme.small
            alone: offer.tall ? size : Theme.least
            color: Theme.quiet
        }
    }
}
