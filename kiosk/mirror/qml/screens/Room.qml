// What hangs here, what goes with it, and what can be asked for.
import QtQuick
import Hangtag.Mirror
import ".."
import "../components"

Item {
    id: room

    required property MirrorViewModel mirror

    GarmentField {
        x: Theme.margin
        y: Theme.contentTop
        width: Theme.width - Theme.margin
        height: 510
        garments: room.mirror.garments
        count: room.mirror.count
        more: room.mirror.more
        moreLabel: room.mirror.moreLabel
        onTapped: key => room.mirror.tapGarment(key)
        onGone: key => room.mirror.garmentGone(key)
        onTurned: room.mirror.tapMore()
    }

    OfferRow {
        x: Theme.margin
        y: Theme.offersTop
        width: Theme.width - Theme.margin
        height: 204
        offers: room.mirror.offers
        title: room.mirror.offersTitle
        onTapped: variant => room.mirror.tapOffer(variant)
    }

    ActionBar {
        mirror: room.mirror

        Action {
            objectName: "pay"
            visible: room.mirror.pay !== ""
            width: Theme.span(6)
            label: room.mirror.pay
            figure: room.mirror.total
            enabled: !settling.running
            onVisibleChanged: if (visible) settling.restart()
            onTapped: room.mirror.tapPay()

            // It stands where "Back" stood: the second tap of a double one pays for nothing.
            Timer {
                id: settling
                interval: Theme.settling
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
