import type { IdentifierValue } from '@customer360/event-log';
import { requireScope, type Viewer } from '@customer360/service';
import {
  checkId,
  checkIdempotencyKey,
  checkText,
  firstInvalid,
  idempotencyConflict,
  type IdempotencyConflict,
  invalidInput,
  type InvalidInput,
} from '@customer360/subgraph';
import type { Normalise } from '../profiles/identifiers/normalise.ts';
import type { IdentityCommand, ProfileCommands } from './command.ts';
import { identityRefused, type IdentityChange, type IdentityRefused } from './identity-change.ts';
import type { IdentityChanges } from './identity-change-reader.ts';

export interface CommandOptions {
  readonly idempotencyKey?: string | null | undefined;
  readonly dryRun?: boolean | null | undefined;
}
export type PairInput = CommandOptions & { readonly profileId: string; readonly otherProfileId: string };
export type UnmergeInput = CommandOptions & { readonly mergeRecordId: string };
export type IdentifierInput = CommandOptions & IdentifierValue;
export type IdentityResult = IdentityChange | IdentityRefused | InvalidInput | IdempotencyConflict;

/** Changes of who is who, each a command in the log. */
export interface IdentityCommandService {
  mergeProfiles(input: PairInput): Promise<IdentityResult>;
  unmergeProfiles(input: UnmergeInput): Promise<IdentityResult>;
  keepApart(input: PairInput): Promise<IdentityResult>;
  blockIdentifier(input: IdentifierInput): Promise<IdentityResult>;
  unblockIdentifier(input: IdentifierInput): Promise<IdentityResult>;
}

interface Request {
  readonly command: IdentityCommand;
  readonly identifier?: IdentifierValue;
  readonly options: CommandOptions;
  /** The profiles that the command names. */
  readonly profileIds: readonly string[];
}

export function createIdentityCommandService(dependencies: {
  readonly viewer: Viewer;
  readonly commands: ProfileCommands;
  readonly changes: IdentityChanges;
  readonly newId: () => string;
  readonly normalise: Normalise;
  /** Makes reads after a command see what it did. */
  readonly forget: () => void;
}): IdentityCommandService {
  const { viewer, commands, changes, newId, normalise, forget } = dependencies;
  const { tenantId } = viewer;

  async function run({ command, identifier, options, profileIds }: Request): Promise<IdentityResult> {
    const about = { command, identifier: identifier ?? null, profileIds };
    if (options.dryRun === true) return changes.foresee(tenantId, about);
    const outcome = await commands.submit(tenantId, {
      command,
      messageId: options.idempotencyKey ?? newId(),
      identifiers: identifier === undefined ? [] : [identifier],
    });
    if (outcome.kind === 'conflict') {
      return idempotencyConflict();
    }
    forget();
    const { answer, position } = outcome;
    if (!answer.accepted) return identityRefused(answer.reason);
    return changes.read(tenantId, { ...about, position, answer });
  }

  async function runPair(command: 'mergeProfiles' | 'keepApart', input: PairInput): Promise<IdentityResult> {
    requireScope(viewer, 'profile:write');
    const invalid = firstInvalid(
      checkId('input.profileId', input.profileId),
      checkId('input.otherProfileId', input.otherProfileId),
      checkIdempotencyKey(input.idempotencyKey),
    );
    if (invalid !== null) return invalid;
    const [a, b] = [input.profileId.toLowerCase(), input.otherProfileId.toLowerCase()];
    return run({ command: { command, a, b }, options: input, profileIds: [a, b] });
  }

  async function runIdentifier(
    command: 'blockIdentifier' | 'unblockIdentifier',
    input: IdentifierInput,
  ): Promise<IdentityResult> {
    requireScope(viewer, 'profile:write');
    const invalid = firstInvalid(
      checkText('input.type', input.type, 100),
      checkIdempotencyKey(input.idempotencyKey),
    );
    if (invalid !== null) return invalid;
    const value = normalise(input.type, input.value);
    if (value === null) return invalidInput('input.value', 'is not a value of this type.');
    return run({
      command: { command },
      identifier: { type: input.type, value },
      options: input,
      profileIds: [],
    });
  }

  return {
    mergeProfiles: (input) => runPair('mergeProfiles', input),
    keepApart: (input) => runPair('keepApart', input),
    blockIdentifier: (input) => runIdentifier('blockIdentifier', input),
    unblockIdentifier: (input) => runIdentifier('unblockIdentifier', input),

    async unmergeProfiles(input) {
      requireScope(viewer, 'profile:write');
      const invalid = firstInvalid(
        checkId('input.mergeRecordId', input.mergeRecordId),
        checkIdempotencyKey(input.idempotencyKey),
      );
      if (invalid !== null) return invalid;
      const recordId = input.mergeRecordId.toLowerCase();
      return run({ command: { command: 'unmergeProfiles', recordId }, options: input, profileIds: [] });
    },
  };
}
