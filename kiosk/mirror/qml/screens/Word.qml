// Nothing hangs here any more, but there is something to say.
pragma ComponentBehavior: Bound
import QtQuick
import Hangtag.Mirror
import ".."
import "../components"

Item {
    id: word

    required property MirrorViewModel mirror

    Column {
        x: Theme.margin
        y: 1180
        width: Theme.span(12)
        spacing: 40

        Rectangle {
            width: Theme.span(2)
            height: 3
            color: Theme.accent
        }

        Words {
            visible: text !== ""
            width: parent.width
            text: word.mirror.word
            font.pixelSize: Theme.title
            font.weight: Font.DemiBold
            wrapMode: Text.WordWrap
        }

        Repeater {
            model: word.mirror.answers

            Column {
                id: row
                required property string about
                required property string answer
                width: Theme.span(12)

                Words {
                    width: parent.width
                    text: row.answer
                    font.pixelSize: word.mirror.word ? Theme.body : Theme.title
                    font.weight: word.mirror.word ? Font.Medium : Font.DemiBold
                    wrapMode: Text.WordWrap
                }
                Words {
                    width: parent.width
                    visible: text !== ""
                    text: row.about
                    color: Theme.quiet
                    font.pixelSize: Theme.small
                }
            }
        }
    }
}
