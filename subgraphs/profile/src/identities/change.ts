import type { LogEntry } from '@customer360/event-log';
import type { Closure } from './closure.ts';
import type { MergeCommand } from './constraint-repository.ts';
import type { Difference } from './difference.ts';
import type { IdentifierConstraints } from './known-identifier.ts';
import type { IdentityLimits } from './limits.ts';
import type { Folded } from './refold.ts';

type Pair = readonly [string, string];

/** A change of constraints; what is left out stays. */
export interface ConstraintChange {
  readonly trigger: LogEntry;
  /** What constrains identifiers from now on, by id. */
  readonly identifiers?: ReadonlyMap<string, IdentifierConstraints>;
  readonly limits?: IdentityLimits;
  readonly keepApart?: Pair;
  readonly lifts?: Pair;
  readonly merge?: MergeCommand;
  readonly revokes?: number;
  /** The event of the trigger, when it is one: it is folded under the new constraints. */
  readonly event?: { readonly listKey: string };
  /** Identifiers beside the changed ones from which the closure starts. */
  readonly start?: readonly string[];
}

/** A closure folded under the constraints before and after a change. */
export interface Refolded {
  readonly change: ConstraintChange;
  /** With the triggering event. */
  readonly closure: Closure;
  readonly before: Folded;
  readonly after: Folded;
  readonly difference: Difference;
}
