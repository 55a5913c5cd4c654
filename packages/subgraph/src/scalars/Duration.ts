import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';

const WHOLE = String.raw`(\d{1,15})`;
const PARTS = new RegExp(
  String.raw`^P(?!$)(?:${WHOLE}W)?(?:${WHOLE}D)?(?:T(?=\d)(?:${WHOLE}H)?(?:${WHOLE}M)?(?:${WHOLE}(?:\.(\d{1,3}))?S)?)?$`,
);
const CALENDAR = /^P\d+[YM]|^P\d+W\d+[YM]/;

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;

/**
 * Milliseconds inside; outside an ISO 8601 duration of weeks, days, hours, minutes and seconds (a day has 24 hours). It is
 * written without weeks and without parts that are 0: `P7D`, `PT30M`, `P1DT0.01S`. What is not whole, as a mean, is rounded.
 */
export const Duration = new GraphQLScalarType<number, string>({
  name: 'Duration',
  serialize(value) {
    const whole = typeof value === 'number' ? Math.round(value) : Number.NaN;
    if (Number.isSafeInteger(whole) && whole >= 0) return writeDuration(whole);
    throw new GraphQLError('A duration is not a number of milliseconds from 0 to 2^53 - 1.');
  },
  parseValue: readDuration,
  parseLiteral(node) {
    return readDuration(node.kind === Kind.STRING ? node.value : null);
  },
});

function readDuration(value: unknown): number {
  if (typeof value !== 'string') throw refused('A duration must be ISO 8601 text, for example P7D or PT30M.');
  if (CALENDAR.test(value)) {
    throw refused('A duration has no years and months, because they differ in length: say it in days.');
  }
  const parts = PARTS.exec(value);
  if (parts === null) {
    throw refused(
      'A duration must be ISO 8601 of weeks, days, hours, minutes and seconds (to the ms), for example P7D, PT30M or PT0.5S.',
    );
  }
  const [weeks, days, hours, minutes, seconds] = parts.slice(1, 6).map((part) => Number(part ?? 0));
  const milliseconds =
    (weeks ?? 0) * WEEK +
    (days ?? 0) * DAY +
    (hours ?? 0) * HOUR +
    (minutes ?? 0) * MINUTE +
    (seconds ?? 0) * SECOND +
    Number((parts[6] ?? '').padEnd(3, '0'));
  if (!Number.isSafeInteger(milliseconds)) throw refused('A duration must be at most 2^53 - 1 milliseconds.');
  return milliseconds;
}

function writeDuration(milliseconds: number): string {
  const days = Math.floor(milliseconds / DAY);
  const hours = Math.floor((milliseconds % DAY) / HOUR);
  const minutes = Math.floor((milliseconds % HOUR) / MINUTE);
  const seconds = (milliseconds % MINUTE) / SECOND;
  const date = part(days, 'D');
  const time = part(hours, 'H') + part(minutes, 'M') + part(seconds, 'S');
  if (date === '' && time === '') return 'PT0S';
  return time === '' ? `P${date}` : `P${date}T${time}`;
}

function part(count: number, unit: string): string {
  return count === 0 ? '' : `${count}${unit}`;
}

function refused(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });
}
