import { requireScope, type Viewer } from '@customer360/service';
import {
  checkId,
  checkIdempotencyKey,
  firstInvalid,
  idempotencyConflict,
  type IdempotencyConflict,
  invalidInput,
  type InvalidInput,
} from '@customer360/subgraph';
import type { SegmentCommands } from '../commands/segment-commands.ts';
import type { SegmentRefused } from '../segments/segment-command-service.ts';

/** A list that was changed. */
export interface SegmentMembersChanged {
  readonly kind: 'SegmentMembersChanged';
  readonly segmentId: string;
  /** Profiles that were added or removed. */
  readonly changed: number;
  /** Ids that name no profile. */
  readonly unknown: readonly string[];
  readonly position: number;
}

export type MembersResult = SegmentMembersChanged | SegmentRefused | InvalidInput | IdempotencyConflict;

export interface MembersInput {
  readonly segmentId: string;
  readonly profileIds: readonly string[];
  readonly idempotencyKey?: string | null | undefined;
}

/** Profiles of one command at most. */
export const MAX_PROFILES = 1_000;

/** Changes of lists, each a command in the log. */
export interface MemberCommandService {
  add(input: MembersInput): Promise<MembersResult>;
  remove(input: MembersInput): Promise<MembersResult>;
}

export function createMemberCommandService({
  viewer,
  commands,
  newId,
  forget,
}: {
  readonly viewer: Viewer;
  readonly commands: SegmentCommands;
  readonly newId: () => string;
  /** Makes reads after a command see what it did. */
  readonly forget: () => void;
}): MemberCommandService {
  async function run(
    command: 'addSegmentMembers' | 'removeSegmentMembers',
    input: MembersInput,
  ): Promise<MembersResult> {
    requireScope(viewer, 'segment:write');
    const invalid = firstInvalid(
      checkId('input.segmentId', input.segmentId),
      checkProfiles(input.profileIds),
      checkIdempotencyKey(input.idempotencyKey),
    );
    if (invalid !== null) return invalid;
    const said = {
      segmentId: input.segmentId.toLowerCase(),
      profileIds: [...new Set(input.profileIds.map((id) => id.toLowerCase()))],
    };
    const outcome = await commands.submit(viewer.tenantId, {
      command: { command, ...said },
      messageId: input.idempotencyKey ?? newId(),
      sameness: [command, said],
    });
    if (outcome.kind === 'conflict') return idempotencyConflict();
    forget();
    const { answer, position } = outcome;
    if (!answer.accepted) {
      return { kind: 'SegmentRefused', reason: answer.reason, message: answer.message };
    }
    const { segmentId, changed = 0, unknown = [] } = answer;
    const nobodies = new Set(unknown);
    return {
      kind: 'SegmentMembersChanged',
      segmentId,
      changed,
      unknown: said.profileIds.filter((_id, place) => nobodies.has(place)),
      position,
    };
  }

  return {
    add: (input) => run('addSegmentMembers', input),
    remove: (input) => run('removeSegmentMembers', input),
  };
}

function checkProfiles(profileIds: readonly string[]): InvalidInput | null {
  const field = 'input.profileIds';
  if (profileIds.length < 1 || profileIds.length > MAX_PROFILES) {
    return invalidInput(field, `must have 1 to ${MAX_PROFILES} ids.`);
  }
  return firstInvalid(...profileIds.map((id, index) => checkId(`${field}[${index}]`, id)));
}
