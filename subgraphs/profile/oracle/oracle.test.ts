import { describe, expect, test } from 'vitest';
import { play } from './played.ts';
import {
  block,
  event,
  keepApart,
  limits,
  merge,
  nonsense,
  of,
  remainder,
  unblock,
  unmerge,
} from './steps.ts';

const DAY = 86_400_000;

describe('links', () => {
  test('identifiers of one event become one person, founded by the user id, without an alias', () => {
    const played = play([event('user_id:u email:e anonymous_id:a')]);
    expect(played.profiles).toMatchObject([{ id: played.ownProfileOf('user_id:u'), aliases: [] }]);
    expect(played.profileOf('anonymous_id:a')).toBe(played.ownProfileOf('user_id:u'));
    expect(played.records).toEqual([]);
  });

  test('an anonymous history gets an alias at its first login', () => {
    const played = play([event('anonymous_id:a'), event('user_id:u anonymous_id:a')]);
    expect(played.profiles).toMatchObject([
      {
        id: played.ownProfileOf('user_id:u'),
        aliases: [{ id: played.ownProfileOf('anonymous_id:a'), position: 2 }],
      },
    ]);
    expect(played.records).toMatchObject([
      { kind: 'MERGED', rule: 'SHARED_EVENT', trigger: 2, active: true },
    ]);
  });

  test('a known customer keeps the id when an older device joins', () => {
    const played = play([event('anonymous_id:old'), event('user_id:u'), event('user_id:u anonymous_id:old')]);
    expect(played.profileOf('anonymous_id:old')).toBe(played.ownProfileOf('user_id:u'));
  });

  test('without a user id the oldest identifier by birth founds', () => {
    const played = play([event('email:e'), event('email:e anonymous_id:a')]);
    expect(played.profileOf('anonymous_id:a')).toBe(played.ownProfileOf('email:e'));
  });

  test('events without identifiers and of the system itself are about nobody', () => {
    const played = play([event(''), event('anonymous_id:a', { sourceId: 'internal:segment' })]);
    expect(played.attributions).toEqual([]);
    expect(played.identifiers).toEqual([]);
  });
});

describe('gates', () => {
  test('two user ids never meet: through an e-mail the value is closed, the rest still links', () => {
    const played = play([event('user_id:u email:e'), event('user_id:v email:e anonymous_id:a')]);
    expect(played.profileOf('email:e')).toBe(played.profileOf('user_id:u'));
    expect(played.profileOf('anonymous_id:a')).toBe(played.profileOf('user_id:v'));
    expect(played.identifier('email:e').closedFrom).toBe(2);
    expect(played.recordsOf('REFUSED')).toEqual(['SHARED_VALUE']);
  });

  test('an event without user id cannot join two users either', () => {
    const played = play([event('user_id:u email:e'), event('user_id:v email:f'), event('email:e email:f')]);
    expect(played.recordsOf('REFUSED')).toEqual(['TWO_USERS']);
    expect(played.identifier('email:f').closedFrom).toBe(null);
  });

  test('a refusal by a limit does not make the system forget who used a device', () => {
    const played = play([
      limits({ types: { anonymous_id: { limit: 1, windowMs: null } } }),
      event('user_id:u anonymous_id:a'),
      event('user_id:u anonymous_id:b'),
      event('user_id:v anonymous_id:b'),
    ]);
    expect(played.recordsOf('REFUSED')).toEqual(['TYPE_LIMIT', 'SHARED_VALUE']);
    expect(played.profileOf('anonymous_id:b')).toBe(played.ownProfileOf('anonymous_id:b'));
  });

  test('a limit refuses only what raises the count of its type', () => {
    const window = { types: { email: { limit: 1, windowMs: 30 * DAY } } };
    const refused = play([limits(window), event('user_id:u email:e'), event('user_id:u email:f')]);
    expect(refused.recordsOf('REFUSED')).toEqual(['TYPE_LIMIT']);
    const allowed = play([
      limits(window),
      event('user_id:u email:e', { daysAgo: 90 }),
      event('user_id:u email:f', { daysAgo: 1 }),
      event('user_id:u anonymous_id:a', { daysAgo: 1 }),
    ]);
    expect(allowed.profiles).toHaveLength(1);
  });

  test('windows count event times, so that an import keeps its links', () => {
    const types = { anonymous_id: { limit: 1, windowMs: 7 * DAY } };
    const devices = [300, 240, 180].map((daysAgo) =>
      event(`user_id:u anonymous_id:a${String(daysAgo)}`, { daysAgo }),
    );
    expect(play([limits({ types }), ...devices]).profiles).toHaveLength(1);
  });

  test('caps refuse a link and a merge', () => {
    const played = play([
      limits({ maxIdentifiers: 2, maxMerges: 1 }),
      event('email:e anonymous_id:a'),
      event('email:e anonymous_id:b'),
      event('phone:1'),
      event('phone:2'),
      event('phone:3'),
      merge('phone:1', 'email:e'),
      merge('phone:1', 'phone:2'),
      merge('phone:3', 'phone:1'),
    ]);
    expect(played.recordsOf('REFUSED')).toEqual(['IDENTIFIER_CAP']);
    expect(played.answers.map(({ reason }) => reason)).toEqual(['IDENTIFIER_CAP', null, 'IDENTIFIER_CAP']);
    const merges = play([
      limits({ maxMerges: 1 }),
      event('email:e'),
      event('email:f'),
      event('email:g'),
      event('email:e email:f'),
      event('email:e email:g'),
      merge('email:e', 'email:g'),
    ]);
    expect(merges.recordsOf('REFUSED')).toEqual(['MERGE_CAP']);
    expect(merges.answers).toMatchObject([{ reason: 'MERGE_CAP' }]);
  });
});

