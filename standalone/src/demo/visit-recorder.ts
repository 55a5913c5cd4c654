import type { Faker } from '@faker-js/faker';
import type { JsonObject } from '../loaders/tracking-message.ts';
import type { DemoSource, DraftEvent } from './demo-event.ts';

export interface Identity {
  readonly userId?: string;
  readonly anonymousId?: string;
}

export interface VisitStart {
  readonly source: DemoSource;
  readonly time: number;
  readonly identity: Identity;
  readonly context: JsonObject;
}

/** Writes down what happens in one visit, one event after another, some seconds apart. */
export class VisitRecorder {
  readonly events: DraftEvent[] = [];
  readonly #faker: Faker;
  readonly #source: DemoSource;
  #identity: Identity;
  #context: JsonObject;
  #time: number;

  constructor(faker: Faker, { source, time, identity, context }: VisitStart) {
    this.#faker = faker;
    this.#source = source;
    this.#identity = identity;
    this.#context = context;
    this.#time = time;
  }

  get time(): number {
    return this.#time;
  }

  /** From here on events are about this person too. */
  signIn(userId: string): void {
    this.#identity = { ...this.#identity, userId };
  }

  /** Context of the events from here on. */
  changeContext(change: JsonObject): void {
    this.#context = { ...this.#context, ...change };
  }

  forget(field: string): void {
    this.#context = Object.fromEntries(Object.entries(this.#context).filter(([name]) => name !== field));
  }

  page(name: string, path: string, referrer: string | null = null): void {
    const url = `https://shop.example${path}`;
    const page = { path, url, title: name, ...(referrer === null ? {} : { referrer }) };
    this.changeContext({ page });
    this.#add({ type: 'page', name, properties: page });
  }

  screen(name: string): void {
    this.#add({ type: 'screen', name, properties: {} });
  }

  track(event: string, properties: JsonObject = {}, context: JsonObject = {}): void {
    this.#add({ type: 'track', event, properties, context });
  }

  identify(traits: JsonObject, context: JsonObject = {}): void {
    this.#add({ type: 'identify', traits, context });
  }

  #add(message: DraftEvent['message']): void {
    this.events.push({
      source: this.#source,
      time: this.#time,
      message: { ...message, ...this.#identity, context: { ...this.#context, ...message.context } },
    });
    this.#time += this.#faker.number.int({ min: 6, max: 140 }) * 1_000;
  }
}
