const note = { var: 'properties.note' };
const card = { event: 'Order Completed', property: 'card' };

/** Rules about the secret person, by what they ask for: each could be asked until it tells a value. */
export const personalRules: Readonly<Record<string, object>> = {
  'an e-mail address': { '==': [{ var: 'traits.email' }, 'zebulon@example.com'] },
  'an id': { '==': [{ var: 'traits.id' }, 'zebulon-1'] },
  'another text': { '!=': [{ var: 'traits.nickname' }, 'Quistenberg'] },
  'one of some': { in: [{ var: 'traits.lastName' }, ['Quistenberg', 'Zebulon']] },
  'a part': { contains: [{ var: 'traits.name' }, 'bulon Quistenberg'] },
  'a beginning': { starts_with: [{ var: 'traits.name' }, 'Zebulon'] },
  'an end': { ends_with: [{ var: 'traits.name' }, 'Quistenberg'] },
  'a number': { '==': [{ var: 'traits.card' }, 70_012_398] },
  'an order of numbers': { '>=': [{ var: 'traits.card' }, 70_012_398] },
  'a birthday': { '<=': [{ var: 'traits.birthday' }, { date: '1985-04-12T00:00:00Z' }] },
  'the beginning of a city': { starts_with: [{ var: 'traits.address.city' }, 'zebulon'] },
  'a street': { '==': [{ var: 'traits.address.street' }, 'Zebulon Way 1'] },
  'a name that is a value': { exists: [{ var: 'traits.zebulon@example.com' }] },
  'a computed text': { '==': [{ var: 'computed.lastNote' }, 'from zebulon'] },
  'a computed number': { '>=': [{ var: 'computed.maxCard' }, 70_012_398] },
  'a property': {
    event_count: [{ event: 'Order Completed', where: { '==': [note, 'from zebulon'] } }, '>=', 1],
  },
  'a property of any event': {
    event_count: [{ event: '*', where: { contains: [note, 'zebulon'] } }, '>=', 1],
  },
  'properties joined': {
    event_count: [
      { event: 'Order Completed', where: { not: { or: [{ '!=': [note, 'from zebulon'] }] } } },
      '>=',
      1,
    ],
  },
  'a sum': { event_sum: [card, '>=', 70_012_398] },
  'a least': { event_min: [card, '>=', 70_012_398] },
  'a most': { event_max: [card, '>=', 70_012_398] },
  'an average': { event_average: [card, '>=', 70_012_398] },
  'a last': { event_last: [{ event: 'Order Completed', property: 'note' }, '==', 'from zebulon'] },
  'a sequence': {
    event_sequence: {
      steps: [
        { event: 'Product Viewed', where: { contains: [note, 'zebulon'] } },
        { event: 'Order Completed' },
      ],
      within: '30d',
    },
  },
  'a change to': { trait_changed: { trait: 'nickname', became: 'zebulon', within: '30d' } },
  'a change from': { trait_changed: { trait: 'nickname', was: 'zebulon', within: '30d' } },
};

/** Rules that tell no more than what anybody may see who reads profiles. */
export const openRules: readonly object[] = [
  { has_identifier: 'email' },
  { identifier_count: ['user_id', '>=', 1] },
  { consent: ['MARKETING', 'GRANTED'] },
  { event_count: [{ event: 'Order Completed', within: '30d' }, '>=', 2] },
  { event_sequence: { steps: [{ event: 'A' }, { event: 'B' }], within: '1d' } },
  { event_sum: [{ event: 'Order Completed', property: 'revenue' }, '>', 100] },
  {
    event_count: [{ event: 'Order Completed', where: { '>': [{ var: 'properties.revenue' }, 5] } }, '>=', 1],
  },
  { event_count: [{ event: '*', where: { '==': [{ var: 'properties.sku' }, 'tea'] } }, '>=', 1] },
  { event_count: [{ event: '*', where: { exists: [{ var: 'properties.note' }] } }, '>=', 1] },
  { '==': [{ var: 'traits.plan' }, 'gold'] },
  { exists: [{ var: 'traits.email' }] },
  { in: [{ var: 'traits.address.country' }, ['DE', 'CH']] },
  { '>=': [{ var: 'traits.createdAt' }, { now: '-30d' }] },
  { '>=': [{ var: 'computed.orders' }, 2] },
  { '>': [{ var: 'computed.revenue' }, 100] },
  { contains: [{ var: 'computed.favourite' }, 'te'] },
  { trait_changed: { trait: 'email', within: '30d' } },
  { now: ['>=', { date: '2026-01-01T00:00:00Z' }] },
];
