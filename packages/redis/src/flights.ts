import type { Fence } from './cache.ts';

type Values<Value> = ReadonlyMap<string, Value>;

interface Flight<Value> {
  readonly fence: Fence;
  readonly values: Promise<Values<Value>>;
}

export interface Flights<Value> {
  /** Values of all keys: those that a load of the same moment is on its way for come from it, the others from `load`. */
  join(
    tenantId: string,
    fence: Fence | null,
    keys: readonly string[],
    from: {
      readonly load: (keys: readonly string[]) => Promise<Values<Value>>;
      /** Hears how many keys came from the loads of others. */
      readonly shared: (count: number) => void;
    },
  ): Promise<Values<Value>>;
}

/**
 * Loads on their way. One may be shared only by readers with the same fence: a reader that comes after an invalidation
 * must not get what was read before it. With null nothing is shared.
 */
export function createFlights<Value>(): Flights<Value> {
  const flying = new Map<string, Flight<Value>>();
  const nameOf = (tenantId: string, key: string) => `${tenantId}\n${key}`;
  const land = (names: readonly string[], flight: Flight<Value>) => {
    for (const name of names) if (flying.get(name) === flight) flying.delete(name);
  };
  return {
    join: async (tenantId, fence, keys, { load, shared }) => {
      const others = new Map<string, Flight<Value>>();
      for (const key of keys) {
        const flight = flying.get(nameOf(tenantId, key));
        if (flight && flight.fence === fence) others.set(key, flight);
      }
      const own = keys.filter((key) => !others.has(key));
      shared(others.size);
      const loads: Promise<Values<Value>>[] = [];
      if (own.length > 0) {
        const values = load(own);
        loads.push(values);
        if (fence !== null) {
          const flight = { fence, values };
          const names = own.map((key) => nameOf(tenantId, key));
          names.forEach((name) => flying.set(name, flight));
          void values.finally(() => land(names, flight)).catch(() => undefined);
        }
      }
      for (const [key, flight] of others) loads.push(flight.values.then((values) => pick(values, key)));
      return new Map((await Promise.all(loads)).flatMap((values) => [...values]));
    },
  };
}

function pick<Value>(values: Values<Value>, key: string): Values<Value> {
  const value = values.get(key);
  return value === undefined ? new Map() : new Map([[key, value]]);
}
