import type { SegmentEntry } from '../facts/entry.ts';
import { defaultContext } from '../rule/read/read-rule.ts';
import type { RuleContext } from '../rule/read/reading.ts';
import { applyEvent, prime, rebuild } from './apply-event.ts';
import { applyFacts } from './apply-facts.ts';
import { applyIdentifiers, eraseIdentifiers, type Inherited } from './apply-identifiers.ts';
import { applyQuarantine } from './apply-quarantine.ts';
import { applySegmentChange, type SegmentRefusal } from './apply-segments.ts';
import type { CompiledSegment } from './compiled-segment.ts';
import { DueSchedule } from './due-schedule.ts';
import { evaluate } from './evaluation.ts';
import type { HistoryReader } from './history-reader.ts';
import type { Departure, MembershipChange } from './membership-change.ts';
import { SegmentMemory, type ProfileState } from './memory.ts';
import { RuleIndex } from './rule-index.ts';
import { Segments } from './segments.ts';
import { Touched } from './touched.ts';
import type { NewChange, Working } from './working.ts';

export interface EvaluatorOptions {
  readonly tenantId: string;
  /** Keyed hash of its parts, as a UUID. */
  readonly newId: (...parts: readonly (string | number)[]) => string;
  readonly history: HistoryReader;
  readonly context?: RuleContext;
}

export interface Outcome {
  /** In the order in which they happened: by moment, profile and dependency. */
  readonly changes: readonly MembershipChange[];
  readonly refusals: readonly SegmentRefusal[];
  /** Who left batch segments, in order. */
  readonly departures: readonly Departure[];
}

/**
 * Keeps the memberships of one tenant up to date, entry by entry. The outcome depends on the entries alone: neither on
 * the wall clock, nor on how long it was down, nor on how entries are batched.
 * After a throw the memory is in between two entries: drop the evaluator and restore another.
 */
export class SegmentEvaluator {
  readonly memory = new SegmentMemory();
  readonly segments = new Segments();
  readonly #options: EvaluatorOptions;
  readonly #schedule = new DueSchedule(this.memory, this.segments);
  #index = new RuleIndex([]);
  #clock = Number.NEGATIVE_INFINITY;

  constructor(options: EvaluatorOptions) {
    this.#options = options;
  }

  /** The moment through which everything has been evaluated, milliseconds. */
  get clock(): number {
    return this.#clock;
  }

  /** When the next rule turns if nothing comes in, milliseconds; null when none ever does. */
  get nextDue(): number | null {
    return this.#schedule.next();
  }

  /** Goes on from a restored memory and restored segments: to be called once after they were filled. */
  resume(clock: number): void {
    this.#clock = clock;
    this.#index = new RuleIndex(this.segments.ordered);
    this.#schedule.schedule(clock);
    for (const profile of this.memory.profiles.values()) this.#schedule.add(profile);
  }

  /** Turns what is due through a moment of the log's clock. No entry before that moment may come after. */
  due(clock: number): readonly MembershipChange[] {
    const changes: MembershipChange[] = [];
    for (let at = this.nextDue; at !== null && at <= clock; at = this.nextDue) {
      const { segmentIds, profileIds } = this.#schedule.take(at);
      const emit = this.#emitter(at, `due:${at}`, changes);
      for (const profileId of profileIds) {
        const profile = this.memory.profile(profileId);
        const due = [...profile.dues].filter(([, moment]) => moment <= (at ?? 0)).map(([id]) => id);
        this.#evaluate(profile, new Set([...due, ...segmentIds]), { at, emit });
      }
    }
    this.#clock = Math.max(this.#clock, clock);
    return changes;
  }

