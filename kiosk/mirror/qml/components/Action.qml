// One thing the shopper can ask for: words below a gold hairline, with a figure at its end. Unlit
// where something else on the screen comes first.
import QtQuick
import ".."

Touchable {
    id: action

    property string label
    property string figure
    property bool lit: true

    // Both in one size, which is smaller where they are too long for their place.
    readonly property real natural: words.advanceWidth + sum.advanceWidth + line.spacing + 4
    readonly property int size: figure ? Math.max(Theme.least, Math.floor(Theme.body * Math.min(1, (width - Theme.gutter) / natural))) : Theme.body

    name: figure ? label + ", " + figure : label
    opacity: pressed ? 0.6 : 1

    Rectangle {
        width: parent.width
        height: Theme.line
        color: action.lit ? Theme.accent : Theme.hairline
    }

    TextMetrics {
        id: words
        text: action.label
        font.pixelSize: Theme.body
        font.weight: Font.DemiBold
    }

    TextMetrics {
        id: sum
        text: action.figure
        font.pixelSize: Theme.body
        font.weight: Font.Medium
    }

    Row {
        id: line
        anchors.left: parent.left
        anchors.verticalCenter: parent.verticalCenter
        spacing: 20

        Words {
            width: Math.min(implicitWidth, action.width - (figure.visible ? figure.width + 20 : 0))
            text: action.label
            color: Theme.accent
            font.pixelSize: action.size
            font.weight: Font.DemiBold
            fits: true
        }

        Words {
            id: figure
            visible: action.figure !== ""
            text: action.figure
            font.pixelSize: action.size
            figures: true
        }
    }
}
