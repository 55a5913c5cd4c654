import type { Faker } from '@faker-js/faker';
import type { JsonObject } from '../loaders/tracking-message.ts';

export interface Device {
  readonly kind: 'laptop' | 'phone' | 'tablet' | 'app' | 'kiosk';
  readonly anonymousId: string;
  readonly context: JsonObject;
}

const userAgents = {
  laptop: [
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.4 Safari/605.1.15',
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/136.0.0.0 Safari/537.36',
  ],
  phone: [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.4 Mobile/15E148 Safari/604.1',
    'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/136.0.0.0 Mobile Safari/537.36',
  ],
  tablet: [
    'Mozilla/5.0 (iPad; CPU OS 18_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.4 Mobile/15E148 Safari/604.1',
  ],
} as const;

export function browserDevice(faker: Faker, kind: 'laptop' | 'phone' | 'tablet'): Device {
  const context = {
    userAgent: faker.helpers.arrayElement(userAgents[kind]),
    // A range for documentation: nobody's address.
    ip: `203.0.113.${faker.number.int({ min: 1, max: 254 })}`,
    locale: 'en-US',
    timezone: 'America/New_York',
  };
  return { kind, anonymousId: faker.string.uuid(), context };
}

/** The company's own app on a telephone, with the ids that a telephone has. */
export function appDevice(faker: Faker): Device {
  const ios = faker.datatype.boolean(0.6);
  const device = {
    id: ios
      ? faker.string.uuid().toUpperCase()
      : faker.string.hexadecimal({ length: 16, prefix: '', casing: 'lower' }),
    type: ios ? 'ios' : 'android',
    manufacturer: ios ? 'Apple' : 'Google',
    model: ios ? 'iPhone16,1' : 'Pixel 9',
    token: faker.string.alphanumeric(40),
    adTrackingEnabled: false,
  };
  const context = {
    app: { name: 'Fjord & Field', version: '4.2.0', build: '420' },
    device,
    os: { name: ios ? 'iOS' : 'Android', version: ios ? '18.4' : '15' },
    locale: 'en-US',
    timezone: 'America/New_York',
  };
  return { kind: 'app', anonymousId: faker.string.uuid(), context };
}

/** A terminal in a store that anybody may use: one anonymous id for all of them. */
export function kioskDevice(store: string): Device {
  return {
    kind: 'kiosk',
    anonymousId: `kiosk-${store}`,
    context: { userAgent: 'StoreKiosk/2.1', locale: 'en-US' },
  };
}