  /** What is due before the entry, then the entry. */
  apply(entry: SegmentEntry): Outcome {
    const { loggedAt: at, eventId } = entry;
    if (at < this.#clock) throw new Error(`Entry ${eventId} is of ${at}, evaluation is at ${this.#clock}`);
    const changes = [...this.due(at)];
    const emit = this.#emitter(at, eventId, changes);
    const departures: Departure[] = [];
    const depart: Scope['depart'] = (departure) => departures.push({ ...departure, at, cause: eventId });
    const scope: Scope = { touched: new Touched(), emit, depart };
    const refusals = this.#applySegments(entry, scope);
    const inherited = this.#applyEntry(entry, scope);
    for (const [profileId, segmentIds] of scope.touched.entries()) {
      const profile = this.memory.profiles.get(profileId);
      if (profile === undefined) continue;
      this.#evaluate(profile, segmentIds, { at, emit, inherited: inherited.get(profileId) });
    }
    return { changes, refusals, departures };
  }

  #applySegments(entry: SegmentEntry, scope: Scope): readonly SegmentRefusal[] {
    if (entry.segmentChanges.length === 0) return [];
    const { memory, segments } = this;
    const { touched, emit } = scope;
    const context = this.#options.context ?? defaultContext;
    const refusals = entry.segmentChanges
      .map((change) => applySegmentChange({ memory, segments, touched, context, emit }, change))
      .filter((refusal) => refusal !== null);
    const known = this.#index.folded;
    this.#index = new RuleIndex(segments.ordered);
    const fresh = [...this.#index.folded.values()].map(({ compiled }) => compiled);
    const added = fresh.filter(({ key }) => !known.has(key));
    prime(this.#working(scope, entry.loggedAt), added, this.#options.history);
    const dropped = [...known.keys()].filter((key) => !this.#index.folded.has(key));
    for (const { folds } of memory.identifiers.values()) for (const key of dropped) folds.delete(key);
    this.#schedule.schedule(entry.loggedAt);
    return refusals;
  }

  #applyEntry(entry: SegmentEntry, scope: Scope): Inherited {
    const working = this.#working(scope, entry.loggedAt);
    eraseIdentifiers(working, entry.erased);
    const inherited = applyIdentifiers(working, entry.identifierChanges);
    applyQuarantine(working, entry.quarantineChanges);
    const moved = new Set(entry.reattributed.flatMap(({ from, to }) => [from, to]));
    rebuild(working, [...moved], this.#options.history);
    if (entry.event !== null) applyEvent(working, entry.event);
    applyFacts(working, entry);
    return inherited;
  }

  #working(scope: Scope, at: number): Working {
    return { memory: this.memory, segments: this.segments, index: this.#index, at, ...scope };
  }

  /** Evaluates rules for one profile at one moment, each after those that it asks for. None holds for a quarantined one. */
  #evaluate(profile: ProfileState, segmentIds: ReadonlySet<string> | 'ALL', moment: EvaluationMoment): void {
    if (profile.quarantined) return;
    const open = new Set(
      segmentIds === 'ALL' ? this.segments.ordered.map((one) => one.segmentId) : segmentIds,
    );
    for (let segment = this.segments.firstOf(open); segment; segment = this.segments.firstOf(open)) {
      open.delete(segment.segmentId);
      if (!this.#evaluateSegment(profile, segment, moment)) continue;
      for (const id of this.segments.dependentsOf(segment.segmentId)) open.add(id);
    }
  }

  /** True when the profile came into the segment or left it. */
  #evaluateSegment(profile: ProfileState, segment: CompiledSegment, moment: EvaluationMoment): boolean {
    const { segmentId, version } = segment;
    const { isMember, due } = evaluate(this, profile, segment, moment.at);
    this.#schedule.set(profile, segmentId, due);
    const former = profile.memberships.get(segmentId);
    if (isMember) {
      const enteredAt = former?.enteredAt ?? moment.inherited?.get(segmentId) ?? moment.at;
      profile.memberships.set(segmentId, { version, enteredAt });
    } else profile.memberships.delete(segmentId);
    if (isMember === (former !== undefined)) return false;
    const kind = isMember ? 'ENTERED' : 'EXITED';
    moment.emit({ kind, reason: 'RULE', segmentId, version, profileId: profile.profileId });
    return true;
  }

  #emitter(at: number, cause: string, changes: MembershipChange[]): Emit {
    return (change) => {
      const { kind, segmentId, version, profileId } = change;
      const id = this.#options.newId(this.#options.tenantId, segmentId, version, profileId, kind, cause);
      changes.push({ id, ...change, at, cause });
    };
  }
}

type Emit = (change: NewChange) => void;
type Scope = Pick<Working, 'touched' | 'emit' | 'depart'>;

interface EvaluationMoment {
  readonly at: number;
  readonly emit: Emit;
  readonly inherited?: ReadonlyMap<string, number> | undefined;
}
