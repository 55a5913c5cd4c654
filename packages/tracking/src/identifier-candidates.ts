import type { DroppedIdentifier } from './dropped-identifier.ts';
import { externalIdCandidates } from './external-ids.ts';
import { ANONYMOUS_ID, EMAIL, PHONE, USER_ID } from './identifier-types.ts';
import type { IdentifierValue } from './identifier-types.ts';
import type { TrackingMessage } from './message.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Where the Segment Spec puts identifiers of a person; `groupId` and the traits of a group name an account. */
export function identifierCandidates(
  message: TrackingMessage,
  dropped: DroppedIdentifier[],
): readonly IdentifierValue[] {
  const found: IdentifierValue[] = [];
  const add = (type: string, value: unknown): void => {
    if (typeof value === 'string') {
      if (value !== '') found.push({ type, value });
    } else if (value !== undefined && value !== null) {
      dropped.push({ type, value: '', reason: 'NOT_A_STRING' });
    }
  };
  add(USER_ID, message.userId);
  add(ANONYMOUS_ID, message.anonymousId);
  if (message.type === 'alias') add(ANONYMOUS_ID, message.previousId);
  const context = fields(message.context);
  for (const place of [personTraits(message), fields(context?.['traits']), fields(message.properties)]) {
    add(EMAIL, place?.['email']);
    add(PHONE, place?.['phone']);
  }
  if (context !== undefined) {
    addDevice(fields(context['device']), add);
    add('ga_client_id', fields(fields(context['integrations'])?.['Google Analytics'])?.['clientId']);
    found.push(...externalIdCandidates(context['externalIds'], dropped));
  }
  add('ga_client_id', fields(fields(message.integrations)?.['Google Analytics'])?.['clientId']);
  return found;
}

function personTraits(message: TrackingMessage): Fields | undefined {
  return message.type === 'group' ? undefined : fields(message.traits);
}

function addDevice(device: Fields | undefined, add: (type: string, value: unknown) => void): void {
  const type = device?.['type'];
  if (device === undefined || typeof type !== 'string') return;
  const platform = type.toLowerCase();
  if (platform !== 'ios' && platform !== 'android') return;
  add(`${platform}.id`, device['id']);
  if (device['adTrackingEnabled'] === true) add(`${platform}.idfa`, device['advertisingId']);
  add(`${platform}.push_token`, device['token']);
}

function fields(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
}
