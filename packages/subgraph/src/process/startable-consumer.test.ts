import type { Consumer } from '@customer360/event-log';
import { expect, it } from 'vitest';
import { startableConsumer } from './startable-consumer.ts';

function started() {
  const stopped: number[] = [];
  let starts = 0;
  const consumer = startableConsumer('profile consumer', (): Consumer => {
    const number = (starts += 1);
    return {
      waitFor: () => Promise.resolve(),
      lag: () => Promise.resolve([]),
      stop: async () => void stopped.push(number),
    };
  });
  return { consumer, stopped, starts: () => starts };
}

it('runs once, however often it is started', async () => {
  const { consumer, starts } = started();
  await consumer.start();
  const first = consumer.running();
  await consumer.start();
  expect([consumer.running() === first, starts()]).toEqual([true, 1]);
});

it('can be started again after a stop', async () => {
  const { consumer, stopped, starts } = started();
  await consumer.stop();
  await consumer.start();
  await consumer.stop();
  await consumer.start();
  expect([stopped, starts()]).toEqual([[1], 2]);
});

it('cannot be asked while it does not run', () => {
  expect(() => started().consumer.running()).toThrow('The profile consumer does not run.');
});
