import type { RuleWindow } from '../rule/window.ts';
import { describeDate, describeLength } from './describe-test.ts';

/** When, as the end of a sentence, with a space before it; empty for always. */
export function describeWindow(window: RuleWindow): string {
  switch (window.kind) {
    case 'always':
      return '';
    case 'within':
      return ` within the last ${describeLength(window.ms)}`;
    case 'range': {
      const from = window.from === null ? '' : ` from ${describeDate(window.from)}`;
      return window.to === null ? from : `${from} until ${describeDate(window.to)}`;
    }
    case 'calendar': {
      const { unit, back, zone } = window;
      if (back === 0) return ` this ${unit} (${zone})`;
      return ` this ${unit} or the ${back === 1 ? unit : `${back} ${unit}s`} before (${zone})`;
    }
    default:
      return window satisfies never;
  }
}
