// What lies over everything: the dark of a screen that sleeps, staff's page, the calm screen.
pragma ComponentBehavior: Bound
import QtQuick
import Hangtag.Mirror
import ".."
import "../components"

Item {
    id: duty

    required property DutyView view
    required property string shop

    // As staff read, whatever the shopper's language is.
    LayoutMirroring.enabled: duty.view.rightToLeft
    LayoutMirroring.childrenInherit: true

    // The last two corners of staff's gesture press nothing of the shopper's.
    Repeater {
        model: duty.view.guard ? 2 : 0

        MouseArea {
            required property int index
            anchors.left: index === 0 ? parent.left : undefined
            anchors.right: index === 1 ? parent.right : undefined
            y: duty.height - height
            width: duty.width * 0.1
            height: width
        }
    }

    Rectangle {
        anchors.fill: parent
        visible: duty.view.stage !== ""
        color: Theme.mirror

        MouseArea {
            anchors.fill: parent
        }

        Words {
            anchors.left: parent.left
            anchors.leftMargin: Theme.margin
            y: Theme.statusTop
            text: duty.view.title
            font.pixelSize: Theme.title
        }

        Action {
            objectName: "service-close"
            anchors.left: parent.left
            anchors.leftMargin: Theme.margin
            y: Theme.actionsTop
            width: Theme.span(12)
            label: duty.view.closeLabel
            onTapped: duty.view.tapClose()
        }

        PinPad {
            visible: duty.view.stage === "pin"
            anchors.left: parent.left
            anchors.leftMargin: Theme.margin
            y: 880
            view: duty.view
        }

        ServicePage {
            visible: duty.view.stage === "page"
            anchors.left: parent.left
            anchors.leftMargin: Theme.margin
            y: 880
            view: duty.view
        }
    }

    Rectangle {
        objectName: "asleep"
        anchors.fill: parent
        visible: duty.view.asleep
        color: "#000000"

        MouseArea {
            anchors.fill: parent
        }
    }

    Rectangle {
        objectName: "calm"
        anchors.fill: parent
        visible: duty.view.calm !== ""
        color: "#000000"

        MouseArea {
            anchors.fill: parent
        }

        ShopName {
            anchors.left: parent.left
            anchors.leftMargin: Theme.margin
            y: Theme.statusTop
            name: duty.shop
            size: Theme.title
        }

        Words {
            anchors.left: parent.left
            anchors.leftMargin: Theme.margin
            y: 1234
            width: Theme.span(12)
            text: duty.view.calm
            font.pixelSize: Theme.title
            font.weight: Font.DemiBold
            wrapMode: Text.WordWrap
        }
    }

    // On top, and takes nothing: every finger is seen, and goes on to where it was meant for.
    Item {
        anchors.fill: parent

        PointHandler {
            id: finger
            onActiveChanged: if (active) duty.view.press(finger.point.position.x, finger.point.position.y)
        }
    }
}
