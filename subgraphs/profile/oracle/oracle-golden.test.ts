import { describe, expect, test } from 'vitest';
import type { HistoryStep } from './history.ts';
import { play } from './played.ts';
import { event, keepApart, merge, of, unmerge } from './steps.ts';

const DAY = 86_400_000;
const said = (traits: Record<string, unknown>, daysAgo: number, more: object = {}) =>
  event('user_id:u', { kind: 'identify', traits, daysAgo, ...more });
const survivorship = (rule: string): HistoryStep => ({
  step: 'configure',
  configuration: 'survivorship',
  value: { default: rule, traits: {} },
});

describe('golden values', () => {
  test.each([
    ['most_recent', undefined],
    ['oldest', 'free'],
    ['non_null', 'pro'],
    ['source_priority', 'free'],
    ['verified_first', 'free'],
    ['most_frequent', 'free'],
    ['append_distinct', ['free', 'pro']],
  ])('%s', (rule, expected) => {
    const played = play([
      { step: 'configure', configuration: 'sourcePriority', value: ['crm', 'web'] },
      survivorship(rule),
      said({ plan: 'pro' }, 2),
      said({ plan: null }, 1),
      said({ plan: 'free', planVerified: true }, 4, { sourceId: 'crm' }),
      said({ plan: 'free' }, 3),
    ]);
    expect(played.goldenOf(played.ownProfileOf('user_id:u'))['plan']).toEqual(expected);
  });

  test('follow their events: a merge brings them, an unmerge takes them away', () => {
    const history = [
      event('anonymous_id:a', { kind: 'identify', traits: { plan: 'free' }, daysAgo: 2 }),
      said({ name: 'Ada' }, 1),
      merge('anonymous_id:a', 'user_id:u'),
    ];
    const merged = play(history);
    expect(merged.goldenOf(merged.profileOf('anonymous_id:a'))).toEqual({ name: 'Ada', plan: 'free' });
    expect(merged.resolved[2]?.traitChanges).toMatchObject([{ trait: 'plan', value: 'free' }]);
    const unmerged = play([...history, unmerge()]);
    expect(unmerged.goldenOf(unmerged.profileOf('user_id:u'))).toEqual({ name: 'Ada' });
    expect(unmerged.resolved[3]?.traitChanges).toContainEqual(
      expect.objectContaining({ trait: 'plan', value: null, observedAt: null }),
    );
  });
});

describe('consents', () => {
  const says = (names: string, Marketing: boolean, daysAgo: number) =>
    event(names, { consent: { Marketing }, daysAgo });
  const answer = (history: readonly HistoryStep[], name: string) => {
    const played = play(history);
    return played.consentOf(played.profileOf(name), 'MARKETING');
  };

  test('what nobody said is denied', () => {
    expect(answer([event('user_id:u')], 'user_id:u')).toBe('DENIED');
  });

  test('a later statement overrides, a late import of an old grant does not', () => {
    const history = [says('user_id:u', false, 3)];
    expect(answer([...history, says('user_id:u', true, 1)], 'user_id:u')).toBe('GRANTED');
    expect(answer([...history, says('user_id:u', true, 9)], 'user_id:u')).toBe('DENIED');
  });

  test('after a union a refusal beats a grant', () => {
    const history = [says('email:e', false, 9), says('user_id:u', true, 1), merge('email:e', 'user_id:u')];
    expect(answer(history, 'user_id:u')).toBe('DENIED');
  });

  test('a refusal survives an unmerge on both sides', () => {
    const history = [
      event('email:e'),
      event('user_id:u'),
      merge('email:e', 'user_id:u'),
      says('user_id:u', false, 1),
      unmerge(),
      says('user_id:u', true, 0),
    ];
    expect(answer(history, 'email:e')).toBe('DENIED');
    expect(answer(history, 'user_id:u')).toBe('GRANTED');
  });

  test('setConsent grants until its end', () => {
    const played = play([
      event('user_id:u'),
      { step: 'consent', profile: of('user_id:u'), purpose: 'MARKETING', status: 'GRANTED', expiresAt: DAY },
      keepApart('user_id:u', 'user_id:u'),
    ]);
    expect(played.consents).toMatchObject([{ status: 'GRANTED', expiresAt: Date.UTC(2026, 5, 2) }]);
    expect(played.resolved[1]).toMatchObject({ profileId: played.profileOf('user_id:u') });
  });
});
