// One garment of the room, in one of four shapes by how many hang here. It arrives as if it were
// hung and leaves as if taken; `gone` says that it has been drawn out.
import QtQuick
import ".."

Touchable {
    id: garment

    required property string key
    required property string title
    required property string price
    required property string label
    required property string sizes
    required property list<string> swatches
    required property string colours
    required property string picture
    required property int place
    required property bool leaving
    property int count: 1
    property real nameHeight       // of the highest name beside it
    readonly property real named: heading.implicitHeight
    property int shown: count      // keeps its shape while it leaves

    readonly property bool hero: shown <= 1
    readonly property bool column: shown === 2 || shown === 3
    readonly property bool card: shown === 4
    readonly property bool tile: shown > 4
    readonly property int side: hero ? 470 : column ? (Theme.largeText ? 272 : 316) : card ? 236 : Theme.largeText ? 108 : 132
    // Rasters have air around the garment: it may reach over the edge of its cell.
    readonly property int air: Math.round(side * 0.07)
    readonly property bool beside: hero || card
    readonly property bool drawn: piece.drawn
    readonly property bool dense: tile || Theme.largeText && card
    readonly property real leading: dense ? 1 : 1.06
    readonly property int small: tile ? Math.min(Theme.small, 32) : Theme.small

    signal gone

    // What stands in one line, in the order of the page: from the right where that is mirrored.
    // Each keeps its own direction.
    function line(parts: list<string>, gap: string): string {
        if (!Theme.mirrored || parts.length < 2)
            return parts.join(gap);
        return "\u200F" + parts.map(part => "\u2068" + part + "\u2069").join(gap);
    }

    objectName: "garment:" + key
    name: [title, label, price].join(", ")
    enabled: !leaving

    Item {
        id: hung
        width: garment.side
        height: garment.side
        x: Theme.mirrored ? garment.width + garment.air - width : -garment.air
        y: -garment.air
        transformOrigin: Item.Top

        Behavior on width { enabled: Theme.motion; NumberAnimation { duration: Theme.move; easing.type: Easing.OutCubic } }
        Behavior on height { enabled: Theme.motion; NumberAnimation { duration: Theme.move; easing.type: Easing.OutCubic } }

        Piece {
            id: piece
            anchors.fill: parent
            source: "image://garment/" + (garment.hero ? 900 : 480) + "/" + garment.picture
            prepared: true
        }
    }

    Column {
        id: description
        readonly property real indent: garment.hero ? Theme.offset(6) : garment.card ? 240 : 0
        anchors.left: parent.left
        anchors.leftMargin: indent
        y: garment.hero ? 36 : garment.card ? (garment.dense ? 0 : 8) : garment.side - garment.air + (garment.tile ? 4 : 14)
        width: parent.width - indent
        spacing: garment.hero ? 14 : 0

        Item {
            width: parent.width
            height: garment.column ? Math.max(heading.height, garment.nameHeight) : heading.height

            TwoLines {
                id: heading
                anchors.left: parent.left
                y: parent.height - height
                width: parent.width
                words: garment.title
                font.weight: Font.DemiBold
                size: garment.hero ? Theme.title : garment.shown === 2 ? Theme.body : garment.small
                alone: garment.shown === 2 ? Theme.small : size
                lineHeight: garment.hero ? 1 : garment.leading
            }
        }

        Words {
            width: parent.width
            text: garment.line(garment.column && garment.label ? [garment.price, garment.label] : [garment.price], "   ")
            fits: true
            figures: true
            font.pixelSize: garment.hero ? Theme.body : garment.small
            lineHeight: garment.leading
        }

        Words {
            width: parent.width
            visible: text !== "" && (garment.hero || garment.card)
            text: garment.label
            fits: true
            color: Theme.quiet
            font.pixelSize: garment.hero ? Theme.body : Theme.small
            lineHeight: garment.leading
        }

        Words {
            width: parent.width
            visible: text !== "" && !garment.tile
            text: garment.line(garment.sizes.split("  "), "  ")
            fits: true
            color: Theme.accent
            font.pixelSize: garment.hero ? Theme.body : Theme.small
            lineHeight: garment.leading
            wrapMode: garment.hero ? Text.WordWrap : Text.NoWrap
            maximumLineCount: garment.hero ? 2 : 1
        }

        Swatches {
            anchors.left: parent.left
            visible: (garment.hero || garment.shown === 2) && garment.swatches.length > 0
            colours: garment.swatches
            words: garment.colours
            spelled: true
        }
    }

    onLeavingChanged: {
        if (!leaving)
            arrival.restart();
        else if (Theme.motion)
            departure.start();
        else
            gone();
    }
    onCountChanged: if (!leaving) shown = count
    Component.onCompleted: if (Theme.motion) arrival.start()

    // The first frame already shows it: a shopper's eye is quicker than a fade from nothing.
    ParallelAnimation {
        id: arrival
        NumberAnimation { target: garment; property: "opacity"; from: 0.4; to: 1; duration: 180; easing.type: Easing.OutCubic }
        SequentialAnimation {
            NumberAnimation { target: hung; property: "rotation"; from: -5; to: 2.2; duration: Theme.arrive * 0.42; easing.type: Easing.InOutSine }
            NumberAnimation { target: hung; property: "rotation"; to: -0.8; duration: Theme.arrive * 0.32; easing.type: Easing.InOutSine }
            NumberAnimation { target: hung; property: "rotation"; to: 0; duration: Theme.arrive * 0.26; easing.type: Easing.OutSine }
        }
    }

    SequentialAnimation {
        id: departure
        ParallelAnimation {
            NumberAnimation { target: garment; property: "opacity"; to: 0; duration: 280; easing.type: Easing.OutCubic }
            NumberAnimation { target: hung; property: "y"; to: -64; duration: 280; easing.type: Easing.OutCubic }
        }
        ScriptAction { script: garment.gone() }
    }
}
