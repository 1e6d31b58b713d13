// Digits for staff's PIN, large enough for a hurried finger. What was typed is seen as dots only.
pragma ComponentBehavior: Bound
import QtQuick
import Hangtag.Mirror
import ".."
import "../components"

Item {
    id: pad

    required property DutyView view

    readonly property list<string> keys: ["1", "2", "3", "4", "5", "6", "7", "8", "9", "erase", "0", "enter"]
    width: Theme.span(12)
    height: 880

    Row {
        anchors.left: parent.left
        height: 24
        spacing: 24
        Accessible.role: Accessible.StaticText
        Accessible.name: pad.view.dotsName

        Repeater {
            model: pad.view.dots

            Rectangle {
                width: 24
                height: 24
                radius: 12
                color: Theme.ink
                antialiasing: true
            }
        }
    }

    Words {
        objectName: "pin-note"
        y: 52
        width: parent.width
        text: pad.view.note
        color: Theme.quiet
    }

    Grid {
        // A pad of digits is the same in every language.
        LayoutMirroring.enabled: false
        LayoutMirroring.childrenInherit: true
        anchors.left: parent.left
        y: 136
        columns: 3
        spacing: Theme.gutter

        Repeater {
            model: pad.keys

            Touchable {
                id: key

                required property string modelData
                required property int index
                readonly property bool word: modelData.length > 1

                objectName: "pin-" + modelData
                name: pad.view.keyNames[index]
                width: Theme.span(4)
                height: 156
                enabled: !pad.view.locked
                opacity: pad.view.locked ? 0.35 : pressed ? 0.6 : 1
                onTapped: {
                    if (modelData === "erase")
                        pad.view.tapErase();
                    else if (modelData === "enter")
                        pad.view.tapEnter();
                    else
                        pad.view.tapDigit(modelData);
                }

                Rectangle {
                    anchors.fill: parent
                    color: "transparent"
                    border.width: Theme.line
                    border.color: key.modelData === "enter" ? Theme.accent : Theme.hairline
                    radius: 6
                    antialiasing: true
                }

                Words {
                    anchors.centerIn: parent
                    text: key.word ? key.name : key.modelData
                    color: key.modelData === "enter" ? Theme.accent : Theme.ink
                    font.pixelSize: key.word ? Theme.body : Theme.title
                    figures: true
                }
            }
        }
    }
}
