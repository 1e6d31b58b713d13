// A garment's name in one line or two, as large as they can be (Qt's own fit cuts a third line).
import QtQuick
import ".."

Words {
    id: name

    required property string title
    required property int size     // where there is room
    property int alone: size       // as small as this it rather stands in one line

    // How wide it is for each pixel of its size, in one line and in two.
    readonly property real whole: advance(title)
    readonly property real parted: narrowest(title)

    function advance(words: string): real {
        return metrics.advanceWidth(words) / metrics.font.pixelSize;
    }

    function narrowest(words: string): real {
        const gap = /[\u3040-\u30ff\u3400-\u9fff]/.test(words) ? "" : " ";   // kana and Han have none
        const parts = words.split(gap);
        const widths = parts.map((_, at) => Math.max(advance(parts.slice(0, at).join(gap)), advance(parts.slice(at).join(gap))));
        return Math.min(...widths);
    }

    function within(needed: real): int {
        return Math.min(size, Math.floor((width - 1) / Math.max(0.1, needed)));
    }

    // At a hyphen only where a word is wider than its place.
    text: parted * Theme.least > width ? title.replace(/\u2011/g, "-") : title
    font.pixelSize: within(whole) >= alone ? within(whole) : Math.max(Theme.least, within(parted))
    font.weight: Font.DemiBold
    wrapMode: Text.WordWrap
    maximumLineCount: 2

    FontMetrics {
        id: metrics
        font.pixelSize: 100
        font.weight: Font.DemiBold
    }
}
