// The lowest row: the screen's own action at the left, a colleague at the right. When the hub is
// away it says what to do instead.
import QtQuick
import Hangtag.Mirror
import ".."

Item {
    id: bar

    required property MirrorViewModel mirror
    property bool lonely: mirror.pay === "" && mirror.paying === ""
    default property alias actions: left.data

    x: Theme.margin
    y: Theme.actionsTop
    width: Theme.span(12)
    height: Theme.touch

    Item {
        id: left
        width: Theme.span(6)
        height: Theme.touch
    }

    Item {
        x: bar.lonely && bar.mirror.call === "" && bar.mirror.calling === "" ? 0 : Theme.offset(6)
        width: Theme.span(12) - x
        height: Theme.touch

        Action {
            objectName: "call"
            visible: bar.mirror.call !== "" && bar.mirror.advice === ""
            width: Theme.span(6)
            label: bar.mirror.call
            onTapped: bar.mirror.tapCall()
        }

        Statement {
            visible: text !== ""
            width: parent.width
            text: bar.mirror.advice || bar.mirror.calling
            lively: bar.mirror.advice === ""
        }
    }
}
