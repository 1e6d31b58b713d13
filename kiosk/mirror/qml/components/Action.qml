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

    Row {
        anchors.left: parent.left
        anchors.verticalCenter: parent.verticalCenter
        spacing: 20

        Words {
            width: Math.min(implicitWidth, action.width - (figure.visible ? figure.width + 20 : 0))
            text: action.label
            color: Theme.accent
            font.weight: Font.DemiBold
            fits: true
        }

        Words {
            id: figure
            visible: action.figure !== ""
            text: action.figure
            figures: true
        }
    }
}
