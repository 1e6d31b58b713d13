// One thing the shopper can ask for: words below a gold hairline, with a figure at its end.
import QtQuick
import ".."

Touchable {
    id: action

    property string label
    property string figure

    name: figure ? label + ", " + figure : label
    opacity: pressed ? 0.6 : 1

    Rectangle {
        width: parent.width
        height: Theme.line
        color: Theme.accent
    }

    Words {
        anchors.left: parent.left
        anchors.right: amount.left
        anchors.rightMargin: action.figure ? Theme.gutter : 0
        anchors.verticalCenter: parent.verticalCenter
        text: action.label
        color: Theme.accent
        font.weight: Font.DemiBold
    }

    Words {
        id: amount
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        text: action.figure
        elide: Text.ElideNone
    }
}
