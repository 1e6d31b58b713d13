// The lowest row: the screen's own action at the left, a colleague at the right. When the hub is
// away it says what to do instead.
import QtQuick
import Hangtag.Mirror
import ".."

Item {
    id: bar

    required property MirrorViewModel mirror
    property bool lonely: mirror.pay === "" && mirror.paying === ""
    property bool lit: true        // the colleague's
    property bool calls: true      // a colleague; else its place is another action's
    default property alias actions: left.data

    anchors.left: parent.left

    anchors.leftMargin: Theme.margin
    y: Theme.actionsTop
    width: Theme.span(12)
    height: Theme.touch

    Item {
        id: left
        anchors.left: parent.left
        width: Theme.span(6)
        height: Theme.touch
    }

    Item {
        readonly property real indent: bar.lonely && bar.mirror.call === "" && bar.mirror.calling === "" ? 0 : Theme.offset(6)
        anchors.left: parent.left
        anchors.leftMargin: indent
        width: Theme.span(12) - indent
        height: Theme.touch

        Action {
            id: call
            objectName: "call"
            visible: bar.calls && bar.mirror.call !== "" && bar.mirror.advice === ""
            width: Theme.span(6)
            lit: bar.lit
            label: bar.mirror.call
            enabled: !settling.running
            onTapped: bar.mirror.tapCall()

            // It stands where "Forget now" and "Your privacy" stood.
            Settling {
                id: settling
                seen: call.visible
            }
        }

        Statement {
            visible: bar.calls && text !== ""
            width: parent.width
            text: bar.mirror.advice || bar.mirror.calling
            lively: bar.mirror.advice === ""
        }
    }
}
