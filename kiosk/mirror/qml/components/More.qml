// How many garments hang here besides those on the glass. A tap turns to them.
import QtQuick
import ".."

Touchable {
    id: more

    property int number
    property string label

    objectName: "more"
    name: number + " " + label
    opacity: pressed ? 0.6 : 1

    Words {
        anchors.left: parent.left
        anchors.bottom: word.top
        text: more.number
        figures: true
        color: Theme.quiet
        font.pixelSize: Theme.title
    }

    Words {
        id: word
        y: Theme.largeText ? 104 : 127   // as the names beside it
        width: parent.width
        text: more.label
        fits: true
        color: Theme.accent
        font.pixelSize: Math.min(Theme.small, 32)
        font.weight: Font.DemiBold
        lineHeight: 1
        wrapMode: Text.WordWrap
        maximumLineCount: 2
    }
}
