import type { KeyedIds, LinkChange, LogEntry } from '@customer360/event-log';
import { answerCommand, type MergedRecord } from './commands.ts';
import { statementsOf, type Statement } from './consents.ts';
import type { Evidence, Limits, Values } from './evidence.ts';
import { Fold } from './fold.ts';
import type { Survivorship } from './golden.ts';
import type { CommandAnswer, LedgerRow, MergeRecordRow, ResolvedState, Snapshot } from './snapshot.ts';
import { View } from './view.ts';
import { factChanges, linkChanges, listChanges } from './differences.ts';

export interface OracleOptions extends Values {
  readonly ids: KeyedIds;
  /** What holds where the tenant configures nothing. */
  readonly limits: Limits;
  readonly consentCategories: Readonly<Record<string, string>>;
  /** Reasons of refusals that stand in the log already, by position, whatever would be decided now. */
  readonly refused?: ReadonlyMap<number, string>;
}

interface Configuration {
  readonly survivorship: Survivorship;
  readonly consentCategories: Readonly<Record<string, string>>;
}

/** The whole truth about one tenant, computed from scratch after each entry. Slow and plain. */
export class Oracle {
  readonly #options: OracleOptions;
  readonly #entries: LogEntry[] = [];
  #evidence: Evidence;
  #configuration: Configuration;
  #view: View;
  readonly #statements: Statement[] = [];
  readonly #ledger: LedgerRow[] = [];
  readonly #records: MergeRecordRow[] = [];
  readonly #answers: CommandAnswer[] = [];
  readonly #resolved: ResolvedState[] = [];

  constructor(options: OracleOptions) {
    this.#options = options;
    this.#evidence = {
      operators: new Map(),
      keepApart: new Set(),
      merges: [],
      limits: options.limits,
      blockedValues: [],
    };
    this.#configuration = {
      survivorship: { default: 'most_recent', traits: {}, sources: [] },
      consentCategories: options.consentCategories,
    };
    this.#view = this.#look();
  }

  get view(): View {
    return this.#view;
  }

  get records(): readonly MergeRecordRow[] {
    const holding = new Set(this.#view.facts().map(({ key }) => key));
    return this.#records.map((record) => {
      if (record.kind !== 'MERGED') return record;
      const { evidence, kind, rule, winnerId, loserId } = record;
      return { ...record, active: holding.has([evidence, kind, rule, winnerId, loserId].join(' ')) };
    });
  }

  append(entry: LogEntry): void {
    const before = this.#view;
    this.#entries.push(entry);
    let attributedTo: string | null = null;
    if (entry.kind === 'configuration') this.#configure(entry);
    if (entry.kind === 'command') attributedTo = this.#obey(entry);

    const fold = this.#fold(this.#evidence);
    const belonging = new View(fold, this.#entries, [], this.#configuration.survivorship);
    this.#statements.push(
      ...statementsOf({
        entry,
        attributedTo,
        earlier: this.#statements,
        belonging,
        categories: this.#configuration.consentCategories,
      }),
    );
    const after = this.#look();
    this.#view = after;

    const gained = linkChanges(entry, before, after);
    this.#ledger.push(...gained);
    this.#records.push(...factChanges(entry, before, after, this.#options.ids));
    const about = attributedTo ?? after.attributionOf(entry);
    this.#resolved.push({
      position: entry.position,
      identifierId: about,
      profileId: about === null ? null : after.profileOf(about),
      ...listChanges(entry, before, after),
      linkChanges: gained.map((row) => streamed(row, this.#entries)),
    });
  }

  snapshot(): Snapshot {
    return {
      ...this.#view.snapshot(this.#evidence),
      ledger: this.#ledger,
      records: this.records.toSorted(
        (a, b) => a.trigger - b.trigger || a.evidence - b.evidence || (a.id < b.id ? -1 : 1),
      ),
      answers: this.#answers,
      resolved: this.#resolved,
    };
  }

  #fold(evidence: Evidence): Fold {
    return new Fold({ entries: this.#entries, evidence, values: this.#options, ids: this.#options.ids });
  }

  #look(): View {
    const { survivorship } = this.#configuration;
    return new View(this.#fold(this.#evidence), this.#entries, this.#statements, survivorship);
  }

  #configure(entry: LogEntry): void {
    const { configuration, value } = JSON.parse(entry.payload ?? '{}') as {
      configuration: string;
      value: never;
    };
    const { survivorship } = this.#configuration;
    switch (configuration) {
      case 'limits': {
        const { limits } = this.#options;
        const set = value as Partial<Limits>;
        const types = { ...limits.types, ...set.types };
        this.#evidence = { ...this.#evidence, limits: { ...limits, ...set, types } };
        break;
      }
      case 'blockedValues':
        this.#evidence = { ...this.#evidence, blockedValues: entry.identifiers.map(({ id }) => id) };
        break;
      case 'survivorship':
        this.#configuration = {
          ...this.#configuration,
          survivorship: {
            default: 'most_recent',
            traits: {},
            ...(value as object),
            sources: survivorship.sources,
          },
        };
        break;
      case 'sourcePriority':
        this.#configuration = { ...this.#configuration, survivorship: { ...survivorship, sources: value } };
        break;
      case 'consentCategories':
        this.#configuration = { ...this.#configuration, consentCategories: value };
        break;
      default:
    }
  }

  /** Answers a command; gives the attribution id that it is about. */
  #obey(entry: LogEntry): string | null {
    const answer = answerCommand(entry, {
      evidence: this.#evidence,
      state: this.#fold(this.#evidence),
      stateWith: (evidence) => this.#fold(evidence),
      records: this.records.filter(
        (record): record is MergeRecordRow & MergedRecord => record.kind === 'MERGED',
      ),
    });
    if (answer === null) return null;
    const stored = this.#options.refused?.get(entry.position);
    const reason = stored ?? answer.refused;
    this.#answers.push({ position: entry.position, accepted: reason === null, reason });
    if (stored !== undefined) return null;
    this.#evidence = answer.evidence;
    return answer.attributedTo;
  }
}

/** A ledger row as the resolved stream says it: positions are the log's own, others know the event. */
function streamed({ kind, a, b, rule, evidence }: LedgerRow, entries: readonly LogEntry[]): LinkChange {
  const event = entries.find(({ position }) => position === evidence);
  if (event === undefined) throw new Error(`no entry ${String(evidence)} is evidence`);
  if (rule !== 'SHARED_EVENT' && rule !== 'MERGE_COMMAND') throw new Error(`${rule} links nothing`);
  return {
    change: kind,
    a,
    b,
    rule,
    evidenceEventId: event.eventId,
    evidencePosition: event.position,
    evidenceAt: event.time,
    merge: event.kind === 'command',
  };
}
