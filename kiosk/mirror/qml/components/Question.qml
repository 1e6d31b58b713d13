// The one question at the end: a number, then a word if there is one, then a thank you.
pragma ComponentBehavior: Bound
import QtQuick
import Hangtag.Mirror
import ".."

Column {
    id: question

    required property MirrorViewModel mirror

    visible: mirror.ending.question !== ""
    width: Theme.span(12)
    spacing: Theme.gutter

    // Words come where numbers stood.
    Settling {
        id: settling
        seen: scores.count > 0
    }

    Settling {
        id: settlingWords
        seen: words.count > 0
    }

    Words {
        width: parent.width
        bottomPadding: 16
        text: question.mirror.ending.question
        font.pixelSize: Theme.title
        font.weight: Font.DemiBold
        wrapMode: Text.WordWrap
        maximumLineCount: 3
        fits: true
    }

    Grid {
        anchors.left: parent.left
        visible: scores.count > 0
        columns: 6
        spacing: Theme.gutter

        Repeater {
            id: scores
            model: question.mirror.ending.scores

            Chip {
                required property string key
                required property string name
                objectName: "score:" + key
                width: Theme.span(2)
                label: name
                size: Theme.body
                enabled: !settling.running
                onTapped: question.mirror.tapScore(key)
            }
        }
    }

    Item {
        visible: scores.count > 0
        width: parent.width
        height: lowest.height

        Words {
            id: lowest
            anchors.left: parent.left
            width: Theme.span(6)
            text: question.mirror.ending.lowest ? "0  " + question.mirror.ending.lowest : ""
            color: Theme.quiet
            font.pixelSize: Theme.small
        }
        Words {
            anchors.right: parent.right
            horizontalAlignment: Text.AlignRight
            width: Theme.span(6)
            text: question.mirror.ending.highest ? "10  " + question.mirror.ending.highest : ""
            color: Theme.quiet
            font.pixelSize: Theme.small
        }
    }

    Row {
        anchors.left: parent.left
        visible: words.count > 0
        spacing: Theme.gutter

        Repeater {
            id: words
            model: question.mirror.ending.words

            Chip {
                required property string key
                required property string name
                objectName: "word:" + key
                width: Theme.span(3)
                label: name
                size: Theme.body
                enabled: !settlingWords.running
                onTapped: question.mirror.tapScoreWord(key)
            }
        }
    }
}
