// The shop's own pictures, while nobody is here: one melts into the next. Two at most are held.
pragma ComponentBehavior: Bound
import QtQuick
import Hangtag.Mirror
import ".."

Item {
    id: pictures

    required property Slides slides
    property bool awake: false
    readonly property string wanted: slides.picture
    property Image shown: first
    property Image coming: second

    function change() {
        melt.complete();
        coming.source = wanted;
        if (!awake || !Theme.motion) {
            coming.opacity = 1;
            shown.opacity = 0;
            settle();
        } else {
            melt.start();
        }
    }

    function settle() {
        const gone = shown;
        shown = coming;
        coming = gone;
        gone.source = "";
    }

    onWantedChanged: change()
    // What is not seen asks for no frames.
    onAwakeChanged: if (!awake) melt.complete()

    Image {
        id: first
        anchors.centerIn: parent
        opacity: 0
        cache: false
    }

    Image {
        id: second
        anchors.centerIn: parent
        opacity: 0
        cache: false
    }

    ParallelAnimation {
        id: melt
        onStopped: pictures.settle()

        NumberAnimation { target: pictures.coming; property: "opacity"; to: 1; duration: Theme.slide; easing.type: Easing.InOutSine }
        NumberAnimation { target: pictures.shown; property: "opacity"; to: 0; duration: Theme.slide; easing.type: Easing.InOutSine }
    }

    Timer {
        interval: Theme.slideEvery
        repeat: true
        running: pictures.awake && (Theme.motion || pictures.wanted === "")
        onTriggered: pictures.slides.next()
    }
}
