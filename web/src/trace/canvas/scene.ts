import type { Box } from "../model/lanes.ts";
import type { Axes, Camera } from "./camera.ts";
import type { Palette } from "./palette.ts";

/** What a scene draws on; sizes in CSS px. `hover` and `chosen` are items of the scene, -1 for none. */
export type Surface = {
  g: CanvasRenderingContext2D;
  camera: Camera;
  width: number;
  height: number;
  /** The part of the world on the screen. */
  view: Box;
  hover: number;
  chosen: number;
  palette: Palette;
};

export type Step = "left" | "right" | "up" | "down";

/** Something drawn on the canvas whose items can be met, chosen and walked through. */
export interface Scene {
  readonly axes: Axes;
  readonly bounds: Box;
  /** Height of the strip at the top that stays in place. */
  readonly top: number;
  /** Largest scale when everything is shown. */
  readonly largest: number;
  /** Where it stands when it is lower than the canvas. */
  readonly hang: "middle" | "top";
  /** Smallest scale at which it is readable. */
  readonly readable: number;
  /** The item to begin with, -1 for none. */
  readonly focus: number;
  /** Draws everything; answers how many lines that took. */
  draw(surface: Surface): number;
  /** Draws the strip that stays at the top. */
  drawTop(surface: Surface): void;
  /** The item at a point of the world, -1 for none. */
  at(x: number, y: number, camera: Camera): number;
  box(item: number): Box | null;
  /** The item an arrow key leads to. */
  beside(item: number, step: Step): number;
  /** Lines of the note beside the pointer; empty for none. */
  tip(item: number): string[];
}
