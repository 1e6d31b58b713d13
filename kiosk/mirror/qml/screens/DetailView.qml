// One garment seen larger: its colours and sizes in this shop, what it is made of, and having
// another brought.
import QtQuick
import Hangtag.Mirror
import ".."
import "../components"

Item {
    id: view

    required property MirrorViewModel mirror

    Piece {
        x: Theme.margin - 24
        y: Theme.contentTop - 12
        width: 500
        height: 500
        picture: view.mirror.detailPicture
        raster: 900
    }

    Column {
        x: Theme.margin + Theme.offset(6)
        y: Theme.contentTop + 24
        width: Theme.span(6)
        spacing: 12

        Words {
            width: parent.width
            text: view.mirror.detailTitle
            font.pixelSize: Theme.title
            font.weight: Font.DemiBold
            lineHeight: 1.1
            wrapMode: Text.WordWrap
            maximumLineCount: 2
        }

        Row {
            spacing: 20
            Words {
                text: view.mirror.detailPrice
            }
            Words {
                visible: text !== ""
                text: view.mirror.detailWas
                color: Theme.quiet
                font.strikeout: true
            }
        }

        Words {
            width: parent.width
            visible: text !== ""
            text: view.mirror.detailWhy
            color: Theme.quiet
            font.pixelSize: Theme.small
            wrapMode: Text.WordWrap
            maximumLineCount: 2
        }

        Words {
            width: parent.width
            topPadding: 12
            visible: text !== ""
            text: view.mirror.detailColour
        }

        Choices {
            x: -18
            width: parent.width + Theme.margin
            choices: view.mirror.colours
            spacing: Theme.gutter
            onTapped: key => view.mirror.tapColour(key)
        }
    }

    Choices {
        x: Theme.margin
        y: 1508
        width: Theme.width - Theme.margin
        choices: view.mirror.sizes
        onTapped: key => view.mirror.tapSize(key)
    }

    Column {
        x: Theme.margin + Theme.offset(6)
        y: 1628
        width: Theme.span(6)

        Words {
            width: parent.width
            text: view.mirror.detailFabric
            font.pixelSize: Theme.small
            color: Theme.quiet
        }
        Words {
            width: parent.width
            text: view.mirror.detailCare
            font.pixelSize: Theme.small
            color: Theme.quiet
            wrapMode: Text.WordWrap
            maximumLineCount: 2
        }
    }

    Item {
        x: Theme.margin
        y: 1628
        width: Theme.span(6)
        height: Theme.touch

        Action {
            objectName: "bring"
            visible: view.mirror.canBring
            width: parent.width
            label: view.mirror.bring
            onTapped: view.mirror.tapBring()
        }

        Statement {
            visible: !view.mirror.canBring
            width: parent.width
            text: view.mirror.detailAnswer || view.mirror.detailStock
            lively: view.mirror.detailAnswer !== ""
        }
    }

    ActionBar {
        mirror: view.mirror
        lonely: false

        Action {
            objectName: "back"
            width: Theme.span(6)
            label: view.mirror.backLabel
            onTapped: view.mirror.tapBack()
        }
    }
}
