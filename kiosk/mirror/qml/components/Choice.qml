// One colour or size to choose: a dot of cloth or a word, underlined in gold when it is chosen,
// with a small light below it when a piece of it hangs here.
import QtQuick
import ".."

Touchable {
    id: choice

    required property string key
    required property string swatch
    required property bool chosen
    required property bool in_stock
    required property bool here
    required property int index
    required name

    // From its edge to what is seen of it.
    readonly property real indent: (width - (swatch ? 60 : word.implicitWidth)) / 2

    width: swatch ? Theme.touch : Math.max(Theme.touch, word.implicitWidth + 32)
    opacity: pressed ? 0.6 : 1

    Rectangle {
        anchors.centerIn: parent
        visible: choice.swatch !== ""
        width: 60
        height: 60
        radius: 30
        color: choice.swatch ? choice.swatch : "transparent"
        border.width: 1
        border.color: Theme.faint
        antialiasing: true
        opacity: choice.in_stock ? 1 : 0.4
    }

    Words {
        id: word
        anchors.centerIn: parent
        visible: choice.swatch === ""
        text: choice.name
        font.weight: choice.chosen ? Font.DemiBold : Font.Medium
        color: !choice.in_stock ? Theme.faint : choice.chosen ? Theme.ink : Theme.accent
        font.strikeout: !choice.in_stock
    }

    Rectangle {
        anchors.horizontalCenter: parent.horizontalCenter
        y: choice.swatch ? 90 : 76
        visible: choice.chosen
        width: 48
        height: 3
        color: Theme.accent
    }

    Rectangle {
        anchors.horizontalCenter: parent.horizontalCenter
        y: 73
        visible: choice.here && !choice.chosen
        width: 9
        height: 9
        radius: 4.5
        color: Theme.ink
        antialiasing: true
    }
}
