// A word and what can be chosen beside it, in one line; gone when there is nothing to choose.
import QtQuick
import Hangtag.Mirror
import ".."

Row {
    id: line

    required property ChoosingView choosing

    signal tapped(group: string, key: string)

    width: Theme.span(12)
    height: Theme.touch
    spacing: Theme.gutter
    visible: choosing.title !== ""

    Words {
        anchors.verticalCenter: parent.verticalCenter
        width: Theme.span(3)
        text: line.choosing.title
        color: Theme.quiet
        maximumLineCount: 2
        wrapMode: Text.WordWrap
    }

    Item {
        width: Theme.span(9)
        height: Theme.touch

        // What is seen of the first stands on the column, as in every line.
        Choices {
            anchors.left: parent.left
            anchors.leftMargin: -indent
            width: parent.width + indent
            choices: line.choosing.choices
            onTapped: key => line.tapped(line.choosing.key, key)
        }
    }
}
