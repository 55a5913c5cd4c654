const EVENTS = [
  'Product Viewed',
  'Product Added',
  'Products Searched',
  'Product List Viewed',
  'Order Completed',
];
const CITIES = ['Lisbon', 'Hanoi', 'Berlin', 'Lyon', 'Porto', 'Hue'];

/** A repeatable stream of numbers in [0, 1): the same seed gives the same load. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/**
 * Events of about 800 bytes as a shop sends them: 85 % track and page calls of 20,000 visitors who come back, half of
 * them signed in, 10 % identify calls, 5 % first calls of new visitors. All sources share the visitors who come back.
 */
export function createEventSource(seed: number, visitors = 20_000): () => Record<string, unknown> {
  const random = seededRandom(seed);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
  let count = 0;
  let newcomers = 0;
  return () => {
    count += 1;
    const isNew = random() < 0.05;
    const visitor = isNew ? `${seed}-${(newcomers += 1)}` : String(Math.floor(random() * visitors));
    const anonymousId = `anon-${visitor}`;
    const base = {
      messageId: `bench-${seed}-${count}`,
      anonymousId,
      timestamp: new Date().toISOString(),
      context: {
        ip: '203.0.113.7',
        locale: 'en-GB',
        timezone: 'Europe/Lisbon',
        userAgent:
          'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36',
        library: { name: 'analytics.js', version: 'npm:next-1.70.0' },
        page: {
          path: '/products/42',
          referrer: 'https://example.com/',
          title: 'A product',
          url: 'https://shop.example/p/42',
        },
        campaign: { name: 'autumn', source: 'newsletter', medium: 'email' },
      },
    };
    if (!isNew && random() < 0.1) {
      const userId = `user-${visitor}`;
      const city = pick(CITIES);
      return {
        ...base,
        type: 'identify',
        userId,
        traits: {
          email: `person-${visitor}@example.com`,
          firstName: `First${Number(visitor) % 997}`,
          lastName: `Last${Number(visitor) % 991}`,
          plan: pick(['free', 'plus', 'pro']),
          address: { city, country: 'PT' },
        },
      };
    }
    // Half of the visitors are signed in.
    const known = !isNew && Number(visitor) % 2 === 0 ? { userId: `user-${visitor}` } : {};
    if (random() < 0.3)
      return { ...base, ...known, type: 'page', name: 'Product', properties: { category: 'Shoes' } };
    return {
      ...base,
      ...known,
      type: 'track',
      event: pick(EVENTS),
      properties: {
        product_id: `p-${Math.floor(random() * 500)}`,
        category: 'Shoes',
        price: Math.round(random() * 10_000) / 100,
        currency: 'EUR',
        quantity: 1 + Math.floor(random() * 3),
        note: 'x'.repeat(120),
      },
    };
  };
}
