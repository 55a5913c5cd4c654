import { z } from 'zod';
import { maxCount, maxTextLength } from '../limits.ts';

export const name = z.string().min(1).max(maxTextLength);
export const text = z.string().max(maxTextLength);
export const comparison = z.enum(['<', '<=', '==', '!=', '>=', '>']);
export const order = z.enum(['<', '<=', '>=', '>']);
export const count = z.int().min(0).max(maxCount);

/** The window fields that every operator over events may have; `readWindow` reads what is in them. */
export const windowFields = {
  within: z.unknown().optional(),
  from: z.unknown().optional(),
  to: z.unknown().optional(),
  calendar: z.unknown().optional(),
} as const;

export interface WindowFields {
  readonly within?: unknown;
  readonly from?: unknown;
  readonly to?: unknown;
  readonly calendar?: unknown;
}
