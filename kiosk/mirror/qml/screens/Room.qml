// What hangs here, what goes with it, and what can be asked for.
import QtQuick
import Hangtag.Mirror
import ".."
import "../components"

Item {
    id: room

    required property MirrorViewModel mirror

    width: Theme.width
    height: Theme.height

    GarmentField {
        anchors.left: parent.left
        anchors.leftMargin: Theme.margin
        y: Theme.contentTop
        width: Theme.width - Theme.margin
        height: Theme.offersTop - Theme.gutter - y
        garments: room.mirror.garments
        count: room.mirror.count
        more: room.mirror.more
        moreLabel: room.mirror.moreLabel
        onTapped: key => room.mirror.tapGarment(key)
        onGone: key => room.mirror.garmentGone(key)
        onTurned: room.mirror.tapMore()
    }

    OfferRow {
        anchors.left: parent.left
        anchors.leftMargin: Theme.margin
        y: Theme.offersTop
        width: Theme.width - Theme.margin
        height: Theme.actionsTop - Theme.gutter - y
        shown: room.mirror.ending.handedCount === 0
        offers: room.mirror.offers
        title: room.mirror.offersTitle
        onTapped: variant => room.mirror.tapOffer(variant)
    }

    HandedBack {
        id: handed
        anchors.left: parent.left
        anchors.leftMargin: Theme.margin
        y: Theme.offersTop
        mirror: room.mirror
    }

    Row {
        anchors.right: parent.right
        anchors.rightMargin: Theme.margin - 26   // their outlines end with all else
        y: Theme.offersTop
        visible: !handed.visible || !handed.two
        spacing: Theme.gutter

        Touchable {
            objectName: "asked-for"
            visible: room.mirror.askedFor !== ""
            name: room.mirror.askedFor
            width: Math.max(Theme.touch, askedFor.implicitWidth)
            opacity: pressed ? 0.6 : 1
            onTapped: room.mirror.tapSheet("asked")

            Words {
                id: askedFor
                anchors.verticalCenter: parent.verticalCenter
                text: room.mirror.askedFor
                color: Theme.accent
                font.pixelSize: Theme.small
                font.weight: Font.DemiBold
            }
        }

        Marks {
            kinds: room.mirror.marks
            onTapped: kind => room.mirror.tapSheet(kind)
        }
    }

    ActionBar {
        mirror: room.mirror

        Action {
            id: pay
            objectName: "pay"
            visible: room.mirror.pay !== ""
            width: Theme.span(6)
            label: room.mirror.pay
            figure: room.mirror.total
            enabled: !settling.running
            onTapped: room.mirror.tapPay()

            // It stands where "Back" stood.
            Settling {
                id: settling
                seen: pay.visible
            }
        }

        Statement {
            visible: room.mirror.paying !== ""
            width: Theme.span(6)
            text: room.mirror.paying
            lively: true
        }
    }
}
