// The mirror at rest: an invitation and a line that breathes, moved slowly against burn-in. When it
// cannot see what is hung here: a welcome, and a colleague.
pragma ComponentBehavior: Bound
import QtQuick
import Hangtag.Mirror
import ".."
import "../components"

Item {
    id: attract

    required property MirrorViewModel mirror
    required property Slides slides

    property real phase: 0

    width: Theme.width
    height: Theme.height
    x: Theme.motion ? Math.round(18 * Math.sin(phase)) : 0
    y: Theme.motion ? Math.round(14 * Math.sin(phase * 1.7)) : 0

    Pictures {
        y: 150
        width: Theme.width
        height: 980
        slides: attract.slides
        awake: attract.visible
    }

    ShopName {
        anchors.left: parent.left
        anchors.leftMargin: Theme.margin
        y: Theme.statusTop
        name: attract.mirror.shop
        size: Theme.title
    }

    Rectangle {
        id: line
        property int step: 0
        anchors.left: parent.left
        anchors.leftMargin: Theme.margin
        y: 1180
        width: Theme.span(2)
        height: 3
        color: Theme.accent
        // Breathing in 12 steps a second: the eye sees it glide, the processor hardly sees it.
        opacity: Theme.motion ? 0.55 + 0.45 * Math.cos(step * 2 * Math.PI * 84 / Theme.breath) : 1
        Timer {
            interval: 84
            repeat: true
            running: attract.visible && Theme.motion
            onTriggered: line.step += 1
        }
    }

    Column {
        anchors.left: parent.left
        anchors.leftMargin: Theme.margin
        y: 1234
        width: Theme.span(12)
        spacing: 28

        Repeater {
            model: attract.mirror.invitations

            Words {
                required property string modelData
                required property int index
                width: Theme.span(12)
                text: modelData
                color: index === 0 ? Theme.ink : Theme.quiet
                font.pixelSize: index === 0 ? Theme.attract : Theme.body
                lineHeight: index === 0 ? 1.04 : 1.06
                font.letterSpacing: index === 0 ? -2 : 0
                bottomPadding: index === 0 ? 24 : 0
                wrapMode: Text.WordWrap
            }
        }
    }

    Action {
        id: call
        objectName: "call"
        anchors.left: parent.left
        anchors.leftMargin: Theme.margin
        y: Theme.actionsTop
        visible: attract.mirror.call !== ""
        width: Theme.span(6)
        label: attract.mirror.call
        enabled: !settling.running
        onTapped: attract.mirror.tapCall()

        // It stands where a sheet's "Back" stood.
        Settling {
            id: settling
            seen: call.visible
        }
    }

    Marks {
        anchors.right: parent.right
        anchors.rightMargin: Theme.margin - 26   // their outlines end with all else
        y: Theme.actionsTop
        kinds: attract.mirror.marks
        onTapped: kind => attract.mirror.tapSheet(kind)
    }

    Timer {
        interval: 20000
        repeat: true
        running: attract.visible && Theme.motion
        onTriggered: attract.phase += 0.13
    }
}
