// Staff's page: how this mirror is, and what can be done about it.
pragma ComponentBehavior: Bound
import QtQuick
import Hangtag.Mirror
import ".."
import "../components"

Item {
    id: page

    required property DutyView view

    width: Theme.span(12)
    height: 880

    // They stand where the pad's keys stood, and one more moves the others.
    Settling {
        id: settling
        seen: page.visible
    }

    Words {
        objectName: "service-note"
        y: -8
        width: parent.width
        text: page.view.note
        color: Theme.quiet
    }

    Column {
        id: facts
        y: 64

        Repeater {
            model: page.view.facts

            Item {
                id: fact

                required property string label
                required property string value
                required property bool well

                width: page.width
                height: 60

                Words {
                    anchors.left: parent.left
                    anchors.verticalCenter: parent.verticalCenter
                    text: fact.label
                    color: Theme.quiet
                    font.pixelSize: Theme.small
                }

                Words {
                    anchors.verticalCenter: parent.verticalCenter
                    anchors.left: parent.left
                    anchors.leftMargin: Theme.offset(4)
                    width: page.width - Theme.offset(4)
                    text: fact.value
                    font.pixelSize: Theme.small
                    font.weight: fact.well ? Font.Medium : Font.Bold
                    color: fact.well ? Theme.ink : Theme.accent
                    figures: true
                }
            }
        }
    }

    Row {
        y: facts.y + facts.height + 8
        visible: page.view.brightness >= 0
        spacing: Theme.gutter

        Action {
            objectName: "service-darker"
            width: Theme.span(4)
            label: page.view.darker
            onTapped: page.view.tapBrightness(page.view.brightness - 0.1)
        }

        Words {
            width: Theme.span(4)
            height: Theme.touch
            verticalAlignment: Text.AlignVCenter
            horizontalAlignment: Text.AlignHCenter
            text: page.view.brightnessLabel
            font.pixelSize: Theme.small
            figures: true
        }

        Action {
            objectName: "service-brighter"
            width: Theme.span(4)
            label: page.view.brighter
            onTapped: page.view.tapBrightness(page.view.brightness + 0.1)
        }
    }

    Column {
        anchors.bottom: parent.bottom
        spacing: Theme.gutter

        Repeater {
            model: page.view.actions
            onItemAdded: settling.restart()
            onItemRemoved: settling.restart()

            Action {
                required property string key
                required label

                objectName: "service-" + key
                width: page.width
                enabled: !settling.running
                onTapped: page.view.tapAction(key)
            }
        }
    }
}
