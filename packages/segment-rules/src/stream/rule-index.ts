import type { EventSelector } from '../rule/rule.ts';
import type { CompiledCondition, CompiledSegment } from './compiled-segment.ts';

export interface IndexedCondition {
  readonly compiled: CompiledCondition;
  readonly segmentIds: Set<string>;
}

/** Which conditions, and through them which segments, a fact can turn. */
export class RuleIndex {
  /** Every condition that remembers events, once, by its key. */
  readonly folded = new Map<string, IndexedCondition>();
  readonly #byEvent = new Map<string, IndexedCondition[]>();
  readonly #byObserved = new Map<string, IndexedCondition[]>();
  readonly #anyEvent: IndexedCondition[] = [];
  readonly #byFact = new Map<string, Set<string>>();

  constructor(segments: readonly CompiledSegment[]) {
    for (const segment of segments) {
      for (const compiled of segment.conditions.values()) this.#add(segment.segmentId, compiled);
    }
  }

  /** Conditions that may select an event, each once. */
  conditionsFor(name: string | null, traits: readonly string[]): readonly IndexedCondition[] {
    const named = name === null ? [] : (this.#byEvent.get(name) ?? []);
    const observed = traits.flatMap((trait) => this.#byObserved.get(trait) ?? []);
    return [...new Set([...named, ...this.#anyEvent, ...observed])];
  }

  /** Segments that ask for a value of this trait, this purpose or this list. */
  segmentsFor(kind: 'trait' | 'computed' | 'consent' | 'list', name: string): Iterable<string> {
    return this.#byFact.get(`${kind} ${name}`) ?? [];
  }

  #add(segmentId: string, compiled: CompiledCondition): void {
    const { condition, key } = compiled;
    const known = this.folded.get(key);
    if (known !== undefined) {
      known.segmentIds.add(segmentId);
      return;
    }
    const indexed: IndexedCondition = { compiled, segmentIds: new Set([segmentId]) };
    if (compiled.fold !== null) this.folded.set(key, indexed);
    switch (condition.kind) {
      case 'count':
      case 'aggregate':
        this.#addSelector(condition.selector, indexed);
        return;
      case 'sequence':
        for (const step of condition.steps) this.#addSelector(step, indexed);
        return;
      case 'changed':
        push(this.#byObserved, condition.trait, indexed);
        return;
      case 'value':
        this.#addFact(condition.source, condition.path.split('.', 1)[0] ?? '', segmentId);
        return;
      case 'consent':
        this.#addFact('consent', condition.purpose, segmentId);
        return;
      case 'list':
        this.#addFact('list', condition.listId, segmentId);
        return;
      case 'identifiers':
      case 'segment':
      case 'clock':
        // Births, moves, flips of the other segment and the clock evaluate these.
        return;
      default:
        condition satisfies never;
    }
  }

  #addSelector({ event }: EventSelector, indexed: IndexedCondition): void {
    if (event === null) this.#anyEvent.push(indexed);
    else push(this.#byEvent, event, indexed);
  }

  #addFact(kind: string, name: string, segmentId: string): void {
    const key = `${kind} ${name}`;
    this.#byFact.set(key, (this.#byFact.get(key) ?? new Set()).add(segmentId));
  }
}

function push(map: Map<string, IndexedCondition[]>, key: string, indexed: IndexedCondition): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [indexed]);
  else list.push(indexed);
}
