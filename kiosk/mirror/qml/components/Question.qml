// The one question at the end: a number, then a word if there is one, then a thank you.
pragma ComponentBehavior: Bound
import QtQuick
import Hangtag.Mirror
import ".."

Column {
    id: question

    required property MirrorViewModel mirror
    readonly property bool thanks: scores.count === 0 && words.count === 0   // said as large as a welcome

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
        font.pixelSize: question.thanks ? Theme.attract : Theme.title
        font.weight: question.thanks ? Font.Medium : Font.DemiBold
        font.letterSpacing: question.thanks ? -2 : 0
        wrapMode: Text.WordWrap
        maximumLineCount: 3
        fits: true
    }

    TextMetrics {
        id: figure
        text: "0"
        font.pixelSize: Theme.body
        font.weight: Font.DemiBold
        font.features: ({ "tnum": 1 })
    }

    // One line from margin to margin, for numbers and for words: the first number begins where it
    // begins, the last, of two figures, ends where it ends. Targets reach a little further.
    Item {
        visible: !question.thanks
        width: parent.width
        height: Theme.touch

        Rectangle {
            width: parent.width
            height: Theme.line
            color: Theme.accent
        }

        Row {
            anchors.horizontalCenter: parent.horizontalCenter

            Repeater {
                id: scores
                model: question.mirror.ending.scores

                Touchable {
                    id: score
                    required property string key
                    required property int index
                    required name
                    objectName: "score:" + key
                    opacity: pressed ? 0.6 : 1
                    enabled: !settling.running
                    onTapped: question.mirror.tapScore(score.key)

                    Words {
                        anchors.centerIn: parent
                        anchors.horizontalCenterOffset: figure.advanceWidth * (0.5 - 1.5 * score.index / (scores.count - 1))
                        text: score.name
                        figures: true
                        color: Theme.accent
                        font.weight: Font.DemiBold
                    }
                }
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

    Item {
        visible: scores.count > 0
        width: parent.width
        height: lowest.height

        Words {
            id: lowest
            anchors.left: parent.left
            width: Theme.span(6)
            text: question.mirror.ending.lowest
            color: Theme.quiet
            font.pixelSize: Theme.small
        }
        Words {
            anchors.right: parent.right
            horizontalAlignment: Text.AlignRight
            width: Theme.span(6)
            text: question.mirror.ending.highest
            color: Theme.quiet
            font.pixelSize: Theme.small
        }
    }
}
