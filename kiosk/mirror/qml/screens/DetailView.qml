// One garment seen larger: its colours and sizes in this shop, what it is made of, and having
// another brought.
import QtQuick
import Hangtag.Mirror
import ".."
import "../components"

Item {
    id: view

    required property MirrorViewModel mirror
    readonly property DetailView detail: mirror.detail

    Piece {
        // Where the room shows a single one: it stays when it is tapped.
        x: Theme.margin - 35
        y: Theme.contentTop - 35
        width: 504
        height: 504
        source: view.detail.picture
    }

    Column {
        x: Theme.margin + Theme.offset(6)
        y: Theme.contentTop + 36
        width: Theme.span(6)
        spacing: 14

        Words {
            width: parent.width
            text: view.detail.title
            font.pixelSize: Theme.title
            font.weight: Font.DemiBold
            lineHeight: 1
            wrapMode: Text.WordWrap
            maximumLineCount: 2
        }

        Row {
            spacing: 20
            Words {
                text: view.detail.price
                figures: true
            }
            Words {
                visible: text !== ""
                text: view.detail.was
                figures: true
                color: Theme.quiet
                font.strikeout: true
            }
        }

        Words {
            width: parent.width
            visible: text !== ""
            text: view.detail.why
            color: Theme.quiet
            font.pixelSize: Theme.small
            wrapMode: Text.WordWrap
            maximumLineCount: 2
        }

        Words {
            width: parent.width
            topPadding: 12
            visible: text !== ""
            text: view.detail.colour
        }

        Choices {
            x: -18
            width: parent.width + Theme.margin
            choices: view.detail.colours
            spacing: Theme.gutter
            onTapped: key => view.mirror.tapColour(key)
        }

        Words {
            width: parent.width
            topPadding: 12
            text: view.detail.stock
            font.pixelSize: Theme.small
            color: Theme.quiet
            wrapMode: Text.WordWrap
            maximumLineCount: 2
        }
    }

    Choices {
        x: Theme.margin - 24
        y: 1524
        width: Theme.width - x
        choices: view.detail.sizes
        onTapped: key => view.mirror.tapSize(key)
    }

    // What it is made of makes room for a second thought.
    Action {
        objectName: "never-mind"
        x: Theme.margin + Theme.offset(6)
        y: 1652
        visible: view.detail.neverMind !== ""
        width: Theme.span(6)
        label: view.detail.neverMind
        onTapped: view.mirror.tapNeverMind()
    }

    Column {
        x: Theme.margin + Theme.offset(6)
        y: 1652
        visible: view.detail.neverMind === ""
        width: Theme.span(6)

        Words {
            width: parent.width
            text: view.detail.fabric
            font.pixelSize: Theme.small
            color: Theme.quiet
        }
        Words {
            width: parent.width
            text: view.detail.care
            font.pixelSize: Theme.small
            color: Theme.quiet
            wrapMode: Text.WordWrap
            maximumLineCount: 2
        }
    }

    Item {
        x: Theme.margin
        y: 1652
        width: Theme.span(6)
        height: Theme.touch

        Action {
            objectName: "bring"
            visible: view.detail.canBring
            width: parent.width
            label: view.detail.bring
            onTapped: view.mirror.tapBring()
        }

        Statement {
            visible: text !== ""
            width: parent.width
            text: view.detail.answer
            lively: true
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