describe('shared values', () => {
  test('later events of a closed value rest on its remainder, earlier ones stay', () => {
    const played = play([
      event('user_id:u anonymous_id:tablet'),
      event('anonymous_id:tablet'),
      event('user_id:v anonymous_id:tablet'),
      event('anonymous_id:tablet'),
    ]);
    expect(played.profileAt(2)).toBe(played.ownProfileOf('user_id:u'));
    expect(played.profileAt(3)).toBe(played.ownProfileOf('user_id:v'));
    expect(played.profileAt(4)).toBe(played.remainderOf('anonymous_id:tablet'));
    expect(played.resolved[2]?.setChanges).toContainEqual(
      expect.objectContaining({ from: null, to: played.remainderOf('anonymous_id:tablet') }),
    );
  });

  test('a remainder cannot be merged or kept apart', () => {
    const history = [event('user_id:u email:e'), event('user_id:v email:e'), event('phone:1')];
    const both = { a: remainder('email:e'), b: of('phone:1') };
    const played = play([
      ...history,
      { step: 'merge', ...both },
      { step: 'keepApart', ...both },
      { step: 'merge', a: remainder('email:e'), b: nonsense },
    ]);
    expect(played.answers.map(({ reason }) => reason)).toEqual(['REMAINDER', 'REMAINDER', 'UNKNOWN_PROFILE']);
  });
});

describe('blocks', () => {
  test('a value that names nobody links nothing and is quarantined', () => {
    const played = play([event('user_id:u email:null'), event('user_id:v email:null'), event('email:null')]);
    expect(played.profiles).toHaveLength(3);
    expect(played.identifier('email:null')).toMatchObject({ blocked: 'PATTERN', closedFrom: null });
    expect(played.profiles.filter(({ quarantined }) => quarantined)).toMatchObject([
      { id: played.profileAt(3) },
    ]);
  });

  test('a block acts as if it had always been: links, records and attributions are taken back', () => {
    const played = play([
      event('email:e anonymous_id:a'),
      event('anonymous_id:b'),
      event('email:e anonymous_id:b'),
      block('email:e'),
    ]);
    expect(played.links).toEqual([]);
    expect(played.ledger.filter(({ kind }) => kind === 'RETRACT')).toHaveLength(2);
    expect(played.recordsOf('UNMERGED')).toEqual(['SHARED_EVENT']);
    expect(played.resolved[3]?.reattributed).toHaveLength(2);
    expect(played.profileAt(1)).toBe(played.ownProfileOf('anonymous_id:a'));
  });

  test('a value of too many users is blocked from the start, until an operator allows it', () => {
    const home = [1, 2, 3].map((n) => event(`user_id:u${String(n)} phone:1`));
    const blocked = play([limits({ autoBlockUsers: 2 }), ...home]);
    expect(blocked.identifier('phone:1')).toMatchObject({ blocked: 'AUTO', closedFrom: null });
    expect(blocked.profileOf('phone:1')).toBe(blocked.ownProfileOf('phone:1'));
    const allowed = play([limits({ autoBlockUsers: 2 }), ...home, unblock('phone:1')]);
    expect(allowed.identifier('phone:1')).toMatchObject({ blocked: null, closedFrom: 3 });
    expect(allowed.operators).toMatchObject([{ operator: 'ALLOWED' }]);
    expect(allowed.profileOf('phone:1')).toBe(allowed.ownProfileOf('user_id:u1'));
  });

  test('user ids that name nobody do not count as users', () => {
    const played = play([
      limits({ autoBlockUsers: 1 }),
      event('user_id:u phone:1'),
      event('user_id:guest phone:1'),
    ]);
    expect(played.identifier('phone:1').blocked).toBe(null);
  });

  test('blocking twice and unblocking what is free is refused; unborn values can be blocked', () => {
    const played = play([
      block('email:e'),
      block('email:e'),
      unblock('email:f'),
      unblock('email:e'),
      block('email:null'),
      unblock('email:null'),
      event('email:null anonymous_id:a'),
    ]);
    expect(played.answers.map(({ reason }) => reason)).toEqual([
      null,
      'ALREADY_BLOCKED',
      'NOT_BLOCKED',
      null,
      'ALREADY_BLOCKED',
      null,
    ]);
    expect(played.profiles).toHaveLength(1);
  });
});

