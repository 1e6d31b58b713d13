// Words in one line or two, as large as they can be (Qt's own fit cuts a third line).
import QtQuick
import ".."

Words {
    id: lines

    required property string words
    required property int size     // where there is room
    property int alone: size       // as small as this it rather stands in one line

    // How wide it is for each pixel of its size, in one line and in two.
    readonly property real whole: advance(words)
    readonly property real parted: narrowest(words)

    function advance(part: string): real {
        return metrics.advanceWidth(part) / metrics.font.pixelSize;
    }

    function narrowest(text: string): real {
        const signs = text.match(/[\u3000-\u30ff\u3400-\u9fff]|[^\u3000-\u30ff\u3400-\u9fff]+/g) ?? [];
        const spaced = signs.length < 2;   // kana and Han are parted anywhere
        const gap = spaced ? " " : "";
        const parts = spaced ? text.split(" ") : signs;
        const widths = parts.map((_, at) => Math.max(advance(parts.slice(0, at).join(gap)), advance(parts.slice(at).join(gap))));
        return Math.min(...widths);
    }

    function within(needed: real): int {
        return Math.min(size, Math.floor((width - 1) / Math.max(0.1, needed)));
    }

    // At a hyphen only where a word is wider than its place.
    text: parted * Theme.least > width ? words.replace(/\u2011/g, "-") : words
    font.pixelSize: within(whole) >= alone ? within(whole) : Math.max(Theme.least, within(parted))
    wrapMode: Text.WordWrap
    maximumLineCount: 2

    FontMetrics {
        id: metrics
        font.pixelSize: 100
        font.weight: lines.font.weight
    }
}
