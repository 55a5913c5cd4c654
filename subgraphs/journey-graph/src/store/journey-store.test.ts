import { afterAll, beforeAll } from 'vitest';
import { openStore, type TestStore } from '../../test/open-store.ts';
import { journeyStoreContract } from './journey-store.contract.ts';

let store: TestStore;
beforeAll(async () => {
  store = await openStore();
});
afterAll(() => store.close());

journeyStoreContract(() => store);
