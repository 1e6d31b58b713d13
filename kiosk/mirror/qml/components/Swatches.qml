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

        Item {
            id: cloth
            required property string modelData
            width: 24
            height: name.height

            Rectangle {
                anchors.verticalCenter: parent.verticalCenter
                width: 24
                height: 24
                radius: 12
                color: cloth.modelData
                border.width: 1
                border.color: Theme.faint
                antialiasing: true
            }
        }
    }

    Words {
        id: name
        visible: swatches.spelled
        leftPadding: 4
        text: swatches.words
        color: Theme.quiet
        font.pixelSize: Theme.small
    }
}
