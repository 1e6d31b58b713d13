// The colours in stock as small cloth-coloured dots, with their number in words.
pragma ComponentBehavior: Bound
import QtQuick
import ".."

Row {
    id: swatches

    required property list<string> colours
    property string words
    property bool spelled: true

    spacing: 12

    Repeater {
        model: swatches.colours

        Rectangle {
            required property string modelData
            width: 24
            height: 24
            radius: 12
            color: modelData
            border.width: 1
            border.color: Theme.faint
            antialiasing: true
            y: swatches.topPadding + 6
        }
    }

    Words {
        visible: swatches.spelled
        leftPadding: 4
        text: swatches.words
        color: Theme.quiet
        font.pixelSize: Theme.small
    }
}
