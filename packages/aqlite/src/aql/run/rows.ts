import type { Value } from '../../values/value.ts';
import type { Frame } from './runtime.ts';

/** A row taken out of the frame by a step that must see all rows before it passes one on. */
export type SavedRow = readonly Value[];

export function saveRow(frame: Frame, slots: readonly number[]): SavedRow {
  const { registers } = frame;
  const row = slots.map((slot) => registers[slot] ?? null);
  frame.runtime.hold(row);
  return row;
}

export function restoreRow(frame: Frame, slots: readonly number[], row: SavedRow): void {
  for (let i = 0; i < slots.length; i++) frame.registers[slots[i] as number] = row[i] ?? null; // i is in range
}
