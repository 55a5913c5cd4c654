import type { IdentifierValue, LogEntry } from '@customer360/event-log';
import type { AnyTransaction } from '@customer360/postgres';
import type { Json } from '@customer360/segment-rules';
import { findMentions, type NormaliseOptions } from '@customer360/tracking';
import { giveValues, takeValues } from './named-values.ts';

/** A command with a rule as the log may keep it: without values of identifiers, and with those that texts still mention. */
export interface LoggedRuleCommand<Command> {
  readonly command: Command;
  readonly identifiers: readonly IdentifierValue[];
  readonly mentions: readonly IdentifierValue[];
}

export function loggedRuleCommand<Command extends object>(
  command: Command,
  options: NormaliseOptions,
): LoggedRuleCommand<Command> {
  const given = 'rule' in command ? command.rule : null;
  // Rules of commands were printed.
  const { rule, identifiers } = takeValues(given as Json, options);
  const logged = 'rule' in command ? { ...command, rule } : command;
  return { command: logged, identifiers, mentions: findMentions(logged, new Set(), options) };
}

/** The command of an entry with the values that stand in the dictionary. */
export async function withValues<Command extends object>(
  trx: AnyTransaction,
  tenantId: string,
  { command, identifiers }: { readonly command: Command; readonly identifiers: LogEntry['identifiers'] },
): Promise<Command> {
  if (!('rule' in command) || command.rule == null) return command;
  return { ...command, rule: await giveValues(trx, tenantId, { rule: command.rule, identifiers }) };
}
