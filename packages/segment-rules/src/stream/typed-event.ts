import { canonicalJson } from '@customer360/tracking';
import { isCounted, type RuleEvent } from '../facts/entry.ts';
import { passes } from '../facts/test-value.ts';
import { flattenValues, type TypedValue } from '../facts/typed-value.ts';
import type { EventSelector, PropertyRule } from '../rule/rule.ts';

/** An event whose properties are typed when the first rule asks for one. */
export class TypedEvent {
  readonly event: RuleEvent;
  #properties: ReadonlyMap<string, TypedValue> | null = null;

  constructor(event: RuleEvent) {
    this.event = event;
  }

  property(path: string): TypedValue | undefined {
    this.#properties ??= flattenValues(this.event.properties);
    return this.#properties.get(path);
  }

  /** Canonical JSON of an observed trait, null when it was deleted, undefined when the event says nothing of it. */
  observed(trait: string): string | null | undefined {
    if (!Object.hasOwn(this.event.traits, trait)) return undefined;
    const value = this.event.traits[trait];
    return value === null || value === undefined ? null : canonicalJson(value);
  }

  isSelectedBy({ event, where }: EventSelector): boolean {
    if (!isCounted(this.event) || (event !== null && event !== this.event.name)) return false;
    return where === null || this.#fits(where);
  }

  #fits(rule: PropertyRule): boolean {
    switch (rule.kind) {
      case 'and':
        return rule.rules.every((one) => this.#fits(one));
      case 'or':
        return rule.rules.some((one) => this.#fits(one));
      case 'not':
        return !this.#fits(rule.rule);
      case 'property':
        return passes(rule.test, this.property(rule.path), this.event.time);
      default:
        return rule satisfies never;
    }
  }
}
