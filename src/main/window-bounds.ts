/**
 * Where a window was, and whether that place is still there. Pure.
 *
 * Path: electron-store -> here -> place-window.ts.
 */
import { z } from 'zod';
import type { Rectangle } from './electron-slice.ts';

const Bounds = z.object({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int().min(380).max(20_000),
  height: z.number().int().min(480).max(20_000),
});

/** Keeps a window's place over restarts; what it gives was written by an older version, or by anybody. */
export interface BoundsStore {
  get(): unknown;
  set(bounds: Rectangle): void;
}

/** So much of the title has to be on a display that a hand can take hold of it. */
const visibleWidth = 120;
const visibleHeight = 40;

/** The stored bounds where they can be seen and reached on one of the displays' work areas, else null. */
export function usableBounds(stored: unknown, workAreas: readonly Rectangle[]): Rectangle | null {
  const { data } = Bounds.safeParse(stored);
  return data && workAreas.some((area) => isReachable(data, area)) ? data : null;
}

function isReachable(bounds: Rectangle, area: Rectangle): boolean {
  const width = Math.min(bounds.x + bounds.width, area.x + area.width) - Math.max(bounds.x, area.x);
  const isTopInside = bounds.y >= area.y && bounds.y + visibleHeight <= area.y + area.height;
  return width >= visibleWidth && isTopInside;
}
