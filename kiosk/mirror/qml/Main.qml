// The mirror's window: portrait 1080 x 1920, black where it is a mirror. Each state is one screen.
import QtQuick
import Hangtag.Mirror
import "."
import "components"
import "screens"

Window {
    id: window

    required property MirrorViewModel mirror
    required property DutyView duty
    required property Slides slides
    property var look: ({})       // the shop's tokens
    // Staff's page lies over the room, and their fingers are not the shopper's: neither is the second
    // tap of theirs on "Close".
    readonly property bool hidden: duty.stage !== "" || duty.asleep || duty.calm !== ""
    readonly property bool covered: hidden || uncovering.running
    // A desktop smaller than the mirror shows all of it, smaller.
    property real shrink: 1

    width: Math.round(Theme.width * shrink)
    height: Math.round(Theme.height * shrink)
    color: Theme.mirror
    title: mirror.shop
    onHiddenChanged: if (!hidden) uncovering.restart()
    onClosing: close => close.accepted = !duty.kiosk   // nobody but staff, and systemd

    Binding { target: Theme; property: "own"; value: window.look }
    Binding { target: Theme; property: "mirrored"; value: window.mirror.rightToLeft }
    Binding { target: Theme; property: "motion"; value: window.mirror.motion }
    Binding { target: Theme; property: "largeText"; value: window.mirror.largeText }
    Binding { target: Theme; property: "highContrast"; value: window.mirror.highContrast }

    Timer {
        id: uncovering
        interval: Theme.settling
    }

    Item {
        id: stage
        LayoutMirroring.enabled: Theme.mirrored
        LayoutMirroring.childrenInherit: true
        width: Theme.width
        height: Theme.height
        scale: Math.min(window.width / Theme.width, window.height / Theme.height)
        transformOrigin: Item.TopLeft
        x: Math.round((window.width - Theme.width * scale) / 2)

        Attract {
            id: attract
            enabled: !window.covered
            visible: window.mirror.scene === "attract" && window.mirror.sheet === "" && !window.duty.asleep
            mirror: window.mirror
            slides: window.slides
        }

        StatusLine {
            enabled: !window.covered
            anchors.left: parent.left
            anchors.leftMargin: Theme.margin
            y: Theme.statusTop
            visible: !attract.visible
            shop: window.mirror.shop
            aside: window.mirror.aside
            answers: window.mirror.sheet === "asked" || window.mirror.scene === "word" && window.mirror.sheet === "" && window.mirror.ending.question === "" ? null : window.mirror.answers
        }

        // Without a fade: a garment that arrives is seen in the very next frame.
        Room {
            enabled: !window.covered
            visible: window.mirror.scene === "room" && window.mirror.sheet === ""
            mirror: window.mirror
        }

        DetailView {
            id: detail
            enabled: !window.covered
            visible: window.mirror.scene === "detail" && window.mirror.sheet === ""
            mirror: window.mirror
            onVisibleChanged: if (visible && Theme.motion) reveal.start()

            ParallelAnimation {
                id: reveal
                NumberAnimation { target: detail; property: "opacity"; from: Theme.glimpse; to: 1; duration: Theme.fade; easing.type: Easing.OutCubic }
                NumberAnimation { target: detail; property: "y"; from: 24; to: 0; duration: Theme.fade; easing.type: Easing.OutCubic }
            }
        }

        Word {
            enabled: !window.covered
            visible: window.mirror.scene === "word" && window.mirror.sheet === ""
            mirror: window.mirror
        }

        // One sheet at a time; the room below is not drawn meanwhile.
        Item {
            id: sheets
            enabled: !window.covered
            width: Theme.width
            height: Theme.height

            Asked {
                mirror: window.mirror
            }

            Languages {
                mirror: window.mirror
            }

            Comfort {
                mirror: window.mirror
            }

            Phone {
                mirror: window.mirror
            }

            Knows {
                mirror: window.mirror
            }
        }

        Duty {
            anchors.fill: parent
            view: window.duty
            shop: window.mirror.shop
        }

        Veil {
            anchors.fill: parent
            opacity: window.mirror.comfort.dim
        }
    }
}
