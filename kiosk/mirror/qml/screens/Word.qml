// Nothing hangs here any more, but there is something to say.
pragma ComponentBehavior: Bound
import QtQuick
import Hangtag.Mirror
import ".."
import "../components"

Item {
    id: word

    required property MirrorViewModel mirror

    width: Theme.width
    height: Theme.height

    Column {
        anchors.left: parent.left
        anchors.leftMargin: Theme.margin
        y: Theme.largeText ? 1100 : 1180
        width: Theme.span(12)
        spacing: 40

        Rectangle {
            anchors.left: parent.left
            visible: said.count > 0 || word.mirror.word !== "" || question.visible
            width: Theme.span(2)
            height: 3
            color: Theme.accent
            opacity: question.visible && !question.thanks && word.mirror.word === "" ? 0 : 1   // it has its own
        }

        Words {
            visible: text !== ""
            width: parent.width
            text: word.mirror.word
            font.pixelSize: question.visible ? Theme.body : Theme.title
            font.weight: Font.DemiBold
            wrapMode: Text.WordWrap
        }

        Question {
            id: question
            mirror: word.mirror
        }

        Repeater {
            id: said
            model: word.mirror.ending.question === "" ? word.mirror.answers : null   // they are above

            Column {
                id: row
                required property string about
                required property string answer
                required property string picture
                required property string initials
                width: Theme.span(12)

                Portrait {
                    anchors.left: parent.left
                    picture: row.picture
                    initials: row.initials
                }
                Words {
                    width: parent.width
                    topPadding: row.initials ? 16 : 0
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

    HandedBack {
        anchors.left: parent.left
        anchors.leftMargin: Theme.margin
        y: Theme.offersTop
        mirror: word.mirror
    }

    Action {
        id: call
        objectName: "call"
        anchors.left: parent.left
        anchors.leftMargin: Theme.margin
        y: Theme.actionsTop
        visible: word.mirror.call !== "" && !question.visible
        width: Theme.span(6)
        label: word.mirror.call
        enabled: !settling.running
        onTapped: word.mirror.tapCall()

        // It stands where a sheet's "Back" stood, and where "Pay" did.
        Settling {
            id: settling
            seen: call.visible
        }
    }

    Marks {
        visible: word.mirror.ending.question === ""   // one thing at a time
        anchors.right: parent.right
        anchors.rightMargin: Theme.margin - 26   // their outlines end with all else
        y: Theme.actionsTop
        kinds: word.mirror.marks
        onTapped: kind => word.mirror.tapSheet(kind)
    }
}