describe('commands', () => {
  const two = [event('anonymous_id:a'), event('anonymous_id:b')];

  test('a merge joins, an unmerge takes it back and keeps apart', () => {
    const played = play([
      ...two,
      merge('anonymous_id:b', 'anonymous_id:a'),
      unmerge(),
      event('anonymous_id:a anonymous_id:b'),
    ]);
    expect(played.records.map(({ kind, rule, active }) => [kind, rule, active])).toEqual([
      ['MERGED', 'MERGE_COMMAND', false],
      ['UNMERGED', 'MERGE_COMMAND', null],
      ['REFUSED', 'KEEP_APART', null],
    ]);
    expect(played.keepApart).toHaveLength(1);
    expect(played.merges).toMatchObject([{ state: 'REVOKED' }]);
  });

  test('a merge lifts the keep-apart of its own pair and no other', () => {
    const played = play([
      ...two,
      event('email:e'),
      keepApart('anonymous_id:a', 'anonymous_id:b'),
      keepApart('anonymous_id:b', 'anonymous_id:a'),
      keepApart('email:e', 'anonymous_id:b'),
      merge('anonymous_id:a', 'anonymous_id:b'),
      merge('anonymous_id:a', 'email:e'),
    ]);
    expect(played.answers.map(({ reason }) => reason)).toEqual([
      null,
      'ALREADY_APART',
      null,
      null,
      'KEEP_APART',
    ]);
    expect(played.keepApart).toHaveLength(1);
  });

  test('merges of unknown, equal, blocked profiles and of two users are refused', () => {
    const played = play([
      ...two,
      event('user_id:u'),
      event('user_id:v'),
      block('anonymous_id:b'),
      { step: 'merge', a: of('anonymous_id:a'), b: nonsense },
      merge('anonymous_id:a', 'anonymous_id:a'),
      merge('anonymous_id:a', 'anonymous_id:b'),
      merge('user_id:u', 'user_id:v'),
      keepApart('user_id:u', 'user_id:u'),
      unmerge(null),
    ]);
    expect(played.answers.slice(1).map(({ reason }) => reason)).toEqual([
      'UNKNOWN_PROFILE',
      'SAME_PROFILE',
      'BLOCKED',
      'TWO_USERS',
      'SAME_IDENTIFIER',
      'UNKNOWN_RECORD',
    ]);
  });

  test('an unmerge of what does not hold any more is refused', () => {
    const played = play([...two, merge('anonymous_id:a', 'anonymous_id:b'), unmerge(), unmerge()]);
    expect(played.answers.at(-1)).toMatchObject({ reason: 'NOT_ACTIVE' });
  });

  test('an accepted merge goes dormant while a pin is blocked and comes back', () => {
    const merged = [...two, merge('anonymous_id:a', 'anonymous_id:b')];
    expect(play([...merged, block('anonymous_id:a')]).merges).toMatchObject([{ state: 'DORMANT' }]);
    const back = play([...merged, block('anonymous_id:a'), unblock('anonymous_id:a')]);
    expect(back.merges).toMatchObject([{ state: 'IN_FORCE' }]);
    expect(back.records.map(({ kind, active }) => [kind, active])).toEqual([
      ['MERGED', true],
      ['UNMERGED', null],
      ['MERGED', true],
    ]);
  });

  test('the unmerge of a merge by events keeps only its pair apart', () => {
    const played = play([
      ...two,
      event('anonymous_id:a anonymous_id:b'),
      event('anonymous_id:b email:e'),
      unmerge(),
    ]);
    expect(played.profileOf('email:e')).toBe(played.ownProfileOf('anonymous_id:b'));
    expect(played.records.map(({ kind, rule }) => `${kind} ${rule}`)).toEqual([
      'MERGED SHARED_EVENT',
      'UNMERGED SHARED_EVENT',
      'REFUSED KEEP_APART',
    ]);
  });
});
