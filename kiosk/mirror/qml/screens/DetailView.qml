// One garment seen larger: its colours and sizes in this shop, what it is made of, and having
// another brought.
pragma ComponentBehavior: Bound
import QtQuick
import Hangtag.Mirror
import ".."
import "../components"

Item {
    id: view

    required property MirrorViewModel mirror
    readonly property DetailView detail: mirror.detail

    width: Theme.width
    height: Theme.height

    Piece {
        // Where the room shows a single one: it stays when it is tapped.
        anchors.left: parent.left
        anchors.leftMargin: Theme.margin - 33
        y: Theme.contentTop - 33
        width: 470
        height: 470
        source: view.detail.picture
    }

    Column {
        anchors.left: parent.left
        anchors.leftMargin: Theme.margin + Theme.offset(6)
        // A second line of the title takes its room above, that the sizes below keep theirs.
        y: Theme.contentTop + (Theme.largeText && title.lineCount > 1 ? 12 : 36)
        width: Theme.span(6)
        spacing: 14

        Words {
            id: title
            width: parent.width
            text: view.detail.title
            fits: true
            font.pixelSize: Theme.title
            font.weight: Font.DemiBold
            lineHeight: 1
            wrapMode: Text.WordWrap
            maximumLineCount: 2
        }

        Row {
            anchors.left: parent.left
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
            text: view.detail.offer
            font.pixelSize: Theme.small
            wrapMode: Text.WordWrap
            maximumLineCount: 2
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
            anchors.left: parent.left
            anchors.leftMargin: -indent
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
        anchors.left: parent.left
        anchors.leftMargin: Theme.margin - indent
        y: 1524
        width: Theme.width - Theme.margin + indent
        choices: view.detail.sizes
        onTapped: key => view.mirror.tapSize(key)
    }

    // What it is made of makes room for a second thought.
    Action {
        id: neverMind
        objectName: "never-mind"
        anchors.left: parent.left
        anchors.leftMargin: Theme.margin + Theme.offset(6)
        y: 1652
        visible: view.detail.neverMind !== ""
        width: Theme.span(6)
        lit: false
        label: view.detail.neverMind
        enabled: !taking.running
        onTapped: view.mirror.tapNeverMind()

        Settling {
            id: taking
            seen: neverMind.visible
        }
    }

    Column {
        anchors.left: parent.left
        anchors.leftMargin: Theme.margin + Theme.offset(6)
        y: Theme.largeText ? 1626 : 1652   // three large lines end above the action's
        visible: view.detail.neverMind === "" && !instead.visible
        width: Theme.span(6)

        Words {
            width: parent.width
            text: view.detail.fabric
            fits: true
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
        anchors.left: parent.left
        anchors.leftMargin: Theme.margin
        y: 1652
        width: Theme.span(6)
        height: Theme.touch

        // An offer that was tapped lay here.
        Settling {
            id: bringing
            seen: bring.visible || hold.visible
        }

        Action {
            id: bring
            objectName: "bring"
            visible: view.detail.canBring
            width: parent.width
            label: view.detail.bring
            enabled: !bringing.running
            onTapped: view.mirror.tapBring()
        }

        Action {
            id: hold
            objectName: "hold"
            visible: view.detail.hold !== ""
            width: parent.width
            label: view.detail.hold
            enabled: !bringing.running
            onTapped: view.mirror.tapHold()
        }

        Portrait {
            id: portrait
            anchors.left: parent.left
            anchors.verticalCenter: parent.verticalCenter
            picture: view.detail.answeredBy
            initials: view.detail.initials
        }

        Statement {
            visible: text !== ""
            width: parent.width
            most: Theme.actionsTop - parent.y - 8   // down to the actions
            indent: portrait.visible ? portrait.width + Theme.gutter : 0
            text: view.detail.answer
            lively: true
        }
    }

    // What is sold out makes room for what is like it.
    Item {
        id: instead
        anchors.left: parent.left
        anchors.leftMargin: Theme.margin
        y: 1644
        width: Theme.span(12)
        height: 120
        visible: others.count > 0 && view.detail.answer === ""

        Row {
            anchors.left: parent.left
            spacing: Theme.gutter

            Repeater {
                id: others
                model: view.detail.instead

                Offer {
                    required property string key
                    objectName: "instead:" + key
                    width: Theme.span(6)
                    height: 120
                    onTapped: view.mirror.tapOffer(variant)
                }
            }
        }
    }

    ActionBar {
        mirror: view.mirror
        lonely: false
        calls: view.detail.send === ""
        lit: !bring.visible && !hold.visible && view.detail.answer === ""

        Action {
            objectName: "back"
            width: Theme.span(6)
            lit: false
            label: view.mirror.backLabel
            onTapped: view.mirror.tapBack()
        }
    }

    Action {
        objectName: "send"
        anchors.left: parent.left
        anchors.leftMargin: Theme.margin + Theme.offset(6)
        y: Theme.actionsTop
        visible: view.detail.send !== ""
        width: Theme.span(6)
        label: view.detail.send
        onTapped: view.mirror.tapSheet("phone")
    }
}
