import { between, type Camera, fitted, opening, seen, worldOf, zoomedAt } from "./camera.ts";
import { type Palette, paletteOf } from "./palette.ts";
import type { Scene, Step, Surface } from "./scene.ts";

const GLIDE_MS = 200;
const TAP_PX = 6;
const DOUBLE_MS = 450;
const EDGE_PX = 28;
/** More lines than this take longer than a frame where there is no graphics processor. */
const HEAVY = 700;
const SETTLE_MS = 110;
/** So long after a click, what was clicked stays under the pointer though a panel opens. */
const STAY_MS = 800;

export type BoardActs = {
  /** The pointer lies on another item (-1 for none), at a point of the canvas. */
  onHover: (item: number, x: number, y: number) => void;
  onChoose: (item: number) => void;
  onOpen: (item: number) => void;
};

/** One canvas with its camera: draws a scene when something changed, follows pointer, wheel, touch and keys. */
export class Board {
  private scene: Scene | null = null;
  private camera: Camera = { x: 0, y: 0, kx: 1, ky: 1 };
  private width = 0;
  private height = 0;
  private hover = -1;
  private chosen = -1;
  private frame = 0;
  private moved = false;
  private glide: { from: Camera; to: Camera; began: number } | null = null;
  private readonly touches = new Map<number, { x: number; y: number }>();
  private pressed: { x: number; y: number } | null = null;
  private lastTap = { item: -2, time: 0 };
  private palette: Palette;
  private lines = 0;
  /** The last full picture, moved along while a heavy scene is in motion. */
  private still: { picture: HTMLCanvasElement; camera: Camera } | null = null;
  private settling: ReturnType<typeof setTimeout> | undefined;
  private readonly g: CanvasRenderingContext2D;
  private readonly sizes: ResizeObserver;
  private readonly leaving = new AbortController();

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly acts: BoardActs,
  ) {
    this.g = canvas.getContext("2d") as CanvasRenderingContext2D;
    this.palette = paletteOf(canvas);
    this.sizes = new ResizeObserver(() => this.resized());
    this.sizes.observe(canvas);
    const { signal } = this.leaving;
    canvas.addEventListener("pointerdown", (event) => this.down(event), { signal });
    canvas.addEventListener("pointermove", (event) => this.move(event), { signal });
    canvas.addEventListener("pointerup", (event) => this.up(event), { signal });
    canvas.addEventListener("click", (event) => this.click(event), { signal });
    canvas.addEventListener("pointercancel", (event) => this.up(event, true), { signal });
    canvas.addEventListener("pointerleave", () => this.setHover(-1, 0, 0), { signal });
    canvas.addEventListener("wheel", (event) => this.wheel(event), { signal, passive: false });
    canvas.addEventListener("keydown", (event) => this.key(event), { signal });
  }

  stop(): void {
    this.leaving.abort();
    this.sizes.disconnect();
    cancelAnimationFrame(this.frame);
    clearTimeout(this.settling);
  }

  /** Shows another scene; the camera stays where the person moved it, if `keep`. */
  show(scene: Scene, keep: boolean): void {
    this.scene = scene;
    this.still = null;
    this.lines = 0;
    this.hover = -1;
    if (!keep) this.open();
    this.soon();
  }

  choose(item: number): void {
    this.chosen = item;
    this.soon();
  }

  zoom(factor: number): void {
    if (!this.scene) return;
    this.moved = true;
    this.glideTo(zoomedAt(this.camera, this.width / 2, this.height / 2, factor, this.scene.axes));
  }

  /** Shows everything. */
  fit(): void {
    const { scene } = this;
    if (!scene) return;
    this.moved = true;
    this.glideTo(scene.axes === "x" ? this.timeCamera(scene) : fitted(scene.bounds, this.width, this.height, scene));
  }

  /** Brings an item to the middle. */
  centre(item: number): void {
    const box = this.scene?.box(item);
    if (!box) return;
    const k = Math.max(this.camera.kx, this.scene?.readable ?? 0);
    const ky = this.scene?.axes === "x" ? 1 : k;
    const x = this.width / 2 - ((box.left + box.right) / 2) * k;
    const y = this.height / 2 - ((box.top + box.bottom) / 2) * ky;
    this.glideTo({ kx: k, ky, x, y });
  }

  private open(): void {
    const { scene } = this;
    if (!scene || this.width === 0) return;
    this.moved = false;
    this.glide = null;
    if (scene.axes === "x") this.camera = this.timeCamera(scene);
    else this.camera = opening(scene.bounds, scene.box(scene.focus), this.width, this.height, scene);
  }

  private timeCamera(scene: Scene): Camera {
    const gutter = this.width < 600 ? 112 : 168;
    const room = this.width - gutter - 60;
    return { kx: room / (scene.bounds.right - scene.bounds.left), ky: 1, x: gutter + 30, y: scene.top - scene.bounds.top };
  }

  private resized(): void {
    const { clientWidth, clientHeight } = this.canvas;
    const ratio = window.devicePixelRatio || 1;
    const first = this.width === 0;
    const shift = (clientWidth - this.width) / 2;
    this.width = clientWidth;
    this.height = clientHeight;
    this.still = null;
    this.canvas.width = Math.round(clientWidth * ratio);
    this.canvas.height = Math.round(clientHeight * ratio);
    if (first || !this.moved) this.open();
    else if (performance.now() - this.lastTap.time < STAY_MS) this.reveal(this.chosen);
    else if (this.scene?.axes === "both") this.camera = { ...this.camera, x: this.camera.x + shift };
    this.draw(performance.now());
  }

  /** The camera goes elsewhere: a heavy scene is not drawn anew at every step, but when it rests. */
  private shift(camera: Camera): void {
    if (this.lines > HEAVY && !this.still) this.still = { picture: copyOf(this.canvas), camera: this.camera };
    this.camera = camera;
    if (this.still) {
      clearTimeout(this.settling);
      this.settling = setTimeout(() => this.settle(), SETTLE_MS);
    }
    this.soon();
  }

  private settle(): void {
    this.still = null;
    this.soon();
  }

  private soon(): void {
    if (this.frame === 0) this.frame = requestAnimationFrame((now) => this.draw(now));
  }

  private draw(now: number): void {
    this.frame = 0;
    if (!this.scene || this.width === 0) return;
    if (this.glide) {
      const part = Math.min(1, (now - this.glide.began) / GLIDE_MS);
      this.shift(between(this.glide.from, this.glide.to, Math.max(0, part)));
      if (part >= 1) this.glide = null;
    }
    const ratio = window.devicePixelRatio || 1;
    this.g.setTransform(ratio, 0, 0, ratio, 0, 0);
    const surface: Surface = {
      g: this.g,
      camera: this.camera,
      width: this.width,
      height: this.height,
      view: seen(this.camera, this.width, this.height),
      hover: this.hover,
      chosen: this.chosen,
      palette: this.palette,
    };
    if (this.still) this.drawStill(surface, this.still);
    else this.lines = this.scene.draw(surface);
  }

  private drawStill(surface: Surface, { picture, camera: was }: { picture: HTMLCanvasElement; camera: Camera }): void {
    const { g, camera, width, height } = surface;
    const [sx, sy] = [camera.kx / was.kx, camera.ky / was.ky];
    g.fillStyle = this.palette.band;
    g.fillRect(0, 0, width, height);
    g.drawImage(picture, camera.x - was.x * sx, camera.y - was.y * sy, width * sx, height * sy);
    this.scene?.drawTop(surface);
  }

  private glideTo(to: Camera): void {
    if (window.matchMedia("(prefers-reduced-motion: reduce)").matches) this.camera = to;
    else this.glide = { from: this.camera, to, began: performance.now() };
    this.soon();
  }

  private itemAt(x: number, y: number): number {
    if (!this.scene || y < this.scene.top) return -1;
    const world = worldOf(this.camera, x, y);
    return this.scene.at(world.x, world.y, this.camera);
  }

  private setHover(item: number, x: number, y: number): void {
    if (item !== this.hover && this.lines <= HEAVY) {
      this.hover = item;
      this.soon();
    }
    this.canvas.style.cursor = item >= 0 ? "pointer" : "";
    this.acts.onHover(item, x, y);
  }

  private down(event: PointerEvent): void {
    this.canvas.setPointerCapture(event.pointerId);
    this.touches.set(event.pointerId, { x: event.offsetX, y: event.offsetY });
    this.pressed = this.touches.size === 1 ? { x: event.offsetX, y: event.offsetY } : null;
    this.glide = null;
  }

  private move(event: PointerEvent): void {
    const before = this.touches.get(event.pointerId);
    if (!before) {
      if (event.pointerType === "mouse") this.setHover(this.itemAt(event.offsetX, event.offsetY), event.offsetX, event.offsetY);
      return;
    }
    const now = { x: event.offsetX, y: event.offsetY };
    if (this.pressed && Math.hypot(now.x - this.pressed.x, now.y - this.pressed.y) > TAP_PX) {
      this.pressed = null;
      this.setHover(-1, 0, 0);
    }
    const other = [...this.touches].find(([id]) => id !== event.pointerId)?.[1];
    this.touches.set(event.pointerId, now);
    if (this.pressed) return;
    this.moved = true;
    if (other) this.pinch(before, now, other);
    else this.shift({ ...this.camera, x: this.camera.x + now.x - before.x, y: this.camera.y + now.y - before.y });
  }

  private pinch(before: { x: number; y: number }, now: { x: number; y: number }, other: { x: number; y: number }): void {
    const was = Math.hypot(before.x - other.x, before.y - other.y);
    const is = Math.hypot(now.x - other.x, now.y - other.y);
    const middle = { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 };
    const camera = { ...this.camera, x: this.camera.x + (now.x - before.x) / 2, y: this.camera.y + (now.y - before.y) / 2 };
    this.shift(was > 0 && this.scene ? zoomedAt(camera, middle.x, middle.y, is / was, this.scene.axes) : camera);
  }

  private up(event: PointerEvent, cancelled = false): void {
    this.touches.delete(event.pointerId);
    if (cancelled) this.pressed = null;
  }

  /** Chooses on the click, which comes last: a sheet that opens earlier would get the rest of the tap. */
  private click(event: MouseEvent): void {
    if (!this.pressed) return;
    this.pressed = null;
    const item = this.itemAt(event.offsetX, event.offsetY);
    const twice = item >= 0 && item === this.lastTap.item && event.timeStamp - this.lastTap.time < DOUBLE_MS;
    this.lastTap = { item, time: event.timeStamp };
    this.moved = true;
    if (twice) this.acts.onOpen(item);
    else this.acts.onChoose(item);
  }

  private wheel(event: WheelEvent): void {
    if (!this.scene) return;
    event.preventDefault();
    this.moved = true;
    this.glide = null;
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
    if (this.scene.axes === "x" && !event.ctrlKey) {
      this.shift({ ...this.camera, x: this.camera.x - event.deltaX * lines, y: this.camera.y - event.deltaY * lines });
    } else {
      this.shift(zoomedAt(this.camera, event.offsetX, event.offsetY, Math.exp(-event.deltaY * lines * 0.0016), this.scene.axes));
    }
    if (!this.still) this.setHover(this.itemAt(event.offsetX, event.offsetY), event.offsetX, event.offsetY);
  }

  private key(event: KeyboardEvent): void {
    const step = ({ ArrowLeft: "left", ArrowRight: "right", ArrowUp: "up", ArrowDown: "down" } as Record<string, Step>)[event.key];
    if (step && this.scene) {
      const item = this.scene.beside(this.chosen, step);
      this.acts.onChoose(item);
      this.reveal(item);
    } else if (event.key === "Enter" && this.chosen >= 0) this.acts.onOpen(this.chosen);
    else if (event.key === "+" || event.key === "=") this.zoom(1.3);
    else if (event.key === "-") this.zoom(1 / 1.3);
    else if (event.key === "0") this.fit();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** Moves only when an item lies out of sight, and no further than that. */
  private reveal(item: number): void {
    const box = this.scene?.box(item);
    if (!box || !this.scene) return;
    const { camera, width, height } = this;
    const dx = missing(box.left * camera.kx + camera.x, box.right * camera.kx + camera.x, EDGE_PX, width - EDGE_PX);
    const dy = missing(box.top * camera.ky + camera.y, box.bottom * camera.ky + camera.y, this.scene.top + EDGE_PX, height - EDGE_PX);
    if (dx || dy) this.glideTo({ ...camera, x: camera.x + dx, y: camera.y + dy });
  }
}

/** How far something from `low` to `high` must move to lie between `from` and `to`. */
function missing(low: number, high: number, from: number, to: number): number {
  if (low < from) return from - low;
  return high > to ? Math.max(to - high, from - low) : 0;
}

function copyOf(canvas: HTMLCanvasElement): HTMLCanvasElement {
  const copy = document.createElement("canvas");
  copy.width = canvas.width;
  copy.height = canvas.height;
  copy.getContext("2d")?.drawImage(canvas, 0, 0);
  return copy;
}
