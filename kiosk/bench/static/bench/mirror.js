// A mirror's live picture: frames drawn to a canvas, touches on it sent back in the mirror's own
// pixels. Owns the stream and its healing; what the mirror shows is the mirror's.

import { Component, createRef, html } from "./html.js";

const WIDTH = 1080;
const HEIGHT = 1920;
const RETRY_MS = 500;

export class Mirror extends Component {
  canvas = createRef();
  state = { seen: false };
  ended = false;

  componentDidMount() {
    this.watch();
  }

  componentWillUnmount() {
    this.ended = true;
    this.stream?.abort();
  }

  async watch() {
    while (!this.ended) {
      this.stream = new AbortController();
      try {
        const address = `/api/bench/mirror/${encodeURIComponent(this.props.room)}/frames`;
        const response = await fetch(address, { signal: this.stream.signal });
        for await (const frame of frames(response.body.getReader())) await this.draw(frame);
      } catch {
        // The bench or the mirror has gone; the next round finds it again.
      }
      if (this.ended) return;
      this.setState({ seen: false });
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }

  async draw(frame) {
    const picture = await createImageBitmap(new Blob([frame]));
    const canvas = this.canvas.current;
    if (!canvas) return;
    if (canvas.width !== picture.width || canvas.height !== picture.height) {
      canvas.width = picture.width;
      canvas.height = picture.height;
    }
    canvas.getContext("2d").drawImage(picture, 0, 0);
    picture.close();
    if (!this.state.seen) this.setState({ seen: true });
  }

  touch = (event, name) => {
    if (name === "move" && !this.pressed) return;
    if (name === "press") {
      this.pressed = true;
      event.currentTarget.setPointerCapture(event.pointerId);
    } else if (name === "release") {
      if (!this.pressed) return;
      this.pressed = false;
    }
    const box = this.canvas.current.getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width) * WIDTH;
    const y = ((event.clientY - box.top) / box.height) * HEIGHT;
    this.send({ event: name, x, y });
  };

  /** In order, and as many at once as gathered while the last were on their way. */
  async send(event) {
    this.waiting = [...(this.waiting ?? []), event];
    if (this.sending) return;
    this.sending = true;
    while (this.waiting.length) {
      const events = this.waiting;
      this.waiting = [];
      await fetch(`/api/bench/mirror/${encodeURIComponent(this.props.room)}/touch`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(events),
      }).catch(() => {});
    }
    this.sending = false;
  }

  render() {
    return html`
      <div class="glass ${this.state.seen ? "seen" : ""}">
        <canvas
          ref=${this.canvas}
          width=${WIDTH / 2}
          height=${HEIGHT / 2}
          role="img"
          aria-label="What the mirror shows"
          onPointerDown=${(event) => this.touch(event, "press")}
          onPointerMove=${(event) => this.touch(event, "move")}
          onPointerUp=${(event) => this.touch(event, "release")}
          onPointerCancel=${(event) => this.touch(event, "release")}
        />
        <p class="glass-words">${this.props.running ? "The mirror wakes up" : "The mirror is not running"}</p>
      </div>
    `;
  }
}

/** Frames out of a byte stream: each has its length before it, four bytes, big-endian. */
async function* frames(reader) {
  let bytes = new Uint8Array(0);
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const joined = new Uint8Array(bytes.length + value.length);
    joined.set(bytes);
    joined.set(value, bytes.length);
    bytes = joined;
    for (;;) {
      if (bytes.length < 4) break;
      const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
      if (bytes.length < 4 + length) break;
      yield bytes.slice(4, 4 + length);
      bytes = bytes.subarray(4 + length);
    }
  }
}
