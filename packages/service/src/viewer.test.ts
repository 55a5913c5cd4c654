import { expect, test } from 'vitest';
import { isTenantId, requireScope } from './viewer.ts';

const viewer = { subject: 'ana', clientId: null, tenantId: 'acme', scopes: new Set(['profile:read']) };

test('a viewer without the scope is FORBIDDEN', () => {
  expect(() => requireScope(viewer, 'profile:read')).not.toThrow();
  expect(() => requireScope(viewer, 'profile:pii')).toThrow(
    expect.objectContaining({ code: 'FORBIDDEN', message: 'The scope profile:pii is needed.' }),
  );
});

test.each(['a', 'acme', 'acme-2', '9lives', 'a'.repeat(63)])('%s is a tenant id', (id) => {
  expect(isTenantId(id)).toBe(true);
});

test.each(['', '-acme', 'acme-', 'Acme', 'ac me', 'a_b', 'a/b', 'a\n', 'a'.repeat(64), 7, null, undefined])(
  '%j is no tenant id',
  (id) => {
    expect(isTenantId(id)).toBe(false);
  },
);
