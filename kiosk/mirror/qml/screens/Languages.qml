// The sheet of languages: each named in itself, two beside each other; one tap speaks it.
pragma ComponentBehavior: Bound
import QtQuick
import ".."
import "../components"

Sheet {
    id: sheet

    kind: "languages"

    // A name comes to stand where this sheet's mark stood.
    Settling {
        id: settling
        seen: sheet.visible
    }

    Flow {
        width: parent.width
        spacing: Theme.gutter

        Repeater {
            // Made when the sheet is opened, when the typefaces of all the names are at hand.
            model: sheet.visible ? sheet.mirror.languages.offered : null

            Touchable {
                id: tongue
                required property string key
                required name
                readonly property bool chosen: key === sheet.mirror.language

                objectName: "language:" + key
                width: Theme.span(6) - 1   // two a row, whatever a half pixel is rounded to
                height: Theme.touch + 16
                opacity: pressed ? 0.6 : 1
                enabled: !settling.running
                onTapped: sheet.mirror.tapLanguage(tongue.key)

                Rectangle {
                    width: parent.width
                    height: Theme.line
                    color: tongue.chosen ? Theme.accent : Theme.hairline
                }

                Words {
                    anchors.left: parent.left
                    anchors.verticalCenter: parent.verticalCenter
                    width: parent.width
                    text: tongue.name
                    color: tongue.chosen ? Theme.ink : Theme.accent
                    font.weight: tongue.chosen ? Font.DemiBold : Font.Medium
                }
            }
        }
    }
}
