import { idOf, keyOf, keyPart } from '../store/keys.ts';
import type { StateDocument, TransitionEdge } from '../store/documents.ts';
import type { MoveCount } from './moves.ts';

/** The beginning of sessions; the end is a state of its own. */
const START = 'start';
const END = 'end';

const stateKey = (tenantId: string, step: string | null, none: string): string =>
  keyOf(tenantId, step === null ? none : keyPart(step));

export function toTransitionEdge(
  { from, to, count }: MoveCount,
  { tenantId, period }: { readonly tenantId: string; readonly period: string },
): TransitionEdge {
  return {
    _key: keyOf(tenantId, period, keyPart(from), keyPart(to)),
    _from: idOf('states', stateKey(tenantId, from, START)),
    _to: idOf('states', stateKey(tenantId, to, END)),
    tenantId,
    period,
    from,
    to,
    count,
  };
}

/** The two states of a move. */
export function statesOf(
  { from, to }: Pick<MoveCount, 'from' | 'to'>,
  tenantId: string,
): readonly StateDocument[] {
  return [
    { _key: stateKey(tenantId, from, START), tenantId, step: from },
    { _key: stateKey(tenantId, to, END), tenantId, step: to },
  ];
}
